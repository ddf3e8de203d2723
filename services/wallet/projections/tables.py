"""The wallet's tables, one statement each.

A commit runs each statement once, over the rows of all its saves, in no order to count on: so a table has one statement, which inserts
what is new and adds to what is there.
"""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Rows

WALLETS: Final = Rows(
    """
    insert into wallet (account_id, currency, opened_at)
    select * from unnest(%s::uuid[], %s::text[], %s::timestamptz[])
    """,
    columns=("account_id", "currency", "opened_at"),
)

FUNDS: Final = Rows(
    """
    insert into fund (account_id, fund_id, kind, currency, face_micros, activated_at, valid_until, campaign, position)
    select u.account_id, u.fund_id, u.kind, u.currency, u.face_micros, u.activated_at, u.valid_until, u.campaign, ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::int[]
         ) as u(account_id, fund_id, kind, currency, face_micros, activated_at, valid_until, campaign, ordinal)
    """,
    columns=("account_id", "fund_id", "kind", "currency", "face_micros", "activated_at", "valid_until", "campaign", "ordinal"),
)

BALANCES: Final = Rows(
    """
    insert into balance (account_id, fund_id, kind, amount_micros)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[])
    on conflict (account_id, fund_id) do update set amount_micros = balance.amount_micros + excluded.amount_micros
    """,
    columns=("account_id", "fund_id", "kind", "amount_micros"),
    key=("account_id", "fund_id"),
    sums=("amount_micros",),
)

DEBTS: Final = Rows(
    """
    insert into debt (account_id, line_id, bill_id, amount_micros)
    select * from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[])
    on conflict (account_id, line_id) do update set amount_micros = debt.amount_micros + excluded.amount_micros
    """,
    columns=("account_id", "line_id", "bill_id", "amount_micros"),
    key=("account_id", "line_id"),
    sums=("amount_micros",),
)

MOVEMENTS: Final = Rows(
    """
    insert into movement (
        account_id, position, seq, fund_id, kind, reason, counterpart_kind, counterpart, amount_micros, occurred_at, recorded_at
    )
    select u.account_id, ledger_position(u.ordinal), u.seq, u.fund_id, u.kind, u.reason, u.counterpart_kind, u.counterpart, u.amount_micros,
           u.occurred_at, ledger_recorded_at()
    from unnest(
             %s::uuid[], %s::int[], %s::int[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[]
         ) as u(account_id, ordinal, seq, fund_id, kind, reason, counterpart_kind, counterpart, amount_micros, occurred_at)
    """,
    columns=(
        "account_id",
        "ordinal",
        "seq",
        "fund_id",
        "kind",
        "reason",
        "counterpart_kind",
        "counterpart",
        "amount_micros",
        "occurred_at",
    ),
)

PAYMENTS: Final = Rows(
    """
    insert into payment (
        account_id, position, seq, bill_id, line_id, fund_id, kind, amount_micros, paid, occurred_at, recorded_at
    )
    select u.account_id, ledger_position(u.ordinal), u.seq, u.bill_id, u.line_id, u.fund_id, u.kind, u.amount_micros, u.paid,
           u.occurred_at, ledger_recorded_at()
    from unnest(
             %s::uuid[], %s::int[], %s::int[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::timestamptz[]
         ) as u(account_id, ordinal, seq, bill_id, line_id, fund_id, kind, amount_micros, paid, occurred_at)
    """,
    columns=("account_id", "ordinal", "seq", "bill_id", "line_id", "fund_id", "kind", "amount_micros", "paid", "occurred_at"),
)

POSTINGS: Final = Rows(
    """
    insert into posting (account_id, position, seq, ledger_account, fund_id, currency, amount_micros, occurred_at, recorded_at)
    select u.account_id, ledger_position(u.ordinal), u.seq, u.ledger_account, u.fund_id, u.currency, u.amount_micros, u.occurred_at,
           ledger_recorded_at()
    from unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::uuid[], %s::text[], %s::bigint[], %s::timestamptz[])
         as u(account_id, ordinal, seq, ledger_account, fund_id, currency, amount_micros, occurred_at)
    """,
    columns=("account_id", "ordinal", "seq", "ledger_account", "fund_id", "currency", "amount_micros", "occurred_at"),
)

CHARGES: Final = Rows(
    """
    insert into charge (bill_id, account_id, position)
    select u.bill_id, u.account_id, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::uuid[], %s::int[]) as u(bill_id, account_id, ordinal)
    """,
    columns=("bill_id", "account_id", "ordinal"),
)

TRANSFERS: Final = Rows(
    """
    insert into transfer (channel, reference, account_id, position)
    select u.channel, u.reference, u.account_id, ledger_position(u.ordinal)
    from unnest(%s::text[], %s::text[], %s::uuid[], %s::int[]) as u(channel, reference, account_id, ordinal)
    """,
    columns=("channel", "reference", "account_id", "ordinal"),
)

BATCHES: Final = Rows(
    """
    insert into voucher_batch (batch_id, kind, currency, face_micros, count, campaign, valid_until, issued_at)
    select * from unnest(
        %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::timestamptz[], %s::timestamptz[])
    """,
    columns=("batch_id", "kind", "currency", "face_micros", "count", "campaign", "valid_until", "issued_at"),
)
