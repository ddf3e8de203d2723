"""From messages to one batch: what is good, once each, and a receipt for every message."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.billing.intake.judging import (
    RETRACTION,
    SAMPLE,
    Content,
    Identity,
    Judge,
    Reported,
    Unacceptable,
    Workspace,
    WorkspaceDay,
    decode,
    workspace_named,
)
from services.billing.intake.ledger import Days, Receipt, UsageLedger


class Message(msgspec.Struct):
    """What the gateway puts on the queue: the events of one request, untouched."""

    receipt_id: UUID
    account_id: UUID
    received_at: datetime
    events: list[msgspec.Raw]


class Batch:
    """The events of several messages, judged. `days` holds what is good: by workspace-day and identity, the content and its receipt."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.days: Days = {}
        self.receipts: list[Receipt] = []
        self._requests = [(message, *self._decoded(message)) for message in messages]

    @property
    def workspace_ids(self) -> set[UUID]:
        """Whose usage it says it is."""
        subjects = {event.subject for _, _, events in self._requests for _, event in events}
        return {id for id in map(workspace_named, subjects) if id is not None}

    def judge(self, workspaces: dict[UUID, Workspace]) -> None:
        """Sort the decoded events into rows and refusals. A repeat within the batch counts once."""
        judge = Judge(workspaces).judge
        for message, receipt, events in self._requests:
            for index, event in events:
                try:
                    self._keep(*judge(event, account_id=message.account_id, received_at=message.received_at), receipt)
                except Unacceptable as why:
                    receipt.refuse(why.code, why.detail, index=index, id=event.id, source=event.source)

    def retractions(self) -> list[tuple[WorkspaceDay, Identity]]:
        """Those that name a sample which is not in this batch itself."""
        return [
            (day, identity)
            for day, rows in self.days.items()
            for identity in rows
            if identity.kind == RETRACTION and identity._replace(kind=SAMPLE) not in rows
        ]

    def refuse_retractions_of_nothing(self, known: set[tuple[WorkspaceDay, Identity]]) -> None:
        """Drop retractions whose sample is neither in the ledger nor in this batch."""
        for day, identity in self.retractions():
            if (day, identity._replace(kind=SAMPLE)) not in known:
                _, receipt = self.days[day].pop(identity)
                receipt.accepted -= 1
                receipt.refuse("billing.retraction_of_nothing", "no sample with this identity was accepted", **identity.named())

    def _decoded(self, message: Message) -> tuple[Receipt, list[tuple[int, Reported]]]:
        receipt = Receipt(message.receipt_id, message.account_id, len(message.events), message.received_at)
        self.receipts.append(receipt)
        events = []
        for index, raw in enumerate(message.events):
            try:
                events.append((index, decode(raw)))
            except Unacceptable as why:
                receipt.refuse(why.code, why.detail, index=index, id=_id_of(raw))
        return receipt, events

    def _keep(self, day: WorkspaceDay, identity: Identity, content: Content, receipt: Receipt) -> None:
        rows = self.days.get(day)
        if rows is None:
            rows = self.days[day] = {}
        earlier = rows.get(identity)
        if earlier is None:
            rows[identity] = content, receipt
            receipt.accepted += 1
        elif earlier[0] == content:
            receipt.repeated += 1
        else:
            raise Unacceptable("identity_is_reused", "this identity came before with another content")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles: a batch makes many objects and no cycle; looking for some takes two fifths of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_undisturbed()
def work_off(messages: Iterable[Message], ledger: UsageLedger, *, hear_of_workspaces: Callable[[], None], at: datetime) -> int:
    """Judge and store messages that are not done yet; how many rows are new.

    A workspace that we do not know may just have been made: then settlement's book is read to its head, once a batch, before its events are
    refused. Doing so more sparingly (once a second, say) refused usage of workspaces made within that second.
    """
    waiting = {message.receipt_id: message for message in messages}
    for receipt_id in ledger.receipts_among(waiting):
        del waiting[receipt_id]
    if not waiting:
        return 0
    batch = Batch(waiting.values())
    workspaces = ledger.workspaces(batch.workspace_ids)
    if workspaces.keys() != batch.workspace_ids:
        hear_of_workspaces()
        workspaces = ledger.workspaces(batch.workspace_ids)
    batch.judge(workspaces)
    retractions = batch.retractions()
    if retractions:
        batch.refuse_retractions_of_nothing(ledger.samples_among(retractions))
    return ledger.record(batch.days, batch.receipts, at=at)


def _id_of(raw: Any) -> str | None:
    """The id of an event that has no other claim to being one."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    id = found.get("id") if isinstance(found, dict) else None
    return id[:200] if isinstance(id, str) else None
