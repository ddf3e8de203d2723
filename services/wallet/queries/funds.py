"""Vouchers and cards of an account, with everything that people are shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.card_numbers import card_number
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import FundView, ListCards, ListFunds, ListVouchers

FUNDS: Final = ("voucher", "discount_voucher", "card")


class Funds(Reading):
    """Lists of funds."""

    def funds(self, question: ListFunds | ListVouchers | ListCards, *, kinds: Sequence[str], at: datetime) -> Page[FundView]:
        """The funds of these kinds as they are at `at`, whether or not what ended by then is booked yet."""
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            with kept as (
                select s.fund_id, sum(s.amount_micros)::bigint as amount_micros
                from hold as h
                join hold_share as s on s.account_id = h.account_id and s.hold_id = h.hold_id
                where h.account_id = %(account_id)s
                  and h.expires_at > %(at)s
                  and not exists (select from hold_end as e where e.account_id = h.account_id and e.hold_id = h.hold_id)
                group by s.fund_id
            ),
            lost as (
                select fund_id, sum(amount_micros)::bigint as amount_micros
                from expired_fund
                where account_id = %(account_id)s
                group by fund_id
            ),
            known as (
                select f.*, coalesce(b.amount_micros, 0) as left_micros, coalesce(k.amount_micros, 0) as held_micros,
                       coalesce(l.amount_micros, 0) as lost_micros, z.reason as frozen_reason, z.changed_at as frozen_at,
                       case when l.amount_micros > 0 or (b.amount_micros > 0 and f.valid_until <= %(at)s) then 'expired'
                            when coalesce(b.amount_micros, 0) = 0 then 'spent'
                            when z.is_frozen then 'frozen'
                            else 'active' end as status
                from fund as f
                left join balance as b on b.account_id = f.account_id and b.fund_id = f.fund_id
                left join kept as k on k.fund_id = f.fund_id
                left join lost as l on l.fund_id = f.fund_id
                left join fund_freeze as z on z.account_id = f.account_id and z.fund_id = f.fund_id
                where f.account_id = %(account_id)s
                  and f.kind = any(%(kinds)s)
            )
            select *
            from known
            where (%(status)s::text is null or status = %(status)s)
              and (%(source)s::text is null or source = %(source)s)
              and (%(expiring_before)s::timestamptz is null or (status = 'active' and valid_until < %(expiring_before)s))
              and (%(position)s::bigint is null or (position, fund_id) < (%(position)s, %(fund_id)s::uuid))
            order by position desc, fund_id desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "at": at,
                "kinds": list(kinds),
                "status": question.status,
                "source": question.source,
                "expiring_before": question.expiring_before,
                "position": before[0],
                "fund_id": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _fund, key=("position", "fund_id"))


def _fund(row: dict[str, Any]) -> FundView:
    currency, is_expired, is_frozen = row["currency"], row["status"] == "expired", row["status"] == "frozen"
    is_card, left_micros = row["kind"] == "card", row["left_micros"]
    return FundView(
        fund_id=row["fund_id"],
        kind=row["kind"],
        card_number=card_number(row["fund_id"]) if is_card else None,
        face=Money(row["face_micros"], currency),
        balance=Money(0 if is_expired else left_micros, currency),
        held=Money(row["held_micros"], currency),
        expired=Money(row["lost_micros"] + (left_micros if is_expired else 0), currency),
        status=row["status"],
        source=row["source"],
        campaign=row["reference"] if not is_card and row["source"] in ("code", "operator") else None,
        reference=row["reference"] if is_card and row["reference"] else None,
        activated_at=row["activated_at"],
        valid_until=row["valid_until"],
        frozen_at=row["frozen_at"] if is_frozen else None,
        frozen_reason=row["frozen_reason"] if is_frozen else None,
    )
