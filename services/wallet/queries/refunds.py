"""Refunds of cash."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.domain import Refund
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import ListRefunds, RefundView


class Refunds(Reading):
    """Refunds."""

    def refunds(self, question: ListRefunds, *, at: datetime) -> Page[RefundView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select *
            from (
                select r.*, d.reference, d.note, d.decided_by, d.decided_at,
                       coalesce(d.status, case when r.expires_at <= %(at)s then 'expired' else 'requested' end) as state
                from refund as r
                left join refund_decision as d on d.account_id = r.account_id and d.refund_id = r.refund_id
                where (%(account_id)s::uuid is null or r.account_id = %(account_id)s)
                  and (%(position)s::bigint is null or (r.position, r.refund_id) < (%(position)s, %(refund_id)s::uuid))
            ) as known
            where %(state)s::text is null or state = %(state)s
            order by position desc, refund_id desc
            limit %(limit)s + 1
            """,
            {
                "at": at,
                "account_id": question.account_id,
                "state": question.state,
                "position": before[0],
                "refund_id": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _row_view, key=("position", "refund_id"))


def refund_view(refund: Refund, *, at: datetime) -> RefundView:
    """A refund as it is at an instant."""
    return RefundView(
        refund_id=refund.id,
        account_id=refund.account_id,
        amount=refund.amount,
        reason=refund.reason,
        payout_account=refund.payout_account,
        state=refund.state_at(at),
        requested_by=refund.requested_by,
        requested_at=refund.requested_at,
        expires_at=refund.expires_at,
        decided_by=refund.decided_by,
        decided_at=refund.decided_at,
        reference=refund.reference,
        note=refund.note,
    )


def _row_view(row: dict[str, Any]) -> RefundView:
    amount = Money(row.pop("amount_micros"), row.pop("currency"))
    return RefundView(amount=amount, **{name: value for name, value in row.items() if name != "position"})
