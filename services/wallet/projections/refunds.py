"""Refunds of cash. What they do to balances is the wallet's to project."""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Rows, Rowset
from services.wallet.domain import Refund
from services.wallet.projections.projector import PROJECTOR

REFUNDS: Final = Rows(
    """
    insert into refund (
        account_id, refund_id, currency, amount_micros, reason, payout_account, requested_by, requested_at, expires_at, position
    )
    select u.account_id, u.refund_id, u.currency, u.amount_micros, u.reason, u.payout_account, u.requested_by, u.requested_at, u.expires_at,
           ledger_position(u.ordinal)
    from unnest(
             %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::timestamptz[], %s::timestamptz[],
             %s::int[]
         ) as u(account_id, refund_id, currency, amount_micros, reason, payout_account, requested_by, requested_at, expires_at, ordinal)
    """,
    columns=(
        "account_id",
        "refund_id",
        "currency",
        "amount_micros",
        "reason",
        "payout_account",
        "requested_by",
        "requested_at",
        "expires_at",
        "ordinal",
    ),
)

DECISIONS: Final = Rows(
    """
    insert into refund_decision (account_id, refund_id, status, reference, note, decided_by, decided_at)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[], %s::timestamptz[])
    """,
    columns=("account_id", "refund_id", "status", "reference", "note", "decided_by", "decided_at"),
)


@PROJECTOR.on(Refund.Requested)
def _requested(fact: Refund.Requested, rows: Rowset) -> None:
    rows.add(
        REFUNDS,
        account_id=fact.account_id,
        refund_id=fact.originator_id,
        currency=fact.amount.currency,
        amount_micros=fact.amount.amount_micros,
        reason=fact.reason,
        payout_account=fact.payout_account,
        requested_by=fact.by_member_id,
        requested_at=fact.occurred_at,
        expires_at=fact.expires_at,
    )


@PROJECTOR.on(Refund.Approved)
def _approved(fact: Refund.Approved, rows: Rowset) -> None:
    _decide(fact, "approved", rows, reference=fact.reference)


@PROJECTOR.on(Refund.Rejected)
def _rejected(fact: Refund.Rejected, rows: Rowset) -> None:
    _decide(fact, "rejected", rows, note=fact.reason)


def _decide(
    fact: Refund.Approved | Refund.Rejected, status: str, rows: Rowset, *, reference: str | None = None, note: str | None = None
) -> None:
    rows.add(
        DECISIONS,
        account_id=fact.account_id,
        refund_id=fact.originator_id,
        status=status,
        reference=reference,
        note=note,
        decided_by=fact.by_member_id,
        decided_at=fact.occurred_at,
    )
