"""The base of a room's application: the library's, standing on our recorder, with living aggregates, snapshots and turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import eventsourcing.application
from eventsourcing.persistence import EventStore, InfrastructureFactory

from services.kernel.clock import Clock
from services.kernel.commandlog import CommandLog
from services.kernel.database import Database
from services.kernel.eventstore.aggregate import Aggregate
from services.kernel.eventstore.committer import Committer
from services.kernel.eventstore.mailbox import Residents
from services.kernel.eventstore.mapper import Mapper
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.eventstore.projection import Projector, Row, Rowset
from services.kernel.eventstore.recorder import LedgerRecorder
from services.kernel.eventstore.snapshots import Snapshots

A = TypeVar("A", bound=Aggregate)


class Application(eventsourcing.application.Application[UUID]):
    """A room's use cases. Subclasses name their room and their projector; each use case is a method decorated with `@once`."""

    name = "kernel"
    projector: ClassVar[Projector] = Projector()

    def __init__(self, *, database: Database, clock: Clock, secret_key: bytes, on_commit: Callable[[int], None] | None = None) -> None:
        """`on_commit` is told the ledger's last position after each commit: the bell is rung there."""
        self.database = database
        self.clock = clock
        self.committer = Committer(database, clock, on_commit=on_commit)
        self.command_log = CommandLog(database, secret_key)
        self.residents = Residents()
        self.facts = Mapper()
        super().__init__()
        self.stored_snapshots = Snapshots(database, self.residents)

    def construct_factory(self, env: Any) -> InfrastructureFactory[Any]:
        return _NoFactory(env)

    def construct_mapper(self) -> Any:
        return self.facts

    def construct_recorder(self) -> LedgerRecorder:
        return LedgerRecorder(self.database, self.committer)

    def construct_event_store(self) -> EventStore[UUID]:
        return EventStore(self.mapper, self.recorder)

    def read(self, aggregate_class: type[A], id: UUID, *, position: int | None = None, version: int | None = None) -> A | None:
        """The aggregate as stored: at the ledger's head, as of a position, or at a version of its own; None if it did not exist then."""
        if position is not None:
            version = self.version_at(id, position=position)
        if version == 0:
            return None
        aggregate = self.stored_snapshots.latest(aggregate_class, id, up_to_version=version)
        for fact in self.events.get(id, gt=aggregate.version if aggregate else None, lte=version):
            aggregate = fact.mutate(aggregate)  # type: ignore[attr-defined]
        return aggregate

    def store(
        self,
        aggregates: Sequence[Aggregate],
        rows: Rowset,
        *,
        command: CommandRecord | None = None,
        after: Sequence[Save] = (),
        on_queued: Callable[[Save], None] | None = None,
    ) -> None:
        """Store the aggregates' pending events, their rows, further rows and the command's answer in one transaction, unless one of the
        saves fails `after` which this was decided.
        """
        facts = [fact for aggregate in aggregates for fact in aggregate.collect_events()]
        self.projector.project(facts, rows)
        stored = [self.facts.to_stored_event(fact) for fact in facts]
        self.recorder.insert_events(stored, rows=rows.rows, command=command, after=after, on_queued=on_queued)
        self.stored_snapshots.consider(aggregates, facts)

    def _record(self, processing_event: Any) -> list[Any]:
        """What the library's own `save(*aggregates)` stores: projected like everything else."""
        rows = Rowset()
        self.projector.project(processing_event.events, rows)
        further: list[Row] = processing_event.saved_kwargs.pop("rows", [])
        return list(self.events.put(processing_event.events, rows=[*rows.rows, *further], **processing_event.saved_kwargs))

    def have_moved_on(self, versions: dict[UUID, int]) -> list[UUID]:
        """Those aggregates of which more is stored than these versions: another process was at them."""
        moved = self.database.all(
            """
            select known.id
            from unnest(%s::uuid[], %s::bigint[]) as known(id, version)
            where exists (select from events as e where e.originator_id = known.id and e.originator_version > known.version)
            """,
            (list(versions), list(versions.values())),
        )
        return [row["id"] for row in moved]

    def close(self) -> None:
        """Store what waits, then let go of the database."""
        self.stored_snapshots.close()
        self.committer.close()
        super().close()

    def version_at(self, id: UUID, *, position: int | None = None, recorded_by: datetime | None = None) -> int:
        """The aggregate's last version that stood in the book by a position, or was recorded by an instant; 0 if there was none.

        Both only grow with the version, so the place is found by halving: some seventeen looks into the primary index for 100,000 versions,
        and no index of its own that every save would pay for.
        """
        found = self.database.one(
            """
            with recursive span (low, high) as (
                select 0::bigint, coalesce((
                    select originator_version
                    from events
                    where originator_id = %(id)s
                    order by originator_version desc
                    limit 1
                ), 0)
                union all
                select case when e.is_by_then then e.originator_version else s.low end,
                       case when e.is_by_then then s.high else e.originator_version - 1 end
                from span as s
                cross join lateral (
                    select originator_version,
                           (%(position)s::bigint is null or position <= %(position)s)
                           and (%(recorded_by)s::timestamptz is null or recorded_at <= %(recorded_by)s) as is_by_then
                    from events
                    where originator_id = %(id)s
                      and originator_version = (s.low + s.high + 1) / 2
                ) as e
                where s.low < s.high
            )
            select low as version
            from span
            where low = high
            """,
            {"id": id, "position": position, "recorded_by": recorded_by},
        )
        return found["version"] if found else 0


class _NoFactory(InfrastructureFactory[Any]):
    """The library asks a factory for its parts; the parts above need none."""

    def aggregate_recorder(self, purpose: str = "events") -> Any:
        raise NotImplementedError

    def application_recorder(self) -> Any:
        raise NotImplementedError

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> Any:
        raise NotImplementedError

    def process_recorder(self) -> Any:
        raise NotImplementedError

    def is_snapshotting_enabled(self) -> bool:
        return False  # ours are taken behind the callers' backs, see snapshots.py
