"""Vouchers and cards of an account, with everything that people are shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.card_numbers import card_number
from services.wallet.queries.balances import Holdings
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import FundView, ListCards, ListFunds, ListVouchers

FUNDS: Final = ("voucher", "discount_voucher", "card")

_NOW: Final = """
            kept as (
                select b.fund_id, b.amount_micros as left_micros, case when z.is_frozen then z.reason end as frozen_reason,
                       z.changed_at as frozen_at,
                       (select sum(s.amount_micros)::bigint
                        from hold as h
                        join hold_share as s on s.account_id = h.account_id and s.hold_id = h.hold_id and s.fund_id = b.fund_id
                        where h.account_id = b.account_id
                          and h.expires_at > %(at)s
                          and not exists (select from hold_end as e where e.account_id = h.account_id and e.hold_id = h.hold_id)
                       ) as held_micros
                from balance as b
                left join fund_freeze as z on z.account_id = b.account_id and z.fund_id = b.fund_id
                where b.account_id = %(account_id)s
                  and b.amount_micros > 0
            )
"""
_THEN: Final = """
            kept as (
                select u.*, null::timestamptz as frozen_at
                from unnest(%(funds)s::uuid[], %(left)s::bigint[], %(held)s::bigint[], %(reasons)s::text[])
                     as u(fund_id, left_micros, held_micros, frozen_reason)
            )
"""


class Funds(Reading):
    """Lists of funds."""

    def funds(
        self, question: ListFunds | ListVouchers | ListCards, *, kinds: Sequence[str], at: datetime, then: Holdings | None = None
    ) -> Page[FundView]:
        """The funds of these kinds as they are at `at`, whether or not what ended by then is booked yet.

        `then`: what the account had, for a look at the past; that says why a fund was frozen, and not when.
        """
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            f"""
            with {_NOW if then is None else _THEN},
            lost as (
                select fund_id, sum(amount_micros)::bigint as amount_micros
                from expired_fund
                where account_id = %(account_id)s
                  and expired_at <= %(at)s
                  and fund_id not in (select fund_id from kept where left_micros > 0)
                group by fund_id
            ),
            known as (
                select f.*, coalesce(k.left_micros, 0) as left_micros, coalesce(k.held_micros, 0) as held_micros,
                       coalesce(l.amount_micros, 0) as lost_micros, k.frozen_reason, k.frozen_at,
                       case when l.amount_micros > 0 or (k.left_micros > 0 and f.valid_until <= %(at)s) then 'expired'
                            when coalesce(k.left_micros, 0) = 0 then 'spent'
                            when k.frozen_reason is not null then 'frozen'
                            else 'active' end as status
                from fund as f
                left join kept as k on k.fund_id = f.fund_id
                left join lost as l on l.fund_id = f.fund_id
                where f.account_id = %(account_id)s
                  and f.kind = any(%(kinds)s)
                  and f.activated_at <= %(at)s
                  and (%(up_to)s::bigint is null or f.position <= %(up_to)s)
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
                "up_to": then.position if then else None,
                **(_told(then) if then else {}),
            },
        )
        return page_of(rows, question.limit, _fund, key=("position", "fund_id"))


def _told(then: Holdings) -> dict[str, list[Any]]:
    return {
        "funds": [fund.fund_id for fund in then.funds],
        "left": [fund.amount_micros for fund in then.funds],
        "held": [then.held.get(fund.fund_id, 0) for fund in then.funds],
        "reasons": [then.frozen.get(fund.fund_id) for fund in then.funds],
    }


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
