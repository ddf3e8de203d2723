"""Working off one page: in parallel by account, in order within one; what fails by a fault is left, what is poison is parked.

Poison parks that event *and the later ones of the same account*; everyone else goes on. Neighbours that their policy takes together are
tried together first; where one of them is poison, each is tried alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from services.kernel.errors import CallerIsNotTrusted, Refusal
from services.kernel.follower.queries import Bookmark
from services.kernel.rpc.faults import passes_by_itself
from services.kernel.telemetry import counter, get_logger

QUICK_TRIES_S: Final = (0.05, 0.25)
"""Pauses between the quick tries of an event that is refused or breaks: three tries in all."""

log = get_logger("services.kernel.follower")
EVENTS = counter("bc_follower_events_total", "Events of other rooms' books, by what became of them.", ("book", "outcome"))
Event = dict[str, Any]
Apply = Callable[..., None]
"""Works off the events it is given: one, or neighbours of one name."""


class Page:
    """The events of one page that somebody waits for. Positions that are worked off are added to `done`, and not worked off again.

    `together`: how many neighbours of a name are taken at once; one unless named.
    """

    def __init__(
        self,
        events: Iterable[Event],
        *,
        names: Collection[str],
        apply: Apply,
        bookmark: Bookmark,
        done: set[int],
        together: Mapping[str, int] | None = None,
    ) -> None:
        self._apply, self._bookmark, self._done = apply, bookmark, done
        self._together = together or {}
        self._accounts: dict[UUID, list[Event]] = {}
        for event in events:
            if event["name"] in names and event["position"] not in done:
                self._accounts.setdefault(UUID(event["account_id"]), []).append(event)
        self._fault: Exception | None = None

    def work(self, *, width: int) -> None:
        """Work the page off, `width` accounts at a time. Raises the first fault, once everybody has stopped."""
        if not self._accounts:
            return
        parked = self._bookmark.parked_accounts()
        waiting = list(self._accounts)
        _in_parallel(lambda: self._work_accounts(waiting, parked), min(width, len(waiting)))
        if self._fault is not None:
            raise self._fault
        if any(event["position"] not in self._done for events in self._accounts.values() for event in events):
            raise RuntimeError("a thread has ended before its events were worked off")

    def _work_accounts(self, waiting: list[UUID], parked: dict[UUID, int]) -> None:
        """Take accounts until none waits or somebody has met a fault."""
        try:
            while waiting and self._fault is None:
                account_id = waiting.pop()
                self._work_events(self._accounts[account_id], parked.get(account_id))
        except Exception as fault:
            self._fault = self._fault or fault

    def _work_events(self, events: list[Event], blocked_by: int | None) -> None:
        """`blocked_by`: the position of the account's first parked event; what is not before it waits."""
        for neighbours in self._runs(events):
            if blocked_by is None and len(neighbours) > 1 and self._digest_together(neighbours):
                continue
            for event in neighbours:
                if blocked_by is not None and event["position"] >= blocked_by:
                    self._bookmark.park(event, error=f"waits behind position {blocked_by}", attempts=0)
                    EVENTS.labels(self._bookmark.book, "waits").inc()
                elif not self._digest(event):
                    blocked_by = event["position"]
                self._done.add(event["position"])

    def _runs(self, events: Iterable[Event]) -> Iterator[Sequence[Event]]:
        """The account's events, cut where the name changes and where a run is as long as its policy takes it."""
        for name, neighbours in groupby(events, key=itemgetter("name")):
            run, longest = list(neighbours), self._together.get(name, 1)
            yield from (run[first : first + longest] for first in range(0, len(run), longest))

    def _digest_together(self, neighbours: Sequence[Event]) -> bool:
        """Apply the policy to all of them at once; False if one of them may be poison. Raises what is the machine's fault."""
        try:
            self._apply(*neighbours)
        except Exception as reason:
            if _is_of_the_machine(reason):
                raise
            log.info("events are tried one by one", book=self._bookmark.book, position=neighbours[0]["position"], reason=said(reason))
            return False
        self._done.update(event["position"] for event in neighbours)
        EVENTS.labels(self._bookmark.book, "done").inc(len(neighbours))
        return True

    def _digest(self, event: Event) -> bool:
        """Apply the policy; False if the event is poison, and then it is parked."""
        reason = try_quickly(self._apply, event)
        if reason is not None:
            self._bookmark.park(event, error=said(reason), attempts=len(QUICK_TRIES_S) + 1)
            self._tell(event, reason)
        EVENTS.labels(self._bookmark.book, "parked" if reason else "done").inc()
        return reason is None

    def _tell(self, event: Event, reason: Exception) -> None:
        log.error(
            "an event is parked, and the later ones of its account wait for it",
            book=self._bookmark.book,
            position=event["position"],
            name=event["name"],
            account_id=event["account_id"],
            reason=said(reason),
            exc_info=None if isinstance(reason, Refusal) else reason,
        )


def put_back(bookmark: Bookmark, apply: Apply, account_id: UUID | None) -> int:
    """Try again what is parked, in order, of one account or of all; how many were worked off.

    The first that fails keeps the later ones of its account parked.
    """
    blocked: set[UUID] = set()
    done = 0
    for parked in bookmark.parked(account_id):
        if parked["account_id"] in blocked:
            continue
        reason = try_quickly(apply, parked["body"])
        if reason is None:
            bookmark.unpark(parked["position"])
            done += 1
        else:
            blocked.add(parked["account_id"])
            bookmark.park(parked["body"], error=said(reason), attempts=1)
    log.info("parked events were put back", book=bookmark.book, done=done, accounts_left=len(blocked))
    return done


def try_quickly(apply: Apply, event: Event) -> Exception | None:
    """Try an event a few times; what stopped the last try, if it is poison. Raises what is the machine's fault and not the event's."""
    for pause_s in (*QUICK_TRIES_S, None):
        try:
            apply(event)
            return None
        except Exception as reason:
            if _is_of_the_machine(reason):
                raise
            if pause_s is None:
                return reason
            time.sleep(pause_s)
    return None


def said(reason: Exception) -> str:
    """A reason as the parked event tells it."""
    if isinstance(reason, Refusal):
        return f"{reason.code}: {reason.title} {reason.details}"[:2000]
    return f"{type(reason).__name__}: {reason}"[:2000]


def _is_of_the_machine(reason: Exception) -> bool:
    """A fault that passes; or keys that do not fit, which would otherwise park every account's events."""
    return passes_by_itself(reason) or (isinstance(reason, Refusal) and reason.code == CallerIsNotTrusted.code)


def _in_parallel(work: Callable[[], None], width: int) -> None:
    """Run `work` in as many (green)threads, each with an empty context, and wait for all."""
    threads = [threading.Thread(target=work, daemon=True) for _ in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
