"""Batches of codes and what became of them; orders of Huawei's marketplace."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.domain import face_of_order
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import BatchView, CodeView, HuaweiOrderView, ListBatches, ListCodes, ListHuaweiOrders


class Batches(Reading):
    """What was issued, and who redeemed it."""

    def is_withdrawn(self, batch_id: UUID) -> bool:
        return self._database.one("select from withdrawn_batch where batch_id = %s", (batch_id,)) is not None

    def batch(self, batch_id: UUID, *, at: datetime) -> BatchView:
        """Refuses: NotFound."""
        rows = self._batches(batch_id=batch_id, at=at)
        if not rows:
            raise NotFound("batch", batch_id)
        return _batch(rows[0])

    def batches(self, question: ListBatches, *, at: datetime) -> Page[BatchView]:
        before = decode_cursor(question.cursor, datetime, UUID) if question.cursor else (None, None)
        rows = self._batches(
            kind=question.kind,
            campaign=question.campaign,
            state=question.state,
            issued_at=before[0],
            before_id=before[1],
            limit=question.limit + 1,
            at=at,
        )
        return page_of(rows, question.limit, _batch, key=("issued_at", "batch_id"))

    def codes(self, question: ListCodes, *, at: datetime) -> Page[CodeView]:
        """The codes of a batch, in the order of their ids."""
        (after,) = decode_cursor(question.cursor, UUID) if question.cursor else (None,)
        rows = self._database.all(
            """
            select *
            from (
                select c.code_id, f.account_id, f.activated_at,
                       case when f.fund_id is not null then 'redeemed'
                            when w.batch_id is not null then 'withdrawn'
                            when b.valid_until <= %(at)s then 'expired'
                            else 'unused' end as state
                from code as c
                join voucher_batch as b on b.batch_id = c.batch_id
                left join withdrawn_batch as w on w.batch_id = c.batch_id
                left join fund as f on f.batch_id = c.batch_id and f.fund_id = c.code_id
                where c.batch_id = %(batch_id)s
                  and (%(after)s::uuid is null or c.code_id > %(after)s::uuid)
            ) as known
            where %(state)s::text is null or state = %(state)s
            order by code_id
            limit %(limit)s + 1
            """,
            {"batch_id": question.batch_id, "state": question.state, "after": after, "limit": question.limit, "at": at},
        )
        return page_of(rows, question.limit, _code, key=("code_id",))

    def huawei_orders(self, question: ListHuaweiOrders) -> Page[HuaweiOrderView]:
        (before,) = decode_cursor(question.cursor, int) if question.cursor else (None,)
        rows = self._database.all(
            """
            select *
            from (
                select o.order_id, o.order_number, o.recorded_at, o.position, f.account_id, f.activated_at,
                       coalesce(c.huawei_account_id, o.huawei_account_id) as huawei_account_id,
                       coalesce(c.quantity, o.quantity) as quantity, c.reason as correction,
                       case when f.fund_id is not null then 'redeemed'
                            when c.quantity = 0 then 'cancelled'
                            else 'open' end as state
                from huawei_order as o
                left join fund as f on f.fund_id = o.order_id and f.source = 'huawei_order'
                left join lateral (
                    select huawei_account_id, quantity, reason
                    from huawei_correction
                    where order_id = o.order_id
                    order by position desc
                    limit 1
                ) as c on true
            ) as known
            where (%(state)s::text is null or state = %(state)s)
              and (%(huawei_account_id)s::text is null or huawei_account_id = %(huawei_account_id)s)
              and (%(before)s::bigint is null or position < %(before)s)
            order by position desc
            limit %(limit)s + 1
            """,
            {
                "state": question.state,
                "huawei_account_id": question.huawei_account_id,
                "before": before,
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _order, key=("position",))

    def _batches(self, *, at: datetime, limit: int = 1, **chosen: Any) -> list[dict[str, Any]]:
        known: dict[str, Any] = dict.fromkeys(("batch_id", "kind", "campaign", "state", "issued_at", "before_id"))
        return self._database.all(
            """
            select chosen.*, (select count(*) from fund as f where f.batch_id = chosen.batch_id)::int as redeemed_count
            from (
                select b.*, w.withdrawn_at, w.reason as withdrawn_reason,
                       case when w.batch_id is not null then 'withdrawn'
                            when b.valid_until <= %(at)s then 'expired'
                            else 'open' end as state
                from voucher_batch as b
                left join withdrawn_batch as w on w.batch_id = b.batch_id
                where (%(batch_id)s::uuid is null or b.batch_id = %(batch_id)s)
                  and (%(kind)s::text is null or b.kind = %(kind)s)
                  and (%(campaign)s::text is null or b.campaign = %(campaign)s)
                  and (%(issued_at)s::timestamptz is null or (b.issued_at, b.batch_id) < (%(issued_at)s, %(before_id)s::uuid))
            ) as chosen
            where %(state)s::text is null or chosen.state = %(state)s
            order by chosen.issued_at desc, chosen.batch_id desc
            limit %(limit)s
            """,
            {**known, **chosen, "at": at, "limit": limit},
        )


def _batch(row: dict[str, Any]) -> BatchView:
    state, redeemed, face = row["state"], row["redeemed_count"], Money(row["face_micros"], row["currency"])
    rest = row["count"] - redeemed
    return BatchView(
        batch_id=row["batch_id"],
        kind=row["kind"],
        face=face,
        count=row["count"],
        campaign=row["campaign"],
        state=state,
        issued_at=row["issued_at"],
        valid_until=row["valid_until"],
        redeemed_count=redeemed,
        unused_count=rest if state == "open" else 0,
        expired_count=rest if state == "expired" else 0,
        withdrawn_count=rest if state == "withdrawn" else 0,
        issued=Money(face.amount_micros * row["count"], face.currency),
        redeemed=Money(face.amount_micros * redeemed, face.currency),
        withdrawn_at=row["withdrawn_at"],
        withdrawn_reason=row["withdrawn_reason"],
    )


def _code(row: dict[str, Any]) -> CodeView:
    return CodeView(code_id=row["code_id"], state=row["state"], redeemed_by=row["account_id"], redeemed_at=row["activated_at"])


def _order(row: dict[str, Any]) -> HuaweiOrderView:
    return HuaweiOrderView(
        order_id=row["order_id"],
        order_number=row["order_number"],
        huawei_account_id=row["huawei_account_id"],
        quantity=row["quantity"],
        face=face_of_order(row["quantity"]),
        state=row["state"],
        recorded_at=row["recorded_at"],
        correction=row["correction"],
        redeemed_by=row["account_id"],
        redeemed_at=row["activated_at"],
    )
