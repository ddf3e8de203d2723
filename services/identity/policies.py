"""When another room speaks: a bill that was issued is told to those who pay it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from services.identity.application import Identity
from services.identity.application.correspondence import ToldBill
from services.kernel.follower import when
from services.kernel.money import Money


class BillIssued(msgspec.Struct, frozen=True):
    """What we need of `billing.bill_issued.v1`."""

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    currency: str
    day: date
    total_micros: int


class IdentityPolicies:
    """What identity does about other rooms' facts."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    @when("billing.bill_issued.v1", together=100)
    def tell_of_bills(self, bills: list[BillIssued]) -> None:
        """Write "bill generated" to owners and finance, each once (product facts 2.9). The bills are of one account."""
        told = [ToldBill(bill.bill_id, bill.workspace_id, bill.day, Money(bill.total_micros, bill.currency)) for bill in bills]
        self._identity.tell_of_bills(bills[0].account_id, told)
