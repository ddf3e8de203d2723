"""From messages to one batch: what is good, once each, and a receipt for every message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from services.billing.intake.judging import Judge, Sender, Workspace, workspace_named
from services.billing.intake.parcels import Days, Parcel
from services.billing.intake.receipts import REUSED, Receipt
from services.billing.intake.reports import Reported, Unacceptable, id_of, read
from services.billing.intake.rows import RETRACTION, SAMPLE, Identity, Row, WorkspaceDay

_NOTHING = Unacceptable("billing.retraction_of_nothing", "no sample with this identity was accepted")


class Message(msgspec.Struct):
    """What the gateway puts on the queue: the events of one request, untouched."""

    receipt_id: UUID
    account_id: UUID
    received_at: datetime
    events: list[msgspec.Raw]


class Batch:
    """The events of several messages, judged. `days` holds what is good: by workspace-day and identity, the row and its receipt."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.days: Days = defaultdict(dict)
        self.parcel: Parcel | None = None
        """`days` as they are sent; none before they are packed, and where something was taken out since."""
        self._requests = [(message, _receipt_for(message), read(message.events)) for message in messages]

    @property
    def messages(self) -> list[Message]:
        """As they came."""
        return [message for message, _, _ in self._requests]

    @property
    def receipts(self) -> list[Receipt]:
        """One for each message."""
        return [receipt for _, receipt, _ in self._requests]

    @property
    def workspace_ids(self) -> set[UUID]:
        """Whose usage it says it is."""
        subjects = {event.subject for _, _, events in self._requests for event in events if isinstance(event, Reported)}
        return {id for id in map(workspace_named, subjects) if id is not None}

    def judge(self, workspaces: dict[UUID, Workspace]) -> None:
        """Sort the events into rows and refusals. A repeat within the batch counts once."""
        judge = Judge(workspaces).judge
        for message, receipt, events in self._requests:
            sender = Sender.of(message.account_id, message.received_at)
            for index, event in enumerate(events):
                if isinstance(event, Unacceptable):
                    receipt.refuse(event, index=index, id=id_of(message.events[index]))
                elif (why := self._keep(judge(event, sender), receipt)) is not None:
                    receipt.refuse(why, index=index, id=event.id, source=event.source)

    def retractions(self) -> list[tuple[WorkspaceDay, Identity]]:
        """Those that name a sample which is not in this batch itself."""
        return [
            (day, identity)
            for day, rows in self.days.items()
            for identity in rows
            if identity[2] == RETRACTION and _sample_of(identity) not in rows
        ]

    def refuse_retractions_of_nothing(self, known: set[tuple[WorkspaceDay, Identity]]) -> None:
        """Drop retractions whose sample is neither in the ledger nor in this batch."""
        for day, identity in self.retractions():
            if (day, _sample_of(identity)) not in known:
                self.parcel = None
                row, receipt = self.days[day].pop(identity)
                receipt.take_back(_NOTHING, id=row.event_id, source=row.source)

    def _keep(self, verdict: tuple[WorkspaceDay, Row] | Unacceptable, receipt: Receipt) -> Unacceptable | None:
        """Take a good row in, once. Why not, if not."""
        if isinstance(verdict, Unacceptable):
            return verdict
        day, row = verdict
        entry = row, receipt
        earlier = self.days[day].setdefault((row.source, row.event_id, row.kind), entry)
        if earlier is entry:
            receipt.accepted += 1
        elif earlier[0] == row:
            receipt.repeated += 1
        else:
            return REUSED
        return None


def _receipt_for(message: Message) -> Receipt:
    return Receipt(message.receipt_id, message.account_id, len(message.events), message.received_at)


def _sample_of(retraction: Identity) -> Identity:
    source, event_id, _ = retraction
    return source, event_id, SAMPLE
