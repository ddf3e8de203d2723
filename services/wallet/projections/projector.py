"""The projector that every chapter registers with, and what the chapters share: the statement, lineage, debts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from services.kernel.eventstore import Projector, Rowset
from services.wallet.allocation import Fund, Taken
from services.wallet.domain import Repayment
from services.wallet.projections.tables import BALANCES, DEBTS, FUNDS, MOVEMENTS, PAYMENTS

PROJECTOR: Final = Projector()


class Movement(msgspec.Struct, frozen=True):
    """A line of the statement."""

    fund_id: UUID | None
    kind: str
    reason: str
    counterpart_kind: str
    counterpart: str
    amount_micros: int


def receive(fact: Any, fund: Fund, rows: Rowset, *, source: str, reference: str = "", batch_id: UUID | None = None) -> None:
    """A new fund at its face value. `source`: how the customer came by it; `reference`: the campaign, order or deal behind it."""
    rows.add(
        FUNDS,
        account_id=fact.account_id,
        fund_id=fund.fund_id,
        kind=fund.kind,
        currency=fact.currency,
        face_micros=fund.amount_micros,
        activated_at=fund.activated_at,
        valid_until=fund.valid_until,
        source=source,
        reference=reference,
        batch_id=batch_id,
    )


def move(fact: Any, movements: Sequence[Movement], rows: Rowset) -> None:
    """Write the statement, and what follows for the balances."""
    for seq, movement in enumerate(movements):
        rows.add(MOVEMENTS, account_id=fact.account_id, seq=seq, occurred_at=fact.occurred_at, **msgspec.structs.asdict(movement))
        if movement.fund_id is not None:
            rows.add(
                BALANCES,
                account_id=fact.account_id,
                fund_id=movement.fund_id,
                kind=movement.kind,
                amount_micros=movement.amount_micros,
            )


def repayments(repaid: Sequence[Repayment]) -> list[Movement]:
    """What a credit lost to debts, and what the debts lost to it: one pair a bill."""
    by_bill: dict[UUID, list[Repayment]] = {}
    for share in repaid:
        by_bill.setdefault(share.bill_id, []).append(share)
    movements = []
    for bill_id, shares in by_bill.items():
        for (fund_id, kind), amount in by_fund(shares).items():
            movements.append(Movement(fund_id, kind, "debt_repaid", "bill", str(bill_id), -amount))
            movements.append(Movement(None, "debt", "debt_repaid", "bill", str(bill_id), amount))
    return movements


def pay_debts(fact: Any, repaid: Sequence[Repayment], rows: Rowset, *, first_seq: int = 0) -> None:
    """Lineage and debts of a credit. `first_seq`: how many payments the fact has noted already."""
    for share in repaid:
        owe(fact, share.line_id, share.bill_id, -share.amount_micros, rows)
    note_payments(fact, [(share, share.bill_id) for share in repaid], "as_debt", rows, first_seq=first_seq)


def owe(fact: Any, line_id: UUID, bill_id: UUID, amount_micros: int, rows: Rowset) -> None:
    rows.add(DEBTS, account_id=fact.account_id, line_id=line_id, bill_id=bill_id, amount_micros=amount_micros)


def note_payments(fact: Any, shares: Sequence[tuple[Taken, UUID]], paid: str, rows: Rowset, *, sign: int = 1, first_seq: int = 0) -> None:
    """Which fund paid which line of which bill; with a negative sign, got it back."""
    for seq, (share, bill_id) in enumerate(shares, start=first_seq):
        rows.add(
            PAYMENTS,
            account_id=fact.account_id,
            seq=seq,
            bill_id=bill_id,
            line_id=share.line_id,
            fund_id=share.fund_id,
            kind=share.kind,
            amount_micros=sign * share.amount_micros,
            paid=paid,
            occurred_at=fact.occurred_at,
        )


def by_fund(shares: Sequence[Taken]) -> dict[tuple[UUID, str], int]:
    """What each fund paid altogether, in the order in which they paid."""
    totals: dict[tuple[UUID, str], int] = {}
    for share in shares:
        key = share.fund_id, share.kind
        totals[key] = totals.get(key, 0) + share.amount_micros
    return totals
