"""Following another room's book: read pages, work them off, move the bookmark; woken by bells, or by a timer."""

from __future__ import annotations

import random
import threading
import time
from typing import Any, Final
from uuid import UUID

from services.kernel.database import Database
from services.kernel.follower.page import Page, put_back
from services.kernel.follower.policies import Policies
from services.kernel.follower.published import PAGE_EVENTS
from services.kernel.follower.queries import Bookmark
from services.kernel.follower.turn import Turn
from services.kernel.rpc import Remote, RoomIsUnavailable, passes_by_itself
from services.kernel.telemetry import bound, gauge, get_logger

TIMER_S: Final = 2.0
BETWEEN_BELLS_S: Final = 0.1
LONGEST_PAUSE_S: Final = 10.0
READ_TIMEOUT_S: Final = 10.0

log = get_logger("services.kernel.follower")
LAG = gauge("bc_follower_lag_positions", "How far behind another room's book we are.", ("book",))
PARKED = gauge("bc_follower_parked_events", "Events of another room's book that are parked.", ("book",))


class Follower:
    """Follows `book` (a room's name) for `room`. One process at a time does; it never holds a transaction across a call.

    `start` and `stop` run it in the background, `wake` is what a bell calls, `catch_up` reads to the head now, `put_back` tries
    again what is parked.
    """

    def __init__(self, book: str, policies: object, database: Database, remote: Remote, room: str, *, width: int = 16) -> None:
        self.book, self.room = book, room
        self._policies = Policies(policies, book=book)
        self._remote, self._width = remote, width
        self._bookmark, self._turn = Bookmark(database, book), Turn(database, book)
        self._bell, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._done: set[int] = set()
        self._fresh_at = float("-inf")
        self._inside = threading.local()
        self.lag = 0
        """Positions of the book that we had not worked off when we last looked."""

    def start(self) -> None:
        self._thread = threading.Thread(target=self._follow, name=f"{self.room} follows {self.book}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._bell.set()

    def wake(self) -> None:
        """A bell rang: look soon."""
        self._bell.set()

    def catch_up(self, timeout_s: float = READ_TIMEOUT_S) -> None:
        """Work off what the book holds now. Those who ask at the same time share one reading; one of our own
        policies does not wait for itself.

        Raises RoomIsUnavailable, DeadlineIsExceeded or what else kept us from it; what is parked is not waited for.
        """
        if getattr(self._inside, "policy", False):
            return
        asked_at = time.monotonic()
        while self._fresh_at < asked_at:
            self._read_in_turn(asked_at, deadline=asked_at + timeout_s)

    def put_back(self, account_id: UUID | None = None, *, timeout_s: float = READ_TIMEOUT_S) -> int:
        """Try again what is parked, in order, of one account or of all; how many events were worked off.

        The first event that fails keeps the later ones of its account parked. Raises as `catch_up`.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            with self._turn.taken(deadline) as is_ours:
                if is_ours:
                    return self._counted(put_back(self._bookmark, self._apply, account_id))
            self._turn.wait(deadline)

    def _follow(self) -> None:
        pause_s = BETWEEN_BELLS_S
        while not self._stopped.is_set():
            self._bell.clear()
            try:
                with bound(follower=self.book):
                    self._read_in_turn(time.monotonic(), deadline=None)
                pause_s = BETWEEN_BELLS_S
                self._stopped.wait(BETWEEN_BELLS_S)
                self._bell.wait(TIMER_S)
            except Exception as fault:  # a follower never ends: what is broken is mended elsewhere, and then it goes on
                self._tell(fault, pause_s)
                self._stopped.wait(pause_s * random.uniform(0.5, 1.0))
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        self._turn.close()

    def _tell(self, fault: Exception, pause_s: float) -> None:
        if passes_by_itself(fault):
            log.warning("following waits for a fault to pass", book=self.book, fault=repr(fault), again_in_s=pause_s)
        else:
            log.error("following has failed and is tried again", book=self.book, again_in_s=pause_s, exc_info=fault)

    def _read_in_turn(self, asked_at: float, *, deadline: float | None) -> None:
        """Read to the head, unless somebody of this process did since `asked_at`, or another process follows: then wait a little."""
        with self._turn.taken(deadline) as is_ours:
            if is_ours:
                if self._fresh_at < asked_at:
                    self._read_to_head(deadline)
                return
        if deadline is not None:
            self._turn.wait(deadline)

    def _read_to_head(self, deadline: float | None) -> None:
        position = self._bookmark.position()
        while not self._stopped.is_set():
            began, page = time.monotonic(), self._read(position)
            self._work(page["events"])
            position = self._moved(before=position, to=page["to"])
            self.lag = max(0, page["head"] - position)
            LAG.labels(self.book).set(self.lag)
            if self.lag == 0:
                self._fresh_at = began
                return
            if deadline is not None and time.monotonic() > deadline:
                raise self._turn.late()
        raise RoomIsUnavailable(f"{self.book}.read_published", "this follower was stopped")

    def _read(self, after: int) -> dict[str, Any]:
        page: dict[str, Any] = self._remote.call(
            self.book, "read_published", {"after": after, "limit": PAGE_EVENTS}, timeout_s=READ_TIMEOUT_S
        )
        return page

    def _work(self, events: list[dict[str, Any]]) -> None:
        """Work off a page; after a fault, what the last try has left of it."""
        page = Page(
            events,
            names=self._policies.names,
            apply=self._apply,
            bookmark=self._bookmark,
            done=self._done,
            together=self._policies.together,
        )
        page.work(width=self._width)
        if self._done:
            self._counted()

    def _moved(self, *, before: int, to: int) -> int:
        """The new position, which is another one than `to` if another process was faster."""
        self._done.clear()
        if to <= before or self._bookmark.move(before=before, to=to):
            return max(before, to)
        log.warning("another process has moved the bookmark", book=self.book, position=before)
        return self._bookmark.position()

    def _apply(self, *events: dict[str, Any]) -> None:
        self._inside.policy = True
        try:
            self._policies.apply(*events)
        finally:
            self._inside.policy = False

    def _counted(self, done: int = 0) -> int:
        """Show how many events are parked, after `done` of them were worked off."""
        PARKED.labels(self.book).set(self._bookmark.parked_count())
        return done
