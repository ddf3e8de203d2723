"""What is kept apart, and how that ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.kernel.eventstore import Rowset
from services.wallet.domain import Wallet
from services.wallet.projections.projector import PROJECTOR, Movement, by_fund, move, note_payments, pay_debts, repayments
from services.wallet.projections.tables import HOLD_ENDS, HOLD_SHARES, HOLDS, TRANSFERS, reference_key


@PROJECTOR.on(Wallet.FundsReserved)
def _funds_reserved(fact: Wallet.FundsReserved, rows: Rowset) -> None:
    hold = fact.hold
    rows.add(
        HOLDS,
        account_id=fact.account_id,
        hold_id=hold.hold_id,
        subject=hold.subject,
        purpose=hold.purpose,
        amount_micros=hold.amount_micros,
        expires_at=hold.expires_at,
        reserved_at=fact.occurred_at,
    )
    for (fund_id, kind), amount in by_fund(hold.shares).items():
        rows.add(HOLD_SHARES, account_id=fact.account_id, hold_id=hold.hold_id, fund_id=fund_id, kind=kind, amount_micros=amount)


@PROJECTOR.on(Wallet.FundsCaptured)
def _funds_captured(fact: Wallet.FundsCaptured, rows: Rowset) -> None:
    subject = str(fact.subject)
    spent = [Movement(fund_id, kind, fact.purpose, "order", subject, -amount) for (fund_id, kind), amount in by_fund(fact.taken).items()]
    move(fact, [*spent, *repayments(fact.repaid)], rows)
    note_payments(fact, [(share, fact.subject) for share in fact.taken], "with_order", rows)
    pay_debts(fact, fact.repaid, rows, first_seq=len(fact.taken))
    _end(fact, fact.hold_id, "captured", sum(share.amount_micros for share in fact.taken), rows)


@PROJECTOR.on(Wallet.FundsReleased)
def _funds_released(fact: Wallet.FundsReleased, rows: Rowset) -> None:
    move(fact, repayments(fact.repaid), rows)
    pay_debts(fact, fact.repaid, rows)
    _end(fact, fact.hold_id, fact.cause, 0, rows)


@PROJECTOR.on(Wallet.CashRefunded)
def _cash_refunded(fact: Wallet.CashRefunded, rows: Rowset) -> None:
    rows.add(TRANSFERS, channel="refund", reference=reference_key(fact.reference), account_id=fact.account_id)
    move(fact, [Movement(fact.fund_id, "cash", "refund", "refund", fact.reference, -fact.amount_micros)], rows)
    _end(fact, fact.hold_id, "captured", fact.amount_micros, rows)


def _end(fact: Any, hold_id: UUID, status: str, captured_micros: int, rows: Rowset) -> None:
    rows.add(
        HOLD_ENDS,
        account_id=fact.account_id,
        hold_id=hold_id,
        status=status,
        captured_micros=captured_micros,
        ended_at=fact.occurred_at,
    )
