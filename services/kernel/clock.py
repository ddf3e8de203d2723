"""The clock: aware UTC instants that enter the domain as arguments.

Outside production an operator may move it forward; every process sees the move at once, because they share eight bytes of a mapped file.
Security (signatures, deadlines) never uses this clock but the machine's own. In production there is no file and moving is refused.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from services.kernel.errors import Refusal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET_BYTES = 8
_LARGEST_MOVE = timedelta(days=3660)


class ClockCannotMove(Refusal):
    """In production the clock is the machine's and is never moved."""

    code = "kernel.clock_cannot_move"


class ClockMovesForwardOnly(Refusal):
    """The clock moves forward, by ten years at most."""

    code = "kernel.clock_moves_forward_only"

    def __init__(self, *, now: datetime, to: datetime) -> None:
        super().__init__(now=now, to=to)


class Clock(Protocol):
    """Tells the time; what a room asks for instead of the operating system."""

    def now(self) -> datetime:
        """The present instant: aware, UTC, to the microsecond."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, instant: datetime) -> None:
        """Refuses: ClockCannotMove, always."""
        raise ClockCannotMove()


class MovableClock:
    """The machine's clock plus an offset that all processes of this stack share through a small file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(fd).st_size < _OFFSET_BYTES:
                os.ftruncate(fd, _OFFSET_BYTES)
            # One microsecond count, read and written as one machine word. Not by `struct`: it zeroes the bytes before it writes
            # them, and every third read of a busy clock saw an offset of nought.
            self._offset_us = memoryview(mmap.mmap(fd, _OFFSET_BYTES)).cast("q")
        finally:
            os.close(fd)

    def now(self) -> datetime:
        return EPOCH + timedelta(microseconds=time.time_ns() // 1000 + self._offset_us[0])

    def move_to(self, instant: datetime) -> None:
        """Make it `instant` now, for every process. Refuses: ClockMovesForwardOnly."""
        with self._path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two moves at once: the second sees the first
            now = self.now()
            if not now <= instant <= now + _LARGEST_MOVE:
                raise ClockMovesForwardOnly(now=now, to=instant)
            self._offset_us[0] += (instant - now) // timedelta(microseconds=1)


class FixedClock:
    """A clock for tests: it stands still until told otherwise."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def move_to(self, instant: datetime) -> None:
        self.instant = instant
