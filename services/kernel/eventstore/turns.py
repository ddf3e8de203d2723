"""A turn: one attempt at a command, decided on living aggregates, which it holds until its save has a place in the order."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.eventstore.aggregate import Aggregate
from services.kernel.eventstore.application import Application
from services.kernel.eventstore.committer import VersionConflict
from services.kernel.eventstore.mailbox import Resident
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.eventstore.projection import Rowset

A = TypeVar("A", bound=Aggregate)


class NeedsInOrder(Exception):
    """The turn wants an aggregate that another turn holds, while holding some itself: start again, taking all of them in order."""

    def __init__(self, wanted: set[UUID]) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class Turn:
    """One attempt at a command: what it holds, and what it will store."""

    def __init__(self, app: Application, *, now: datetime, is_dry_run: bool = False) -> None:
        self.now = now
        self.rows = Rowset()
        self.secrets: dict[str, Any] = {}
        self._app = app
        self._is_dry_run = is_dry_run
        self._held: dict[UUID, Resident] = {}
        self._aggregates: dict[UUID, Aggregate] = {}

    def load(self, aggregate_class: type[A], id: UUID) -> A:
        """The aggregate, to decide on. Refuses: NotFound."""
        aggregate = self.find(aggregate_class, id)
        if aggregate is None:
            raise NotFound(aggregate_class.TOPIC, id)
        return aggregate

    def find(self, aggregate_class: type[A], id: UUID) -> A | None:
        """The aggregate, to decide on, or None if there is none of that kind: an id that comes from outside may be anything's."""
        if id in self._aggregates:
            return self._aggregates[id]  # type: ignore[return-value]
        resident = self._hold(id)
        if resident.aggregate is None or resident.is_lost:
            self._read(resident, aggregate_class, id)
        aggregate = resident.aggregate
        if not isinstance(aggregate, aggregate_class):
            return None
        self._aggregates[id] = copy.deepcopy(aggregate) if self._is_dry_run else aggregate
        return self._aggregates[id]  # type: ignore[return-value]

    def add(self, aggregate: A) -> A:
        """Store this new aggregate with the rest."""
        self._hold(aggregate.id)
        self._aggregates[aggregate.id] = aggregate
        return aggregate

    def secret(self, **fields: Any) -> None:
        """Fields of the answer for the first caller only: never stored; a repeat has them null and says `already_shown`."""
        self.secrets.update(fields)

    # -- what `@once` does with it --------------------------------------------------------------------------------------------------

    def take(self, ids: set[UUID]) -> None:
        """Hold these, in an order that is the same for everyone."""
        for id in sorted(ids):
            resident = self._app.residents.of(id)
            resident.mailbox.acquire()
            self._keep(id, resident)

    def wait_for_others(self) -> None:
        """Return when every save is settled on whose outcome this decision stands. Raises VersionConflict if one of them failed, or
        another process has stored more.
        """
        for resident in self._held.values():
            if resident.last_save is not None:
                resident.last_save.wait_settled()
                if resident.is_lost:
                    resident.drop()
                    raise VersionConflict("decided on a save that failed")
        versions = {id: found.version - len(found.pending_events) for id, found in self._aggregates.items()}
        for id in self._app.have_moved_on(versions) if versions else ():
            self._held[id].drop()
            raise VersionConflict(f"{id} was decided on as it no longer is")

    def store(self, command: CommandRecord) -> None:
        """Store what changed. Where that fails before it has a place in the order, the copies are dropped while still held."""
        changed = [aggregate for aggregate in self._aggregates.values() if aggregate.pending_events]
        if not changed:
            self.wait_for_others()
        after = [resident.last_save for resident in self._held.values() if resident.last_save and not resident.is_stored]
        try:
            self._app.store(changed, self.rows, command=command, after=after, on_queued=lambda save: self._pass_on(changed, save))
        except BaseException:
            for resident in self._held.values():
                resident.drop()
            raise

    def release(self) -> None:
        """Let go of everything, in memory too where undecided changes are left behind."""
        for id, resident in self._held.items():
            aggregate = self._aggregates.get(id)
            if not self._is_dry_run and aggregate is not None and aggregate.pending_events:
                resident.drop()
            resident.mailbox.release()
        self._held = {}

    def drop(self) -> None:
        """Forget the living copies that this turn decided on: what is stored is the truth."""
        for id in self._aggregates:
            resident = self._app.residents.of(id)
            with resident.mailbox:
                resident.drop()

    def _read(self, resident: Resident, aggregate_class: type[Aggregate], id: UUID) -> None:
        if resident.last_save is not None:
            resident.last_save.wait_settled()
        resident.aggregate = self._app.read(aggregate_class, id)
        resident.last_save = None

    def _hold(self, id: UUID) -> Resident:
        resident = self._held.get(id)
        if resident is None:
            resident = self._app.residents.of(id)
            if not resident.mailbox.acquire(blocking=not self._held):
                raise NeedsInOrder({*self._held, id})
            self._keep(id, resident)
        return resident

    def _keep(self, id: UUID, resident: Resident) -> None:
        self._held[id] = resident
        if resident.is_lost:
            resident.drop()

    def _pass_on(self, changed: list[Aggregate], save: Save) -> None:
        """The save has its place in the order: the next in each mailbox may decide."""
        for aggregate in changed:
            self._held[aggregate.id].aggregate = aggregate
            self._held[aggregate.id].last_save = save
        self.release()
