"""Whose turn it is to read a book: one thread of this process, and one process of those that could."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from services.kernel.database import Database
from services.kernel.follower.queries import Lease
from services.kernel.rpc import DeadlineIsExceeded

LOOK_AGAIN_S: Final = 0.05


class Turn:
    """The turns at one book."""

    def __init__(self, database: Database, book: str) -> None:
        self._book, self._lease, self._lock = book, Lease(database, book), threading.Lock()

    @contextmanager
    def taken(self, deadline: float | None) -> Iterator[bool]:
        """Alone in this process, and then alone among the processes: False if another one reads now.

        Raises DeadlineIsExceeded if our own threads take until `deadline` (monotonic seconds; None: no deadline).
        """
        if not self._lock.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            raise self.late()
        try:
            is_ours = self._lease.take()
            try:
                yield is_ours
            finally:
                if is_ours:
                    self._lease.give_back()
        finally:
            self._lock.release()

    def wait(self, deadline: float) -> None:
        """Another process reads: wait a little for it. Raises DeadlineIsExceeded."""
        if time.monotonic() > deadline:
            raise self.late()
        time.sleep(LOOK_AGAIN_S)

    def late(self) -> DeadlineIsExceeded:
        return DeadlineIsExceeded(f"{self._book}.read_published", "the book was not read to its head in time")

    def close(self) -> None:
        self._lease.close()
