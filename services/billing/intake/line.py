"""Working batches off, two hands side by side: one judges the next batch while the other waits for PostgreSQL to take the one before.

Judging is Python, storing is mostly waiting, and waiting leaves the interpreter to others. Batches are stored one after the other, in their
order: a retraction finds the sample that came a batch earlier.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Self
from uuid import UUID

from services.billing.intake.batches import Batch, Message
from services.billing.intake.judging import Workspace
from services.billing.intake.ledger import UsageLedger
from services.kernel.database import psycopg

Hear = Callable[[], None]
"""Reads settlement's book to its head."""


class Line:
    """Two stages for one caller: `judge` here, `store` on a thread of its own. A context: leaving it waits for what is being stored."""

    def __init__(self, ledger: UsageLedger, hear_of_workspaces: Hear) -> None:
        self._ledger = ledger
        self._hear_of_workspaces = hear_of_workspaces
        self._storing = ThreadPoolExecutor(1, "storing")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._storing.shutdown()

    def judge(self, messages: Collection[Message]) -> Batch:
        """What of the messages is not done yet, judged. It may go stale until it is stored; then `store` judges again."""
        return judged(messages, self._ledger, self._hear_of_workspaces)

    def store(self, batch: Batch, *, at: datetime) -> Future[int]:
        """How many rows are new, when they are committed. Give the next batch only when this one is done, or given up."""
        return self._storing.submit(self._store, batch, at)

    def _store(self, batch: Batch, at: datetime) -> int:
        try:
            return stored(batch, self._ledger, at=at)
        except psycopg.errors.UniqueViolation:
            return work_off(batch.messages, self._ledger, hear_of_workspaces=self._hear_of_workspaces, at=at)


def work_off(messages: Collection[Message], ledger: UsageLedger, *, hear_of_workspaces: Hear, at: datetime) -> int:
    """Judge and store messages that are not done yet; how many rows are new.

    Where something turns out to be stored already (a repeat, or another worker was faster), all is judged again by what is known then.
    """
    while True:
        try:
            return stored(judged(messages, ledger, hear_of_workspaces), ledger, at=at)
        except psycopg.errors.UniqueViolation:
            continue


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles: a batch makes many objects and no cycle; looking for some takes two fifths of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_undisturbed()
def judged(messages: Collection[Message], ledger: UsageLedger, hear_of_workspaces: Hear) -> Batch:
    """The messages that have no receipt yet, as a batch, packed."""
    waiting = {message.receipt_id: message for message in messages}
    for receipt_id in ledger.receipts_among(waiting):
        del waiting[receipt_id]
    batch = Batch(waiting.values())
    batch.judge(_workspaces_of(batch, ledger, hear_of_workspaces))
    batch.parcel = ledger.parcel(batch.days)
    return batch


def _workspaces_of(batch: Batch, ledger: UsageLedger, hear_of_workspaces: Hear) -> dict[UUID, Workspace]:
    """A workspace that we do not know may just have been made: then settlement's book is read to its head, once a batch, before its events
    are refused. Doing so more sparingly (once a second, say) refused usage of workspaces made within that second.
    """
    workspaces = ledger.workspaces(batch.workspace_ids)
    if workspaces.keys() == batch.workspace_ids:
        return workspaces
    hear_of_workspaces()
    return ledger.workspaces(batch.workspace_ids)


def stored(batch: Batch, ledger: UsageLedger, *, at: datetime) -> int:
    """Write what is good of a judged batch; how many rows are new. Raises UniqueViolation if part of it is stored already."""
    if not batch.receipts:
        return 0
    retractions = batch.retractions()
    if retractions:
        batch.refuse_retractions_of_nothing(ledger.samples_among(retractions))
    parcel = ledger.parcel(batch.days) if batch.parcel is None else batch.parcel
    return ledger.record(parcel, batch.receipts, at=at)
