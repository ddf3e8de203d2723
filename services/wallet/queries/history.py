"""What happened to bill lines: which fund paid which."""

from __future__ import annotations

from typing import Any

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import ListPayments, PaymentView


class History(Reading):
    """Payments."""

    def payments(self, question: ListPayments) -> Page[PaymentView]:
        before = decode_cursor(question.cursor, int, int) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select p.*, w.currency
            from payment as p
            join wallet as w on w.account_id = p.account_id
            where p.account_id = %(account_id)s
              and (%(bill_id)s::uuid is null or p.bill_id = %(bill_id)s)
              and (%(line_id)s::uuid is null or p.line_id = %(line_id)s)
              and (%(fund_id)s::uuid is null or p.fund_id = %(fund_id)s)
              and (%(position)s::bigint is null or (p.position, p.seq) < (%(position)s, %(seq)s))
            order by p.position desc, p.seq desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "bill_id": question.bill_id,
                "line_id": question.line_id,
                "fund_id": question.fund_id,
                "position": before[0],
                "seq": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _payment, key=("position", "seq"))


def _payment(row: dict[str, Any]) -> PaymentView:
    return PaymentView(
        position=row["position"],
        seq=row["seq"],
        bill_id=row["bill_id"],
        line_id=row["line_id"],
        fund_id=row["fund_id"],
        kind=row["kind"],
        amount=Money(row["amount_micros"], row["currency"]),
        paid=row["paid"],
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
    )
