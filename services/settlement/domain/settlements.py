"""How a bill was settled: which funds paid which lines, and what stayed owed. Amounts are micros of the account's currency."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id

FundKind = Literal["voucher", "discount_voucher", "card", "cash"]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What one fund paid of one bill line."""

    line_id: UUID
    fund_id: UUID
    kind: FundKind
    amount_micros: int


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What of one bill line no fund paid: debt of the account, or the cloud account's part."""

    line_id: UUID
    amount_micros: int


class CollectedBill(msgspec.Struct, frozen=True, kw_only=True):
    """A bill with its allocation: taken, owed and cloud together are its total."""

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    currency: str
    method: str
    taken: list[Taken]
    owed: list[Owed]
    cloud: list[Owed]


class Collection(Aggregate):
    """The collecting of one bill. Its id follows from the bill's, so that the store holds "once"."""

    TOPIC = "settlement.collection"

    class Event(Aggregate.Event):
        TOPIC = "settlement.collection_event"

    class BillSettled(Event, Aggregate.Created):
        """The wallet has charged the bill: this is its allocation, line by line."""

        TOPIC = "settlement.bill_settled"
        bill_id: UUID
        workspace_id: UUID
        account_id: UUID
        currency: str
        method: str
        taken: list[Taken]
        owed: list[Owed]
        cloud: list[Owed]
        occurred_at: datetime

    bill_id: UUID

    @classmethod
    def record(cls, bill: CollectedBill, *, at: datetime) -> Collection:
        return cls._create(cls.BillSettled, id=cls.create_id(bill.bill_id), **msgspec.structs.asdict(bill), occurred_at=at)

    @staticmethod
    def create_id(bill_id: UUID) -> UUID:
        return natural_id("collection", bill_id)

    @event(BillSettled)
    def __init__(self, bill_id: UUID) -> None:
        self.bill_id = bill_id
