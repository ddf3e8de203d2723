"""Orders that customers pay in full."""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Rows, Rowset
from services.wallet.domain import PurchaseOrder
from services.wallet.projections.projector import PROJECTOR

ORDERS: Final = Rows(
    """
    insert into purchase_order (account_id, order_id, title, currency, placed_at, expires_at, position)
    select u.account_id, u.order_id, u.title, u.currency, u.placed_at, u.expires_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::int[])
         as u(account_id, order_id, title, currency, placed_at, expires_at, ordinal)
    """,
    columns=("account_id", "order_id", "title", "currency", "placed_at", "expires_at", "ordinal"),
)

ITEMS: Final = Rows(
    """
    insert into purchase_order_item (account_id, order_id, line_id, seq, title, amount_micros, vouchers_may_pay)
    select * from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::bigint[], %s::boolean[])
    """,
    columns=("account_id", "order_id", "line_id", "seq", "title", "amount_micros", "vouchers_may_pay"),
)

ENDS: Final = Rows(
    """
    insert into purchase_order_end (account_id, order_id, status, reason, ended_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[])
    """,
    columns=("account_id", "order_id", "status", "reason", "ended_at"),
)


@PROJECTOR.on(PurchaseOrder.Placed)
def _placed(fact: PurchaseOrder.Placed, rows: Rowset) -> None:
    rows.add(
        ORDERS,
        account_id=fact.account_id,
        order_id=fact.originator_id,
        title=fact.title,
        currency=fact.currency,
        placed_at=fact.occurred_at,
        expires_at=fact.expires_at,
    )
    for seq, item in enumerate(fact.items):
        rows.add(
            ITEMS,
            account_id=fact.account_id,
            order_id=fact.originator_id,
            line_id=item.line_id,
            seq=seq,
            title=item.title,
            amount_micros=item.amount_micros,
            vouchers_may_pay=item.vouchers_may_pay,
        )


@PROJECTOR.on(PurchaseOrder.Paid)
def _paid(fact: PurchaseOrder.Paid, rows: Rowset) -> None:
    rows.add(ENDS, account_id=fact.account_id, order_id=fact.originator_id, status="paid", reason="", ended_at=fact.occurred_at)


@PROJECTOR.on(PurchaseOrder.Cancelled)
def _cancelled(fact: PurchaseOrder.Cancelled, rows: Rowset) -> None:
    rows.add(
        ENDS, account_id=fact.account_id, order_id=fact.originator_id, status="cancelled", reason=fact.reason, ended_at=fact.occurred_at
    )
