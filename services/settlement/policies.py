"""What settlement does when another room speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.kernel.errors import NotFound, RemoteRefusal
from services.kernel.follower import Entry, when
from services.kernel.ids import derived_id
from services.kernel.rpc import Remote
from services.kernel.schemas import Command, Question, Shape, shape
from services.settlement.application import NoteClearance, NoteDebt, OpenPayer, Settlements
from services.settlement.domain import CollectedBill, Owed, Taken
from services.settlement.queries import CollectionTerms

CHARGE_TIMEOUT_S: Final = 10


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
class ChargeOf(Question):
    """How was this bill charged? Our own copy of the wallet's shape."""

    bill_id: UUID


class Allocation(msgspec.Struct):
    """The wallet's answer to a charge, as far as we read it."""

    taken: list[Taken]
    owed: list[Owed]
    cloud: list[Owed]


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

    @when("billing.bill_issued.v1")
    def collect(self, fact: BillIssued, entry: Entry) -> None:
        """Ask the paying wallet for the bill and record the answer; the command's id comes from the bill, so asking again is safe."""
        terms = self._settlements.collection_terms(workspace_id=fact.workspace_id, bill_id=fact.bill_id)
        if terms is None:
            raise NotFound("workspace", fact.workspace_id)
        if not terms.is_collected:
            allocation = self._charge(fact, terms)
            self._settlements.record_settlement(_collected(fact, terms, allocation))

    @when("wallet.charged.v1")
    def note_debt(self, fact: Charged, entry: Entry) -> None:
        """A charge that left debt opens the arrears.

        We read this in the wallet's book and not in its answer to us, because the end of the debt stands in the same book, in order.
        """
        if fact.owed:
            self._settlements.be_collected(fact.bill_id)
            self._settlements.note_debt(
                NoteDebt(
                    id=derived_id(entry.event_id, "note_debt"),
                    account_id=fact.account_id,
                    bill_id=fact.bill_id,
                    occurred_at=fact.occurred_at,
                )
            )

    @when("wallet.debt_cleared.v1")
    def note_clearance(self, fact: DebtCleared, entry: Entry) -> None:
        """Nothing is owed any more: the arrears end."""
        self._settlements.note_clearance(
            NoteClearance(id=derived_id(entry.event_id, "note_clearance"), account_id=fact.account_id, occurred_at=fact.occurred_at)
        )

    def _charge(self, bill: BillIssued, terms: CollectionTerms) -> Allocation:
        """The wallet's allocation of the bill: of this charge, or of the charge that came before it."""
        try:
            answer = self._wallet.charge(_charge_for(bill, terms), timeout_s=CHARGE_TIMEOUT_S)
        except RemoteRefusal as refusal:
            if refusal.code != "wallet.bill_is_charged":
                raise
            answer = self._wallet.charge_of(ChargeOf(bill_id=bill.bill_id), timeout_s=CHARGE_TIMEOUT_S)
        return msgspec.convert(answer, Allocation)


def _charge_for(bill: BillIssued, terms: CollectionTerms) -> Charge:
    return Charge(
        id=derived_id(bill.bill_id, "charge"),
        account_id=terms.account_id,
        bill_id=bill.bill_id,
        currency=bill.currency,
        lines=[
            ChargeLine(line_id=line.line_id, amount_micros=line.amount_micros, vouchers_may_pay=line.vouchers_may_pay)
            for line in bill.lines
        ],
    )


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
