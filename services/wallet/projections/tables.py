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
    insert into fund (
        account_id, fund_id, kind, currency, face_micros, activated_at, valid_until, source, reference, batch_id, position
    )
    select u.account_id, u.fund_id, u.kind, u.currency, u.face_micros, u.activated_at, u.valid_until, u.source, u.reference, u.batch_id,
           ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::text[],
             %s::uuid[], %s::int[]
         ) as u(account_id, fund_id, kind, currency, face_micros, activated_at, valid_until, source, reference, batch_id, ordinal)
    """,
    columns=(
        "account_id",
        "fund_id",
        "kind",
        "currency",
        "face_micros",
        "activated_at",
        "valid_until",
        "source",
        "reference",
        "batch_id",
        "ordinal",
    ),
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

CODES: Final = Rows(
    """
    insert into code (batch_id, code_id)
    select * from unnest(%s::uuid[], %s::uuid[])
    """,
    columns=("batch_id", "code_id"),
)

WITHDRAWN: Final = Rows(
    """
    insert into withdrawn_batch (batch_id, reason, by_member_id, withdrawn_at)
    select * from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[])
    """,
    columns=("batch_id", "reason", "by_member_id", "withdrawn_at"),
)

HUAWEI_ORDERS: Final = Rows(
    """
    insert into huawei_order (order_id, order_number, huawei_account_id, quantity, by_member_id, recorded_at, position)
    select u.order_id, u.order_number, u.huawei_account_id, u.quantity, u.by_member_id, u.recorded_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::int[], %s::uuid[], %s::timestamptz[], %s::int[])
         as u(order_id, order_number, huawei_account_id, quantity, by_member_id, recorded_at, ordinal)
    """,
    columns=("order_id", "order_number", "huawei_account_id", "quantity", "by_member_id", "recorded_at", "ordinal"),
)

HUAWEI_CORRECTIONS: Final = Rows(
    """
    insert into huawei_correction (order_id, position, huawei_account_id, quantity, reason, by_member_id, corrected_at)
    select u.order_id, ledger_position(u.ordinal), u.huawei_account_id, u.quantity, u.reason, u.by_member_id, u.corrected_at
    from unnest(%s::uuid[], %s::int[], %s::text[], %s::int[], %s::text[], %s::uuid[], %s::timestamptz[])
         as u(order_id, ordinal, huawei_account_id, quantity, reason, by_member_id, corrected_at)
    """,
    columns=("order_id", "ordinal", "huawei_account_id", "quantity", "reason", "by_member_id", "corrected_at"),
)

HOLDS: Final = Rows(
    """
    insert into hold (account_id, hold_id, subject, purpose, amount_micros, expires_at, reserved_at, position)
    select u.account_id, u.hold_id, u.subject, u.purpose, u.amount_micros, u.expires_at, u.reserved_at, ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::int[]
         ) as u(account_id, hold_id, subject, purpose, amount_micros, expires_at, reserved_at, ordinal)
    """,
    columns=("account_id", "hold_id", "subject", "purpose", "amount_micros", "expires_at", "reserved_at", "ordinal"),
)

HOLD_SHARES: Final = Rows(
    """
    insert into hold_share (account_id, hold_id, fund_id, kind, amount_micros)
    select * from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[])
    """,
    columns=("account_id", "hold_id", "fund_id", "kind", "amount_micros"),
)

HOLD_ENDS: Final = Rows(
    """
    insert into hold_end (account_id, hold_id, status, captured_micros, ended_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::timestamptz[])
    """,
    columns=("account_id", "hold_id", "status", "captured_micros", "ended_at"),
)

RETURNED: Final = Rows(
    """
    insert into returned (account_id, bill_id, line_id, fund_id, amount_micros)
    select * from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[])
    on conflict (account_id, bill_id, line_id, fund_id) do update set amount_micros = returned.amount_micros + excluded.amount_micros
    """,
    columns=("account_id", "bill_id", "line_id", "fund_id", "amount_micros"),
    key=("account_id", "bill_id", "line_id", "fund_id"),
    sums=("amount_micros",),
)

RETURNS: Final = Rows(
    """
    insert into charge_return (bill_id, account_id, of_bill_id, position)
    select u.bill_id, u.account_id, u.of_bill_id, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[]) as u(bill_id, account_id, of_bill_id, ordinal)
    """,
    columns=("bill_id", "account_id", "of_bill_id", "ordinal"),
)

CLOUD_DUE: Final = Rows(
    """
    insert into cloud_due (account_id, bill_id, line_id, vendor, amount_micros)
    select * from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[])
    on conflict (account_id, bill_id, line_id) do update set amount_micros = cloud_due.amount_micros + excluded.amount_micros
    """,
    columns=("account_id", "bill_id", "line_id", "vendor", "amount_micros"),
    key=("account_id", "bill_id", "line_id"),
    sums=("amount_micros",),
)

FREEZES: Final = Rows(
    """
    insert into fund_freeze (account_id, fund_id, is_frozen, reason, by_member_id, changed_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::boolean[], %s::text[], %s::uuid[], %s::timestamptz[])
    on conflict (account_id, fund_id) do update
    set is_frozen = excluded.is_frozen, reason = excluded.reason, by_member_id = excluded.by_member_id, changed_at = excluded.changed_at
    """,
    columns=("account_id", "fund_id", "is_frozen", "reason", "by_member_id", "changed_at"),
    key=("account_id", "fund_id"),
)

EXPIRED: Final = Rows(
    """
    insert into expired_fund (account_id, fund_id, amount_micros, expired_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::timestamptz[])
    on conflict (account_id, fund_id, expired_at) do update set amount_micros = expired_fund.amount_micros + excluded.amount_micros
    """,
    columns=("account_id", "fund_id", "amount_micros", "expired_at"),
    key=("account_id", "fund_id", "expired_at"),
    sums=("amount_micros",),
)

LIMITS: Final = Rows(
    """
    insert into wallet_limits (account_id, low_balance_micros, month_micros)
    select * from unnest(%s::uuid[], %s::bigint[], %s::bigint[])
    on conflict (account_id) do update set low_balance_micros = excluded.low_balance_micros, month_micros = excluded.month_micros
    """,
    columns=("account_id", "low_balance_micros", "month_micros"),
    key=("account_id",),
)

ALERTS: Final = Rows(
    """
    insert into alert (account_id, position, kind, amount_micros, threshold_micros, occurred_at)
    select u.account_id, ledger_position(u.ordinal), u.kind, u.amount_micros, u.threshold_micros, u.occurred_at
    from unnest(%s::uuid[], %s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[])
         as u(account_id, ordinal, kind, amount_micros, threshold_micros, occurred_at)
    """,
    columns=("account_id", "ordinal", "kind", "amount_micros", "threshold_micros", "occurred_at"),
)


def reference_key(reference: str) -> str:
    """A bank reference as it is compared: people type blanks and capitals as they like."""
    return "".join(reference.split()).upper()
