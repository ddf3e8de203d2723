"""An account as settlement sees it: its currency, its zone, and whether it is in arrears."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import require_known_currency


class AccountIsUnknown(Refusal):
    """There is no customer's account with this id."""

    code = "settlement.account_is_unknown"

    def __init__(self, account_id: UUID) -> None:
        super().__init__(account_id=account_id)


class Payer(Aggregate):
    """Pays for workspaces. In arrears from the first bill that leaves debt until the wallet owes nothing (decision 31)."""

    TOPIC = "settlement.payer"

    class Event(Aggregate.Event):
        TOPIC = "settlement.payer_event"
        account_id: UUID

    class Opened(Event, Aggregate.Created):
        """An account was opened; it has this currency for life."""

        TOPIC = "settlement.payer_opened"
        currency: str
        occurred_at: datetime

    class ZoneFixed(Event):
        """The first bound workspace's site gives the account its zone, for ever (decision 6)."""

        TOPIC = "settlement.zone_fixed"
        zone: str
        workspace_id: UUID
        occurred_at: datetime

    class BillLeftOwed(Event):
        """A bill's charge left debt."""

        TOPIC = "settlement.bill_left_owed"
        bill_id: UUID
        occurred_at: datetime

    class ArrearsOpened(Event):
        """The countdown of the account's workspaces began, at `since`, because of this bill."""

        TOPIC = "settlement.arrears_opened"
        bill_id: UUID
        since: datetime

    class ArrearsEnded(Event):
        """The wallet owes nothing any more: these bills, left owed before, are paid."""

        TOPIC = "settlement.arrears_ended"
        bill_ids: list[UUID]
        occurred_at: datetime

    account_id: UUID
    currency: str
    zone: str | None
    owed_bills: list[UUID]
    arrears_since: datetime | None

    @classmethod
    def open(cls, account_id: UUID, currency: str, *, at: datetime) -> Payer:
        return cls._create(
            cls.Opened, id=cls.create_id(account_id), account_id=account_id, currency=require_known_currency(currency), occurred_at=at
        )

    @staticmethod
    def create_id(account_id: UUID) -> UUID:
        """Computed, so that it is never a workspace's id."""
        return natural_id("payer", account_id)

    @property
    def is_in_arrears(self) -> bool:
        return self.arrears_since is not None

    def fix_zone(self, zone: str, *, workspace_id: UUID, at: datetime) -> None:
        """Keep the zone of the first workspace; later ones change nothing."""
        if self.zone is None:
            self._record(Payer.ZoneFixed, zone=zone, workspace_id=workspace_id, occurred_at=at)

    def leave_owed(self, bill_id: UUID, *, at: datetime) -> None:
        """A charge left debt at `at`; the first one opens the arrears."""
        if bill_id in self.owed_bills:
            return
        self._record(Payer.BillLeftOwed, bill_id=bill_id, occurred_at=at)
        if not self.is_in_arrears:
            self._record(Payer.ArrearsOpened, bill_id=bill_id, since=at)

    def end_arrears(self, *, at: datetime) -> None:
        """The wallet owed nothing at `at`; without arrears this changes nothing."""
        if self.is_in_arrears:
            self._record(Payer.ArrearsEnded, bill_ids=list(self.owed_bills), occurred_at=at)

    def _record(self, fact: type[Aggregate.Event], **details: Any) -> None:
        self.trigger_event(fact, account_id=self.account_id, **details)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Opened)
    def __init__(self, account_id: UUID, currency: str) -> None:
        self.account_id = account_id
        self.currency = currency
        self.zone = None
        self.owed_bills = []
        self.arrears_since = None

    @event(ZoneFixed)
    def _zone_fixed(self, zone: str) -> None:
        self.zone = zone

    @event(BillLeftOwed)
    def _bill_left_owed(self, bill_id: UUID) -> None:
        self.owed_bills.append(bill_id)

    @event(ArrearsOpened)
    def _arrears_opened(self, since: datetime) -> None:
        self.arrears_since = since

    @event(ArrearsEnded)
    def _arrears_ended(self) -> None:
        self.owed_bills = []
        self.arrears_since = None
