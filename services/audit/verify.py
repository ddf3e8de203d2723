"""Verification: each book's chain and gaps, the usage ledger's digests; and whether each room's book is still the one that was copied."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any
from uuid import UUID

import msgspec

from services.audit.domain import KEPT_DIFFERENCES, BookIsBroken, Difference, Outcome
from services.audit.policies import Copyist
from services.audit.queries.copies import BOOKS, Commit, Copies, Event
from services.audit.queries.streams import commits, sealed_events, states, usage_between
from services.audit.sealing import USAGE_RECORDED, UsageRecorded, digest_of, groups, usage_days
from services.kernel.clock import EPOCH
from services.kernel.database import Database
from services.kernel.eventstore import FIRST_DIGEST
from services.kernel.rpc import Remote

READ_TIMEOUT_S = 30.0
CATCH_UP_TIMEOUT_S = 3_600.0


class Verification:
    """One verification of everything."""

    def __init__(
        self,
        database: Database,
        remote: Remote,
        copyists: Mapping[str, Copyist],
        *,
        progress: Callable[[str, int], None] = lambda _w, _d: None,
    ) -> None:
        self._copies, self._remote, self._copyists, self._progress = Copies(database), remote, copyists, progress
        self._checked: dict[str, int] = {}
        self._found: list[Difference] = []

    def run(self) -> Outcome:
        """Every difference; a book that cannot be copied further is one of them."""
        positions = {}
        for book in BOOKS:
            self._found += self._copied(book)
            self._found += self._chain(book)
            self._found += self._room_still_says_so(book)
            positions[book] = self._copies.end_of(book).to_position
        self._found += self._usage(positions["billing"])
        self._found += self._usage_of_the_room(positions["billing"])
        return Outcome(
            positions=positions, checked=self._checked, difference_count=len(self._found), differences=self._found[:KEPT_DIFFERENCES]
        )

    def _copied(self, book: str) -> Iterator[Difference]:
        self._progress(f"copying the book of {book}", 0)
        try:
            self._copyists[book].catch_up(CATCH_UP_TIMEOUT_S)
        except BookIsBroken as fault:
            yield Difference(fault.what, f"the room's book of {book}, position {fault.position}", fault.expected, fault.found)

    def _chain(self, book: str) -> Iterator[Difference]:
        """Our copy: every seal follows from its events and from the seal before, and no position is missing."""
        events = (Event(*row, EPOCH) for page in sealed_events(self._copies.database, book) for row in page)
        previous, last = FIRST_DIGEST, 0
        for commit in (Commit(*row) for page in commits(self._copies.database, book) for row in page):
            if commit.from_position != last + 1:
                yield Difference("a gap", f"our copy of {book}, position {last + 1}", str(last + 1), str(commit.from_position))
            within = list(islice(events, commit.to_position - commit.from_position + 1))
            if [event.position for event in within] != list(range(commit.from_position, commit.to_position + 1)):
                where = f"our copy of {book}, positions {commit.from_position} to {commit.to_position}"
                yield Difference("events are missing", where, "all of them", str([event.position for event in within][:20]))
            digest = digest_of(previous, commit, within)
            if digest != commit.digest:
                where = f"our copy of {book}, commit {commit.from_position} to {commit.to_position}"
                yield Difference("the seal does not hold", where, commit.digest.hex(), digest.hex())
            previous, last = commit.digest, commit.to_position
            self._count(f"commits of {book}")
            self._progress(f"checking the chain of {book}, position", last)

    def _room_still_says_so(self, book: str) -> Iterator[Difference]:
        """The room's own book, read again from its first event: a history that was rewritten with new seals shows here."""
        end, after = self._copies.end_of(book).to_position, 0
        while after < end:
            page = self._remote.call(book, "read_book", {"after": after}, timeout_s=READ_TIMEOUT_S)
            told = {row[0]: (UUID(row[1]), row[2], row[3], base64.b64decode(row[4])) for row in page["events"] if row[0] <= end}
            ours = self._copies.events_between(book, after + 1, min(page["to"], end))
            for event in ours:
                said = told.pop(event.position, None)
                if said != (event.originator_id, event.originator_version, event.topic, event.state):
                    yield _rewritten(book, event, said)
            for position in told:
                yield Difference("the room's book was rewritten", f"{book}, position {position}", "no such event", told[position][2])
            if page["to"] <= after:
                yield Difference("the room's book was cut off", book, f"events up to {end}", f"events up to {after}")
                return
            after = page["to"]
            self._progress(f"reading the book of {book} again, position", after)

    def _usage(self, up_to: int) -> Iterator[Difference]:
        """The usage ledger: each batch's lines against the digests that stand in billing's sealed book."""
        recorded = (
            (position, day, fact.batch)
            for page in states(self._copies.database, "billing", (USAGE_RECORDED,), up_to=up_to)
            for _, state, position in page
            for fact in (msgspec.json.decode(state, type=UsageRecorded),)
            for day in sorted(fact.days, key=lambda day: (day.workspace_id, day.day))
        )
        rows = (row for page in usage_between(self._copies.database, after=0, up_to=up_to) for row in page)
        for position, day, batch in recorded:
            row = next(rows, None)
            where = f"usage of {day.workspace_id} on {day.day} in batch {batch}, billing position {position}"
            if row is None or row[:3] != (position, day.workspace_id, day.day):
                yield Difference("usage is missing", where, f"{day.samples + day.retractions} rows", "none")
                return
            yield from self._day(where, day, row)
        for row in rows:
            yield Difference("usage was added", f"usage of {row[1]} on {row[2]}, billing position {row[0]}", "none", f"{row[4]} samples")

    def _day(self, where: str, day: Any, row: tuple[Any, ...]) -> Iterator[Difference]:
        lines = row[7]
        self._count("usage rows", lines.count(b"\n"))
        self._count("usage digests")
        self._progress("checking digests of the usage ledger", self._checked["usage digests"])
        found = hashlib.sha256(lines).hexdigest()
        if found != day.digest:
            yield Difference("usage was altered", where, day.digest, found)
        if (row[4], row[5]) != (day.samples, day.retractions):
            yield Difference("usage was altered", where, f"{day.samples} + {day.retractions} rows", f"{row[4]} + {row[5]} rows")

    def _usage_of_the_room(self, up_to: int) -> Iterator[Difference]:
        """Billing's usage ledger as it stands now, against the same digests."""
        for page in states(self._copies.database, "billing", (USAGE_RECORDED,), up_to=up_to):
            for group in groups((position, msgspec.json.decode(state, type=UsageRecorded)) for _, state, position in page):
                asked = {"batches": [fact.batch for _, fact in group]}
                rows = self._remote.call("billing", "read_usage_batches", asked, timeout_s=READ_TIMEOUT_S)["rows"]
                by_batch = {batch: list(found) for batch, found in groupby(rows, key=lambda row: row[0])}
                for position, fact in group:
                    try:
                        self._count(
                            "usage rows in the room",
                            sum(day.samples + day.retractions for day in usage_days(position, fact, by_batch.get(fact.batch, []))),
                        )
                    except BookIsBroken as fault:
                        yield Difference("the room's usage ledger was altered", f"billing, {fault.what}", fault.expected, fault.found)
            self._progress("reading the usage ledger again, rows", self._checked.get("usage rows in the room", 0))

    def _count(self, what: str, many: int = 1) -> None:
        self._checked[what] = self._checked.get(what, 0) + many


def _rewritten(book: str, event: Event, said: tuple[Any, ...] | None) -> Difference:
    expected = f"{event.topic} {event.state.decode()}"
    found = "no such event" if said is None else f"{said[2]} {said[3].decode(errors='replace')}"
    return Difference("the room's book was rewritten", f"{book}, position {event.position}", expected, found)
