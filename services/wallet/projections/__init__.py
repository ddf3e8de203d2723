"""From facts to rows: balances, the statement, lineage, the journal, and what may happen once.

The sign of an amount is the customer's: positive, there is more; only the journal has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from services.kernel.eventstore import Projector, Rowset, facts_of
from services.wallet import journal
from services.wallet.allocation import Fund, Taken
from services.wallet.domain import Repayment, VoucherBatch, Wallet
from services.wallet.projections.tables import (
    BALANCES,
    BATCHES,
    CHARGES,
    DEBTS,
    FUNDS,
    MOVEMENTS,
    PAYMENTS,
    POSTINGS,
    TRANSFERS,
    WALLETS,
)

PROJECTOR: Final = Projector()


class Movement(msgspec.Struct, frozen=True):
    """A line of the statement."""

    fund_id: UUID | None
    kind: str
    reason: str
    counterpart_kind: str
    counterpart: str
    amount_micros: int


@PROJECTOR.on(Wallet.Opened)
def _opened(fact: Wallet.Opened, rows: Rowset) -> None:
    rows.add(WALLETS, account_id=fact.account_id, currency=fact.currency, opened_at=fact.occurred_at)


@PROJECTOR.on(Wallet.CashCredited)
def _cash_credited(fact: Wallet.CashCredited, rows: Rowset) -> None:
    rows.add(TRANSFERS, channel=fact.channel, reference=reference_key(fact.reference), account_id=fact.account_id)
    credit = Movement(fact.fund_id, "cash", "transfer", "transfer", fact.reference, fact.amount_micros)
    _move(fact, [credit, *_repayments(fact.repaid)], rows)
    _pay_debts(fact, fact.repaid, rows)


@PROJECTOR.on(Wallet.VoucherActivated)
def _voucher_activated(fact: Wallet.VoucherActivated, rows: Rowset) -> None:
    _receive(fact, fact.fund, fact.campaign, rows)
    gift = Movement(fact.fund.fund_id, fact.fund.kind, "voucher_activated", "campaign", fact.campaign, fact.fund.amount_micros)
    _move(fact, [gift, *_repayments(fact.repaid)], rows)
    _pay_debts(fact, fact.repaid, rows)


@PROJECTOR.on(Wallet.CardBought)
def _card_bought(fact: Wallet.CardBought, rows: Rowset) -> None:
    card, cash_id = fact.card, fact.cash_id
    movements = [
        Movement(cash_id, "cash", "card_bought", "fund", str(card.fund_id), -card.amount_micros),
        Movement(card.fund_id, "card", "card_bought", "fund", str(cash_id), card.amount_micros),
    ]
    _receive(fact, card, None, rows)
    if fact.granted is not None:
        _receive(fact, fact.granted, None, rows)
        fund_id, kind, amount = fact.granted.fund_id, fact.granted.kind, fact.granted.amount_micros
        movements.append(Movement(fund_id, kind, "granted_with_card", "fund", str(card.fund_id), amount))
    _move(fact, movements, rows)


@PROJECTOR.on(Wallet.Charged)
def _charged(fact: Wallet.Charged, rows: Rowset) -> None:
    rows.add(CHARGES, bill_id=fact.bill_id, account_id=fact.account_id)
    bill, owed_micros = str(fact.bill_id), sum(rest.amount_micros for rest in fact.owed)
    movements = [Movement(fund_id, kind, fact.reason, "bill", bill, -amount) for (fund_id, kind), amount in _by_fund(fact.taken).items()]
    if owed_micros:
        movements.append(Movement(None, "debt", fact.reason, "bill", bill, -owed_micros))
    _move(fact, movements, rows)
    for rest in fact.owed:
        rows.add(DEBTS, account_id=fact.account_id, line_id=rest.line_id, bill_id=fact.bill_id, amount_micros=rest.amount_micros)
    _note_payments(fact, [(share, fact.bill_id) for share in fact.taken], "at_charge", rows)


@PROJECTOR.on(*(fact for fact in facts_of(Wallet) if fact.TOPIC in journal.ENTRY_OF))
def _journalled(fact: Any, rows: Rowset) -> None:
    """Every fact that moves value, as its journal entry."""
    for seq, posting in enumerate(journal.ENTRY_OF[type(fact).TOPIC](fact)):
        rows.add(
            POSTINGS,
            account_id=fact.account_id,
            seq=seq,
            ledger_account=posting.account,
            fund_id=posting.fund_id,
            currency=fact.currency,
            amount_micros=posting.amount_micros,
            occurred_at=fact.occurred_at,
        )


@PROJECTOR.on(VoucherBatch.Issued)
def _issued(fact: VoucherBatch.Issued, rows: Rowset) -> None:
    rows.add(
        BATCHES,
        batch_id=fact.originator_id,
        kind=fact.terms.kind,
        currency=fact.terms.face.currency,
        face_micros=fact.terms.face.amount_micros,
        count=fact.count,
        campaign=fact.terms.campaign,
        valid_until=fact.terms.valid_until,
        issued_at=fact.occurred_at,
    )


def reference_key(reference: str) -> str:
    """A bank reference as it is compared: people type blanks and capitals as they like."""
    return "".join(reference.split()).upper()


def _receive(fact: Any, fund: Fund, campaign: str | None, rows: Rowset) -> None:
    rows.add(
        FUNDS,
        account_id=fact.account_id,
        fund_id=fund.fund_id,
        kind=fund.kind,
        currency=fact.currency,
        face_micros=fund.amount_micros,
        activated_at=fund.activated_at,
        valid_until=fund.valid_until,
        campaign=campaign,
    )


def _repayments(repaid: Sequence[Repayment]) -> list[Movement]:
    """What a credit lost to debts, and what the debts lost to it: one pair a bill."""
    by_bill: dict[UUID, list[Repayment]] = {}
    for share in repaid:
        by_bill.setdefault(share.bill_id, []).append(share)
    movements = []
    for bill_id, shares in by_bill.items():
        for (fund_id, kind), amount in _by_fund(shares).items():
            movements.append(Movement(fund_id, kind, "debt_repaid", "bill", str(bill_id), -amount))
            movements.append(Movement(None, "debt", "debt_repaid", "bill", str(bill_id), amount))
    return movements


def _pay_debts(fact: Any, repaid: Sequence[Repayment], rows: Rowset) -> None:
    for share in repaid:
        rows.add(DEBTS, account_id=fact.account_id, line_id=share.line_id, bill_id=share.bill_id, amount_micros=-share.amount_micros)
    _note_payments(fact, [(share, share.bill_id) for share in repaid], "as_debt", rows)


def _note_payments(fact: Any, shares: Sequence[tuple[Taken, UUID]], paid: str, rows: Rowset) -> None:
    for seq, (share, bill_id) in enumerate(shares):
        rows.add(
            PAYMENTS,
            account_id=fact.account_id,
            seq=seq,
            bill_id=bill_id,
            line_id=share.line_id,
            fund_id=share.fund_id,
            kind=share.kind,
            amount_micros=share.amount_micros,
            paid=paid,
            occurred_at=fact.occurred_at,
        )


def _move(fact: Any, movements: Sequence[Movement], rows: Rowset) -> None:
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


def _by_fund(shares: Sequence[Taken]) -> dict[tuple[UUID, str], int]:
    """What each fund paid altogether, in the order in which they paid."""
    totals: dict[tuple[UUID, str], int] = {}
    for share in shares:
        key = share.fund_id, share.kind
        totals[key] = totals.get(key, 0) + share.amount_micros
    return totals
