"""When any room's book grows, we copy it: whole commits, each checked against its seal, and with billing's the usage ledger."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

import msgspec

from services.audit.domain import BookIsBroken
from services.audit.queries.copies import Commit, Copies, Event, UsageDay
from services.audit.sealing import USAGE_RECORDED, UsageRecorded, groups, require_sealed, usage_days
from services.kernel.clock import Clock
from services.kernel.database import Database
from services.kernel.follower import Follower
from services.kernel.follower.follower import LAG
from services.kernel.rpc import Remote, RoomIsUnavailable

READ_TIMEOUT_S: Final = 30.0


class _Page(msgspec.Struct):
    events: list[tuple[int, UUID, int, str, str, datetime]]
    commits: list[tuple[int, int, datetime, str]]
    to: int
    head: int


class Copyist(Follower):
    """Copies one book: woken by bells or a timer, one process at a time, as every follower. Copies nothing whose seal does not hold."""

    def __init__(self, book: str, database: Database, remote: Remote, clock: Clock) -> None:
        super().__init__(book, object(), database, remote, "audit")
        self._copies, self._clock = Copies(database), clock

    def _read_to_head(self, deadline: float | None) -> None:
        end = self._copies.end_of(self.book)
        while not self._stopped.is_set():
            began, page = time.monotonic(), self._raw_page(end.to_position)
            events = [Event(*row[:4], base64.b64decode(row[4]), row[5]) for row in page.events]
            end = self._add(end, events, [Commit(*row[:3], bytes.fromhex(row[3])) for row in page.commits])
            self.lag = max(0, page.head - end.to_position)
            LAG.labels(self.book).set(self.lag)
            if self.lag == 0:
                self._fresh_at = began
                return
            if deadline is not None and time.monotonic() > deadline:
                raise self._turn.late()
        raise RoomIsUnavailable(f"{self.book}.read_book", "this copyist was stopped")

    def _add(self, end: Commit, events: list[Event], commits: list[Commit]) -> Commit:
        try:
            require_sealed(self.book, end, events, commits)
            usage = list(self._usage(events)) if self.book == "billing" else []
        except BookIsBroken as fault:
            self._copies.note_fault(
                book=fault.book, position=fault.position, what=fault.what, expected=fault.expected, found=fault.found, at=self._clock.now()
            )
            raise
        self._copies.add(self.book, events, commits, usage)
        return commits[-1] if commits else end

    def _raw_page(self, after: int) -> _Page:
        page = self._remote.call(self.book, "read_book", {"after": after}, timeout_s=READ_TIMEOUT_S)
        return msgspec.convert(page, _Page)

    def _usage(self, events: Iterable[Event]) -> Iterator[UsageDay]:
        """The usage rows behind these events, each batch checked against the digests that stand in the book."""
        recorded = [
            (event.position, msgspec.json.decode(event.state, type=UsageRecorded)) for event in events if event.topic == USAGE_RECORDED
        ]
        for group in groups(recorded):
            rows = self._remote.call(
                "billing", "read_usage_batches", {"batches": [fact.batch for _, fact in group]}, timeout_s=READ_TIMEOUT_S
            )["rows"]
            by_batch = {batch: list(found) for batch, found in groupby(rows, key=lambda row: row[0])}
            for position, fact in group:
                yield from usage_days(position, fact, by_batch.get(fact.batch, []))
