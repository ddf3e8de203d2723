"""The living aggregates of a process: one copy in memory each, and a mailbox in front of it.

A turn holds an aggregate from load until its save has a place in the order, not until it is committed: so those that wait decide, in
order, on one copy, and their saves travel in one commit. Whatever goes wrong, the copy is dropped and the next turn reads what is stored.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from uuid import UUID

from services.kernel.eventstore.aggregate import Aggregate
from services.kernel.eventstore.pipeline import Save

LIVING_LIMIT = 20_000
"""Aggregates kept in memory by a process; the least recently used one goes first."""


class Resident:
    """An aggregate in memory (None when unknown or dropped), its mailbox, and the last save that changed it."""

    __slots__ = ("aggregate", "last_save", "mailbox")

    def __init__(self) -> None:
        self.aggregate: Aggregate | None = None
        self.mailbox = threading.Lock()
        self.last_save: Save | None = None

    @property
    def is_settled(self) -> bool:
        save = self.last_save  # once: those who evict look without holding the mailbox
        return save is None or save.settled

    @property
    def is_stored(self) -> bool:
        """Whether the copy holds nothing but what is stored."""
        return self.is_settled and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Whether the copy holds what was not stored."""
        return self.last_save is not None and self.last_save.error is not None

    def drop(self) -> None:
        """Forget the copy, but not a save in flight: before that is settled there is nothing to read."""
        self.aggregate = None
        if self.is_settled:
            self.last_save = None


class Residents:
    """All that live in this process."""

    def __init__(self, limit: int = LIVING_LIMIT) -> None:
        self._limit = limit
        self._by_id: OrderedDict[UUID, Resident] = OrderedDict()
        self._mutex = threading.Lock()

    def of(self, id: UUID) -> Resident:
        with self._mutex:
            resident = self._by_id.get(id)
            if resident is None:
                resident = self._by_id[id] = Resident()
                if len(self._by_id) > self._limit:
                    self._evict()
            else:
                self._by_id.move_to_end(id)
            return resident

    def clear(self) -> None:
        """Forget everyone that nobody holds."""
        with self._mutex:
            for id in [id for id, resident in self._by_id.items() if _is_free(resident)]:
                del self._by_id[id]

    def _evict(self) -> None:
        for id, resident in self._by_id.items():
            if _is_free(resident):
                del self._by_id[id]
                return


def _is_free(resident: Resident) -> bool:
    return resident.is_settled and not resident.mailbox.locked()
