"""From messages to one batch: what is good, once each, and a receipt for every message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.billing.intake.judging import RETRACTION, SAMPLE, Content, Identity, Reported, Unacceptable, Workspace, decode, judge
from services.billing.intake.ledger import Receipt, Recorded, Rows, UsageLedger, refusal_of


class Message(msgspec.Struct):
    """What the gateway puts on the queue: the events of one request, untouched."""

    receipt_id: UUID
    account_id: UUID
    received_at: datetime
    events: list[msgspec.Raw]


class Batch:
    """The events of several messages, judged."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages = list(messages)
        self.rows: Rows = {}
        self.owners: dict[Identity, UUID] = {}
        self.receipts: dict[UUID, Receipt] = {}
        self._reported: list[tuple[Message, int, Reported]] = []
        for message in self.messages:
            self._decode(message)

    @property
    def workspace_ids(self) -> set[UUID]:
        """Whose usage it says it is."""
        return {event.subject for _, _, event in self._reported}

    @property
    def retractions(self) -> list[Identity]:
        return [identity for identity in self.rows if identity.kind == RETRACTION]

    def judge(self, workspaces: Mapping[UUID, Workspace | None]) -> None:
        """Sort the decoded events into rows and refusals. A repeat within the batch counts once."""
        for message, index, event in self._reported:
            receipt = self.receipts[message.receipt_id]
            try:
                identity, content = judge(event, account_id=message.account_id, received_at=message.received_at, workspaces=workspaces)
                self._keep(identity, content, receipt)
            except Unacceptable as why:
                receipt.refusals.append({"index": index, "id": event.id, "source": event.source, "code": why.code, "detail": why.detail})

    def refuse_retractions_of_nothing(self, known: set[Identity]) -> None:
        """Drop retractions whose sample is neither in the ledger nor in this batch."""
        for identity in self.retractions:
            sample = identity._replace(kind=SAMPLE)
            if sample not in known and sample not in self.rows:
                receipt = self.receipts[self.owners.pop(identity)]
                del self.rows[identity]
                receipt.accepted -= 1
                receipt.refusals.append(refusal_of(identity, "billing.retraction_of_nothing", "no sample with this identity was accepted"))

    def record(self, ledger: UsageLedger, *, at: datetime) -> Recorded:
        """Store what is left, and the receipts."""
        return ledger.record(self.rows, self.receipts, self.owners, at=at)

    def _decode(self, message: Message) -> None:
        receipt = Receipt(message.receipt_id, message.account_id, len(message.events), message.received_at)
        self.receipts[message.receipt_id] = receipt
        for index, raw in enumerate(message.events):
            try:
                self._reported.append((message, index, decode(raw)))
            except Unacceptable as why:
                receipt.refusals.append({"index": index, "id": _id_of(raw), "code": why.code, "detail": why.detail})

    def _keep(self, identity: Identity, content: Content, receipt: Receipt) -> None:
        earlier = self.rows.get(identity)
        if earlier is None:
            self.rows[identity] = content
            self.owners[identity] = receipt.receipt_id
            receipt.accepted += 1
        elif earlier == content:
            receipt.repeated += 1
        else:
            raise Unacceptable("identity_is_reused", "this identity came before with another content")


def work_off(messages: Iterable[Message], ledger: UsageLedger, *, hear_of_workspaces: Callable[[], None], at: datetime) -> Recorded:
    """Judge and store messages that are not done yet.

    A workspace that we do not know may just have been made: then settlement's book is read to its head once before the event is refused.
    """
    waiting = list(messages)
    done = ledger.receipts_among([message.receipt_id for message in waiting])
    batch = Batch({message.receipt_id: message for message in waiting if message.receipt_id not in done}.values())
    if not batch.messages:
        return Recorded()
    workspaces = ledger.workspaces(batch.workspace_ids)
    if workspaces.keys() != batch.workspace_ids:
        hear_of_workspaces()
        workspaces = ledger.workspaces(batch.workspace_ids)
    batch.judge(workspaces)
    if batch.retractions:
        batch.refuse_retractions_of_nothing(ledger.samples_among(batch.retractions))
    return batch.record(ledger, at=at)


def _id_of(raw: Any) -> str | None:
    """The id of an event that has no other claim to being one."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    id = found.get("id") if isinstance(found, dict) else None
    return id[:200] if isinstance(id, str) else None
