"""Holds and orders of an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import HoldShareView, HoldView, ListHolds, ListOrders, OrderLineView, OrderView, TakenView


class Holds(Reading):
    """What is kept apart, and what is offered."""

    def hold(self, account_id: UUID, hold_id: UUID, *, at: datetime) -> HoldView:
        """Refuses: NotFound."""
        found = self._holds(account_id, at=at, hold_id=hold_id, limit=1)
        if not found:
            raise NotFound("hold", hold_id)
        return _hold(found[0])

    def holds(self, question: ListHolds, *, at: datetime) -> Page[HoldView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else None
        rows = self._holds(question.account_id, at=at, status=question.status, before=before, limit=question.limit + 1)
        return page_of(rows, question.limit, _hold, key=("position", "hold_id"))

    def order(self, account_id: UUID, order_id: UUID, *, at: datetime) -> OrderView:
        """Refuses: NotFound."""
        found = self._orders(account_id, at=at, order_id=order_id, limit=1)
        if not found:
            raise NotFound("order", order_id)
        return _order(found[0])

    def orders(self, question: ListOrders, *, at: datetime) -> Page[OrderView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else None
        rows = self._orders(question.account_id, at=at, status=question.status, before=before, limit=question.limit + 1)
        return page_of(rows, question.limit, _order, key=("position", "order_id"))

    def _holds(
        self,
        account_id: UUID,
        *,
        at: datetime,
        limit: int,
        hold_id: UUID | None = None,
        status: str | None = None,
        before: Sequence[Any] | None = None,
    ) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select *
            from (
                select h.*, w.currency, e.captured_micros, e.ended_at,
                       coalesce(e.status, case when h.expires_at <= %(at)s then 'expired' else 'live' end) as status,
                       (select jsonb_agg(jsonb_build_array(s.fund_id, s.kind, s.amount_micros) order by s.fund_id)
                        from hold_share as s
                        where s.account_id = h.account_id and s.hold_id = h.hold_id) as shares
                from hold as h
                join wallet as w on w.account_id = h.account_id
                left join hold_end as e on e.account_id = h.account_id and e.hold_id = h.hold_id
                where h.account_id = %(account_id)s
                  and (%(hold_id)s::uuid is null or h.hold_id = %(hold_id)s)
            ) as known
            where (%(status)s::text is null or status = %(status)s)
              and (%(position)s::bigint is null or (position, hold_id) < (%(position)s, %(before)s::uuid))
            order by position desc, hold_id desc
            limit %(limit)s
            """,
            {
                "account_id": account_id,
                "at": at,
                "hold_id": hold_id,
                "status": status,
                "position": before[0] if before else None,
                "before": before[1] if before else None,
                "limit": limit,
            },
        )

    def _orders(
        self,
        account_id: UUID,
        *,
        at: datetime,
        limit: int,
        order_id: UUID | None = None,
        status: str | None = None,
        before: Sequence[Any] | None = None,
    ) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select *
            from (
                select o.*, e.ended_at,
                       coalesce(e.status, case when o.expires_at <= %(at)s then 'expired' else 'open' end) as status,
                       (select jsonb_agg(jsonb_build_array(i.line_id, i.title, i.amount_micros, i.vouchers_may_pay) order by i.seq)
                        from purchase_order_item as i
                        where i.account_id = o.account_id and i.order_id = o.order_id) as items,
                       (select jsonb_agg(jsonb_build_array(p.line_id, p.fund_id, p.kind, p.amount_micros) order by p.position, p.seq)
                        from payment as p
                        where p.account_id = o.account_id and p.bill_id = o.order_id and p.occurred_at = e.ended_at) as taken
                from purchase_order as o
                left join purchase_order_end as e on e.account_id = o.account_id and e.order_id = o.order_id
                where o.account_id = %(account_id)s
                  and (%(order_id)s::uuid is null or o.order_id = %(order_id)s)
            ) as known
            where (%(status)s::text is null or status = %(status)s)
              and (%(position)s::bigint is null or (position, order_id) < (%(position)s, %(before)s::uuid))
            order by position desc, order_id desc
            limit %(limit)s
            """,
            {
                "account_id": account_id,
                "at": at,
                "order_id": order_id,
                "status": status,
                "position": before[0] if before else None,
                "before": before[1] if before else None,
                "limit": limit,
            },
        )


def _hold(row: dict[str, Any]) -> HoldView:
    currency = row["currency"]
    return HoldView(
        hold_id=row["hold_id"],
        account_id=row["account_id"],
        subject=row["subject"],
        purpose=row["purpose"],
        amount=Money(row["amount_micros"], currency),
        captured=Money(row["captured_micros"] or 0, currency),
        status=row["status"],
        reserved_at=row["reserved_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        shares=[
            HoldShareView(fund_id=UUID(fund_id), kind=kind, amount=Money(amount, currency)) for fund_id, kind, amount in row["shares"] or ()
        ],
    )


def _order(row: dict[str, Any]) -> OrderView:
    currency = row["currency"]
    return OrderView(
        order_id=row["order_id"],
        account_id=row["account_id"],
        title=row["title"],
        amount=Money(sum(item[2] for item in row["items"]), currency),
        lines=[
            OrderLineView(line_id=UUID(line_id), title=title, amount=Money(amount, currency), vouchers_may_pay=vouchers_may_pay)
            for line_id, title, amount, vouchers_may_pay in row["items"]
        ],
        status=row["status"],
        placed_at=row["placed_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        taken=[
            TakenView(line_id=UUID(line_id), fund_id=UUID(fund_id), kind=kind, amount_micros=amount)
            for line_id, fund_id, kind, amount in row["taken"] or ()
        ],
    )
