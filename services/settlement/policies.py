"""What settlement does when another room speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.kernel.errors import NotFound, RemoteRefusal
from services.kernel.follower import Entry, when
from services.kernel.ids import derived_id, natural_id
from services.kernel.rpc import Remote
from services.kernel.schemas import Command, Question, Shape, shape
from services.settlement.application import LeftOwed, NoteClearance, NoteDebts, OpenPayer, Settlements
from services.settlement.domain import CollectedBill, Owed, Taken
from services.settlement.queries import CollectionTerms

CHARGE_TIMEOUT_S: Final = 10
AT_ONCE: Final = 100
"""Bills of one account that the wallet charges in one turn, and charges that we note in one."""


class AccountOpened(msgspec.Struct):
    """identity.account_opened.v1, as far as we read it."""

    account_id: UUID
    currency: str
    kind: str
    occurred_at: datetime


class BillLine(msgspec.Struct):
    """A line of billing.bill_issued.v1, as far as we read it."""

    line_id: UUID
    amount_micros: int
    vouchers_may_pay: bool


class BillIssued(msgspec.Struct):
    """billing.bill_issued.v1, as far as we read it."""

    bill_id: UUID
    workspace_id: UUID
    currency: str
    lines: list[BillLine]


class Charged(msgspec.Struct):
    """wallet.charged.v1, as far as we read it."""

    account_id: UUID
    bill_id: UUID
    owed: list[Owed]
    occurred_at: datetime


class DebtCleared(msgspec.Struct):
    """wallet.debt_cleared.v1, as far as we read it."""

    account_id: UUID
    occurred_at: datetime


@shape
class ChargeLine(Shape):
    """A line of what we ask of the wallet: our own copy of its shape."""

    line_id: UUID
    amount_micros: int
    vouchers_may_pay: bool


@shape
class Charge(Command):
    """What we ask of the wallet for a bill: our own copy of its shape."""

    account_id: UUID
    bill_id: UUID
    currency: str
    family: Literal["billing_center", "cloud"] = "billing_center"
    lines: list[ChargeLine]
    reason: Literal["daily_bill"] = "daily_bill"


@shape
class BillToCharge(Shape):
    """One bill of several that we ask the wallet for: our own copy of its shape."""

    bill_id: UUID
    currency: str
    lines: list[ChargeLine]
    family: Literal["billing_center", "cloud"] = "billing_center"
    reason: Literal["daily_bill"] = "daily_bill"


@shape
class ChargeMany(Command):
    """What we ask of one wallet for several bills, all or none: our own copy of its shape."""

    account_id: UUID
    bills: list[BillToCharge]


@shape
class ChargeOf(Question):
    """How was this bill charged? Our own copy of the wallet's shape."""

    bill_id: UUID


class Allocation(msgspec.Struct):
    """The wallet's answer to a charge, as far as we read it."""

    taken: list[Taken]
    owed: list[Owed]
    cloud: list[Owed]


class Allocations(msgspec.Struct):
    """The wallet's answer to a charge of many: their allocations, in the order asked."""

    charges: list[Allocation]


class SettlementPolicies:
    """Knows accounts, collects bills, opens and ends arrears. Each reaction may be repeated: ids follow from the fact."""

    def __init__(self, settlements: Settlements, remote: Remote) -> None:
        self._settlements = settlements
        self._wallet = remote.room("wallet")

    @when("identity.account_opened.v1")
    def know_account(self, fact: AccountOpened, entry: Entry) -> None:
        """Customers pay; the operators' own account does not."""
        if fact.kind == "customer":
            self._settlements.open_payer(
                OpenPayer(
                    id=derived_id(entry.event_id, "open_payer"),
                    account_id=fact.account_id,
                    currency=fact.currency,
                    occurred_at=fact.occurred_at,
                )
            )

    @when("billing.bill_issued.v1", together=AT_ONCE)
    def collect(self, bills: list[BillIssued]) -> None:
        """Ask the paying wallets for the bills and record the answers; the commands' ids come from the bills, so asking again is safe."""
        terms = self._settlements.collection_terms({bill.bill_id: bill.workspace_id for bill in bills})
        for bill in bills:
            if bill.bill_id not in terms:
                raise NotFound("workspace", bill.workspace_id)
        by_payer: dict[UUID, list[BillIssued]] = {}
        for bill in bills:
            if not terms[bill.bill_id].is_collected:
                by_payer.setdefault(terms[bill.bill_id].account_id, []).append(bill)
        for account_id, due in by_payer.items():
            allocations = self._charged(account_id, due)
            collected = [_collected(bill, terms[bill.bill_id], split) for bill, split in zip(due, allocations, strict=True)]
            self._settlements.record_settlements(collected)

    @when("wallet.charged.v1", together=AT_ONCE)
    def note_debts(self, charges: list[Charged], entries: list[Entry]) -> None:
        """A charge that left debt opens the arrears.

        We read this in the wallet's book and not in its answer to us, because the end of the debt stands in the same book, in order.
        """
        debts = [LeftOwed(bill_id=fact.bill_id, occurred_at=fact.occurred_at) for fact in charges if fact.owed]
        if debts:
            self._settlements.be_collected([debt.bill_id for debt in debts])
            self._settlements.note_debts(
                NoteDebts(
                    id=natural_id("note_debts", *(entry.event_id for entry in entries)), account_id=charges[0].account_id, debts=debts
                )
            )

    @when("wallet.debt_cleared.v1")
    def note_clearance(self, fact: DebtCleared, entry: Entry) -> None:
        """Nothing is owed any more: the arrears end."""
        self._settlements.note_clearance(
            NoteClearance(id=derived_id(entry.event_id, "note_clearance"), account_id=fact.account_id, occurred_at=fact.occurred_at)
        )

    def _charged(self, account_id: UUID, bills: Sequence[BillIssued]) -> list[Allocation]:
        """The wallet's allocations of these bills. Several are asked for at once; where the wallet refuses one, none of them is charged."""
        if len(bills) == 1:
            return [self._charged_alone(account_id, bills[0])]
        asked = ChargeMany(
            id=natural_id("charge_many", *(bill.bill_id for bill in bills)),
            account_id=account_id,
            bills=[BillToCharge(bill_id=bill.bill_id, currency=bill.currency, lines=_lines(bill)) for bill in bills],
        )
        return msgspec.convert(self._wallet.charge_many(asked, timeout_s=CHARGE_TIMEOUT_S), Allocations).charges

    def _charged_alone(self, account_id: UUID, bill: BillIssued) -> Allocation:
        """The wallet's allocation of the bill: of this charge, or of the charge that came before it."""
        asked = Charge(
            id=derived_id(bill.bill_id, "charge"), account_id=account_id, bill_id=bill.bill_id, currency=bill.currency, lines=_lines(bill)
        )
        try:
            answer = self._wallet.charge(asked, timeout_s=CHARGE_TIMEOUT_S)
        except RemoteRefusal as refusal:
            if refusal.code != "wallet.bill_is_charged":
                raise
            answer = self._wallet.charge_of(ChargeOf(bill_id=bill.bill_id), timeout_s=CHARGE_TIMEOUT_S)
        return msgspec.convert(answer, Allocation)


def _lines(bill: BillIssued) -> list[ChargeLine]:
    return [
        ChargeLine(line_id=line.line_id, amount_micros=line.amount_micros, vouchers_may_pay=line.vouchers_may_pay) for line in bill.lines
    ]


def _collected(bill: BillIssued, terms: CollectionTerms, allocation: Allocation) -> CollectedBill:
    return CollectedBill(
        bill_id=bill.bill_id,
        workspace_id=bill.workspace_id,
        account_id=terms.account_id,
        currency=terms.currency,
        method=terms.method,
        taken=allocation.taken,
        owed=allocation.owed,
        cloud=allocation.cloud,
    )
