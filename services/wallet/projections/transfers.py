"""Announced transfers, and what of bank statements is in the book."""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Rows, Rowset
from services.wallet.domain import BankStatement, TransferOrder
from services.wallet.projections.projector import PROJECTOR

TRANSFER_ORDERS: Final = Rows(
    """
    insert into transfer_order (account_id, order_id, code, currency, amount_micros, placed_at, expires_at, position)
    select u.account_id, u.order_id, u.code, u.currency, u.amount_micros, u.placed_at, u.expires_at, ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::int[]
         ) as u(account_id, order_id, code, currency, amount_micros, placed_at, expires_at, ordinal)
    """,
    columns=("account_id", "order_id", "code", "currency", "amount_micros", "placed_at", "expires_at", "ordinal"),
)

TRANSFER_ENDS: Final = Rows(
    """
    insert into transfer_order_end (account_id, order_id, status, amount_micros, currency, reference, ended_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
    """,
    columns=("account_id", "order_id", "status", "amount_micros", "currency", "reference", "ended_at"),
)

STATEMENTS: Final = Rows(
    """
    insert into bank_statement (statement_id, format, digest, lines, by_member_id, received_at, position)
    select u.statement_id, u.format, u.digest, u.lines, u.by_member_id, u.received_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::int[], %s::uuid[], %s::timestamptz[], %s::int[])
         as u(statement_id, format, digest, lines, by_member_id, received_at, ordinal)
    """,
    columns=("statement_id", "format", "digest", "lines", "by_member_id", "received_at", "ordinal"),
)

STATEMENT_ENDS: Final = Rows(
    """
    insert into bank_statement_end (statement_id, finished_at)
    select * from unnest(%s::uuid[], %s::timestamptz[])
    """,
    columns=("statement_id", "finished_at"),
)


@PROJECTOR.on(TransferOrder.Announced)
def _announced(fact: TransferOrder.Announced, rows: Rowset) -> None:
    rows.add(
        TRANSFER_ORDERS,
        account_id=fact.account_id,
        order_id=fact.originator_id,
        code=fact.code,
        currency=fact.amount.currency,
        amount_micros=fact.amount.amount_micros,
        placed_at=fact.occurred_at,
        expires_at=fact.expires_at,
    )


@PROJECTOR.on(TransferOrder.Arrived)
def _arrived(fact: TransferOrder.Arrived, rows: Rowset) -> None:
    rows.add(
        TRANSFER_ENDS,
        account_id=fact.account_id,
        order_id=fact.originator_id,
        status="credited",
        amount_micros=fact.amount.amount_micros,
        currency=fact.amount.currency,
        reference=fact.reference,
        ended_at=fact.occurred_at,
    )


@PROJECTOR.on(TransferOrder.Cancelled)
def _cancelled(fact: TransferOrder.Cancelled, rows: Rowset) -> None:
    rows.add(
        TRANSFER_ENDS,
        account_id=fact.account_id,
        order_id=fact.originator_id,
        status="cancelled",
        amount_micros=None,
        currency=None,
        reference=None,
        ended_at=fact.occurred_at,
    )


@PROJECTOR.on(BankStatement.Received)
def _received(fact: BankStatement.Received, rows: Rowset) -> None:
    rows.add(
        STATEMENTS,
        statement_id=fact.originator_id,
        format=fact.format,
        digest=fact.digest,
        lines=fact.lines,
        by_member_id=fact.by_member_id,
        received_at=fact.occurred_at,
    )


@PROJECTOR.on(BankStatement.Finished)
def _finished(fact: BankStatement.Finished, rows: Rowset) -> None:
    rows.add(STATEMENT_ENDS, statement_id=fact.originator_id, finished_at=fact.occurred_at)
