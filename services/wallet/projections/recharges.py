"""Orders to pay in.

What follows an order's placing updates its row. That is never in the same commit: a page is opened, paid, closed or cancelled only for an
order that was read as stored.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.kernel.eventstore import Rows, Rowset
from services.wallet.domain import RechargeOrder
from services.wallet.projections.projector import PROJECTOR

RECHARGES: Final = Rows(
    """
    insert into recharge (account_id, recharge_id, channel, currency, amount_micros, placed_at, expires_at, position)
    select u.account_id, u.recharge_id, u.channel, u.currency, u.amount_micros, u.placed_at, u.expires_at, ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::int[]
         ) as u(account_id, recharge_id, channel, currency, amount_micros, placed_at, expires_at, ordinal)
    """,
    columns=("account_id", "recharge_id", "channel", "currency", "amount_micros", "placed_at", "expires_at", "ordinal"),
)

PAGES: Final = Rows(
    """
    update recharge as r
    set pay_url = u.pay_url
    from unnest(%s::uuid[], %s::uuid[], %s::text[]) as u(account_id, recharge_id, pay_url)
    where r.account_id = u.account_id and r.recharge_id = u.recharge_id
    """,
    columns=("account_id", "recharge_id", "pay_url"),
)

ENDS: Final = Rows(
    """
    update recharge as r
    set status = u.status, reference = u.reference, ended_at = u.ended_at
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[])
         as u(account_id, recharge_id, status, reference, ended_at)
    where r.account_id = u.account_id and r.recharge_id = u.recharge_id
    """,
    columns=("account_id", "recharge_id", "status", "reference", "ended_at"),
    key=("account_id", "recharge_id"),
)


@PROJECTOR.on(RechargeOrder.Ordered)
def _ordered(fact: RechargeOrder.Ordered, rows: Rowset) -> None:
    rows.add(
        RECHARGES,
        account_id=fact.account_id,
        recharge_id=fact.originator_id,
        channel=fact.channel,
        currency=fact.amount.currency,
        amount_micros=fact.amount.amount_micros,
        placed_at=fact.occurred_at,
        expires_at=fact.expires_at,
    )


@PROJECTOR.on(RechargeOrder.PageOpened)
def _page_opened(fact: RechargeOrder.PageOpened, rows: Rowset) -> None:
    rows.add(PAGES, account_id=fact.account_id, recharge_id=fact.originator_id, pay_url=fact.pay_url)


@PROJECTOR.on(RechargeOrder.Paid)
def _paid(fact: RechargeOrder.Paid, rows: Rowset) -> None:
    _end(fact.account_id, fact.originator_id, "paid", rows, reference=fact.reference, at=fact.occurred_at)


@PROJECTOR.on(RechargeOrder.Expired)
def _expired(fact: RechargeOrder.Expired, rows: Rowset) -> None:
    _end(fact.account_id, fact.originator_id, "expired", rows, at=fact.occurred_at)


@PROJECTOR.on(RechargeOrder.Cancelled)
def _cancelled(fact: RechargeOrder.Cancelled, rows: Rowset) -> None:
    _end(fact.account_id, fact.originator_id, "cancelled", rows, at=fact.occurred_at)


def _end(account_id: UUID, recharge_id: UUID, status: str, rows: Rowset, *, at: datetime, reference: str | None = None) -> None:
    rows.add(ENDS, account_id=account_id, recharge_id=recharge_id, status=status, reference=reference, ended_at=at)
