"""Snapshots: they keep a cold load flat, and nothing else. Deleting them all changes nothing.

They are taken behind the callers' backs, every hundred versions, by one thread: never inside a caller's save.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from queue import Queue
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from services.kernel.database import Database
from services.kernel.eventstore.aggregate import Aggregate
from services.kernel.eventstore.mailbox import Residents
from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot
from services.kernel.telemetry import get_logger

log = get_logger("services.kernel.eventstore")

INTERVAL = 100
"""Versions between two snapshots of an aggregate."""

A = TypeVar("A", bound=Aggregate)


class Snapshots:
    """Takes and reads snapshots of one room."""

    def __init__(self, database: Database, residents: Residents) -> None:
        self._database = database
        self._residents = residents
        self._due: Queue[UUID | None] = Queue()
        self._thread: threading.Thread | None = None

    def latest(self, aggregate_class: type[A], id: UUID, *, up_to_version: int | None = None) -> A | None:
        """The newest snapshot that is not newer than a version, as an aggregate. One from before the class changed, by its version or its
        shape, is none.
        """
        found = self._database.one(
            """
            select originator_version, state
            from snapshots
            where originator_id = %(id)s
              and originator_version <= coalesce(%(version)s, 9223372036854775807)
              and topic = %(topic)s
            order by originator_version desc
            limit 1
            """,
            {"id": id, "version": up_to_version, "topic": _topic_of(aggregate_class)},
        )
        if found is None:
            return None
        try:
            return decode_snapshot(aggregate_class, id=id, version=found["originator_version"], state=bytes(found["state"]))
        except msgspec.ValidationError:
            return None

    def consider(self, aggregates: Sequence[Aggregate], facts: Iterable[Any]) -> None:
        """Note the aggregates that passed a multiple of the interval with these facts, now stored."""
        passed = {fact.originator_id for fact in facts if fact.originator_version % INTERVAL == 0}
        for aggregate in aggregates:
            if aggregate.id in passed:
                self._due.put(aggregate.id)
                self._start()

    def drain(self) -> None:
        """Return when all that is due is taken."""
        self._due.join()

    def close(self) -> None:
        if self._thread is not None:
            self._due.put(None)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="snapshots", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (id := self._due.get()) is not None:
            try:
                self._take(id)
            except Exception as error:  # a snapshot not taken costs a longer load, until the next
                log.warning("a snapshot was not taken", aggregate_id=str(id), error=str(error))
            finally:
                self._due.task_done()

    def _take(self, id: UUID | None) -> None:
        """Copy the state while nobody decides on it and all of it is stored, then write it at leisure."""
        if id is None:
            return
        resident = self._residents.of(id)
        with resident.mailbox:
            aggregate = resident.aggregate
            save = resident.last_save
            if aggregate is None:
                return
            version, topic, state = aggregate.version, _topic_of(type(aggregate)), encode_snapshot(aggregate)
        if save is not None:
            save.wait_settled()
            if save.error is not None:
                return
        self._database.execute(
            """
            insert into snapshots (originator_id, originator_version, topic, state)
            values (%s, %s, %s, %s)
            on conflict (originator_id, originator_version) do update
            set topic = excluded.topic,
                state = excluded.state
            """,
            (id, version, topic, state),
        )


def _topic_of(aggregate_class: type[Aggregate]) -> str:
    """What a snapshot is of: the aggregate's topic, with the class's version from the second on."""
    version = aggregate_class.class_version
    return aggregate_class.TOPIC if version == 1 else f"{aggregate_class.TOPIC}.v{version}"
