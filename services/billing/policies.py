"""What billing does when settlement speaks. Each reaction may be repeated: ids follow from the fact."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from services.billing.application import Billing
from services.billing.schemas import ClearDebts, Currency, RecordPayment, RegisterWorkspace, SiteId
from services.kernel.follower import Entry, when
from services.kernel.ids import derived_id


class WorkspaceBound(msgspec.Struct):
    """settlement.workspace_bound.v1, as far as we read it."""

    workspace_id: UUID
    account_id: UUID
    currency: Currency
    site: SiteId
    plan: str
    edition: str
    billable_from: datetime


class Part(msgspec.Struct):
    """What of a line was taken from a fund, is owed, or is left to the cloud."""

    amount_micros: int


class BillSettled(msgspec.Struct):
    """settlement.bill_settled.v1, as far as we read it."""

    bill_id: UUID
    method: str
    taken: list[Part]
    owed: list[Part]
    cloud: list[Part]
    occurred_at: datetime


class ArrearsEnded(msgspec.Struct):
    """settlement.arrears_ended.v1, as far as we read it."""

    bill_ids: list[UUID]
    occurred_at: datetime


class SettlementPolicies:
    """Knows workspaces, and how bills were paid."""

    def __init__(self, billing: Billing) -> None:
        self._billing = billing

    @when("settlement.workspace_bound.v1")
    def register(self, fact: WorkspaceBound, entry: Entry) -> None:
        """From its binding on, a workspace has terms."""
        self._billing.register_workspace(
            RegisterWorkspace(
                id=derived_id(entry.event_id, "register_workspace"),
                workspace_id=fact.workspace_id,
                account_id=fact.account_id,
                currency=fact.currency,
                site=fact.site,
                plan=fact.plan,
                edition=fact.edition,
                billable_from=fact.billable_from,
            )
        )

    @when("settlement.bill_settled.v1")
    def record_payment(self, fact: BillSettled, entry: Entry) -> None:
        """The bill is paid, or owed, or left to the cloud account."""
        self._billing.record_payment(
            RecordPayment(
                id=derived_id(entry.event_id, "record_payment"),
                bill_id=fact.bill_id,
                method=fact.method,
                taken_micros=_sum(fact.taken),
                owed_micros=_sum(fact.owed),
                cloud_micros=_sum(fact.cloud),
                occurred_at=fact.occurred_at,
            )
        )

    @when("settlement.arrears_ended.v1")
    def clear_debts(self, fact: ArrearsEnded, entry: Entry) -> None:
        """Nothing is owed any more: the bills that left debt are paid."""
        self._billing.clear_debts(
            ClearDebts(id=derived_id(entry.event_id, "clear_debts"), bill_ids=fact.bill_ids, occurred_at=fact.occurred_at)
        )


def _sum(parts: list[Part]) -> int:
    return sum(part.amount_micros for part in parts)
