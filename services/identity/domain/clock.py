"""The moves of the clock outside production: who made it jump, from when to when, so that nobody wonders about the ledger's times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.kernel.clock import ClockMovesForwardOnly
from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id

TEST_CLOCK_ID: Final = natural_id("clock", "moved")
LARGEST_MOVE: Final = timedelta(days=3650)


class TestClock(Aggregate):
    """There is one in a deployment; in production it is never there."""

    TOPIC = "identity.clock"
    __test__ = False  # pytest: not a test

    class Event(Aggregate.Event):
        TOPIC = "identity.clock_event"

    class Installed(Event, Aggregate.Created):
        TOPIC = "identity.clock_installed"
        occurred_at: datetime

    class Moved(Event):
        TOPIC = "identity.clock_moved"
        to: datetime
        by_member_id: UUID
        occurred_at: datetime

    moved_to: datetime

    @staticmethod
    def create_id() -> UUID:
        return TEST_CLOCK_ID

    @event(Installed)
    def __init__(self, occurred_at: datetime) -> None:
        self.moved_to = occurred_at

    def move(self, to: datetime, *, by: UUID, at: datetime) -> None:
        """Record that the clock goes from `at` to `to`, ten years at most. Refuses: ClockMovesForwardOnly."""
        if not at <= to <= at + LARGEST_MOVE:
            raise ClockMovesForwardOnly(now=at, to=to)
        self._moved(to=to, by_member_id=by, occurred_at=at)

    @event(Moved)
    def _moved(self, to: datetime, by_member_id: UUID, occurred_at: datetime) -> None:
        self.moved_to = to
