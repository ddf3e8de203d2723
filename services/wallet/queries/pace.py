"""What an account was told, and how fast it spends."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import AlertView, ListAlerts


class Pace(Reading):
    """Alerts and spending."""

    def alerts(self, question: ListAlerts) -> Page[AlertView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select a.*, w.currency
            from alert as a
            join wallet as w on w.account_id = a.account_id
            where a.account_id = %(account_id)s
              and (%(position)s::bigint is null or a.position < %(position)s)
            order by a.position desc
            limit %(limit)s + 1
            """,
            {"account_id": question.account_id, "position": before[0], "limit": question.limit},
        )
        return page_of(rows, question.limit, _alert, key=("position", "account_id"))

    def spent(self, account_id: UUID, *, since: datetime, until: datetime) -> int:
        """What bills and orders cost an account between two instants, in micros, whoever paid or owes it; less what was given back."""
        row = self._database.one(
            """
            select coalesce(-sum(amount_micros), 0)::bigint as spent_micros
            from movement
            where account_id = %(account_id)s
              and occurred_at >= %(since)s
              and occurred_at < %(until)s
              and reason in ('daily_bill', 'adjustment', 'order', 'card_order')
            """,
            {"account_id": account_id, "since": since, "until": until},
        )
        return max(row["spent_micros"], 0) if row else 0


def _alert(row: dict[str, Any]) -> AlertView:
    currency = row["currency"]
    return AlertView(
        position=row["position"],
        kind=row["kind"],
        amount=Money(row["amount_micros"], currency),
        threshold=Money(row["threshold_micros"], currency),
        occurred_at=row["occurred_at"],
    )
