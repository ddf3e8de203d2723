"""Whether what a room says of its book can be true: no gaps, seals that hold, usage rows that are those that were digested. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.domain import BookIsBroken
from services.audit.queries.copies import Commit, Event, UsageDay
from services.kernel.eventstore import SealedEvent, seal

USAGE_ROWS_AT_ONCE: Final = 20_000
BATCHES_AT_ONCE: Final = 1_000
USAGE_RECORDED: Final = "billing.usage_recorded"


class RecordedDay(msgspec.Struct):
    """What billing said of one workspace-day of a batch."""

    workspace_id: UUID
    day: date
    samples: int
    retractions: int
    digest: str


class UsageRecorded(msgspec.Struct):
    """billing.usage_recorded, as far as we read it."""

    batch: int
    rows: int
    days: list[RecordedDay]


def require_sealed(book: str, end: Commit, events: Sequence[Event], commits: Sequence[Commit]) -> None:
    """Nothing is missing, and each commit's digest follows from its events and from the commit before. Raises BookIsBroken."""
    place = 0
    for commit in commits:
        if commit.from_position != end.to_position + 1:
            raise BookIsBroken(
                book=book,
                position=commit.from_position,
                what="a gap between commits",
                expected=f"a commit from {end.to_position + 1}",
                found=f"one from {commit.from_position}",
            )
        count = commit.to_position - commit.from_position + 1
        within = events[place : place + count]
        place += count
        positions = [event.position for event in within]
        if positions != list(range(commit.from_position, commit.to_position + 1)):
            missing = sorted(set(range(commit.from_position, commit.to_position + 1)) - set(positions))
            raise BookIsBroken(
                book=book,
                position=missing[0] if missing else commit.from_position,
                what="events are missing or out of order",
                expected=f"positions {commit.from_position} to {commit.to_position}",
                found=f"without {missing[:10]}",
            )
        digest = digest_of(end.digest, commit, within)
        if digest != commit.digest:
            raise BookIsBroken(
                book=book, position=commit.from_position, what="the seal does not hold", expected=commit.digest.hex(), found=digest.hex()
            )
        end = commit


def digest_of(previous: bytes, commit: Commit, events: Iterable[Event]) -> bytes:
    """The seal as it follows from the events."""
    return seal(
        previous,
        from_position=commit.from_position,
        to_position=commit.to_position,
        recorded_at=commit.recorded_at,
        events=map(as_sealed, events),
    )


def as_sealed(event: Event) -> SealedEvent:
    """What the seal covers of an event; its position is its place in the commit."""
    return SealedEvent(event.originator_id, event.originator_version, event.topic, event.state)


def usage_days(position: int, fact: UsageRecorded, rows: Sequence[Sequence[Any]]) -> Iterator[UsageDay]:
    """A batch's rows by workspace-day, in the bytes that were digested. Raises BookIsBroken where they are not what was recorded."""
    lines: dict[tuple[str, str], list[bytes]] = {}
    for row in rows:
        lines.setdefault((row[1], row[2]), []).append(msgspec.json.encode(row[1:]) + b"\n")
    for day in fact.days:
        found = lines.pop((str(day.workspace_id), day.day.isoformat()), [])
        text = b"".join(found)
        where = f"usage of {day.workspace_id} on {day.day} in batch {fact.batch}"
        if len(found) != day.samples + day.retractions:
            raise _usage_is_broken(position, f"{where}: rows", str(day.samples + day.retractions), str(len(found)))
        digest = hashlib.sha256(text)
        if digest.hexdigest() != day.digest:
            raise _usage_is_broken(position, f"{where}: digest", day.digest, digest.hexdigest())
        yield UsageDay(day.workspace_id, day.day, position, fact.batch, day.samples, day.retractions, digest.digest(), text)
    for workspace_id, stray in lines:
        raise _usage_is_broken(position, f"usage of {workspace_id} on {stray} in batch {fact.batch}", "no rows", "rows")


def _usage_is_broken(position: int, what: str, expected: str, found: str) -> BookIsBroken:
    return BookIsBroken(book="billing", position=position, what=what, expected=expected, found=found)


def groups(recorded: Iterable[tuple[int, UsageRecorded]]) -> Iterator[list[tuple[int, UsageRecorded]]]:
    """Batches to ask for at once: as many as have some 20,000 rows together."""
    group: list[tuple[int, UsageRecorded]] = []
    rows = 0
    for position, fact in recorded:
        if group and (rows + fact.rows > USAGE_ROWS_AT_ONCE or len(group) == BATCHES_AT_ONCE):
            yield group
            group, rows = [], 0
        group.append((position, fact))
        rows += fact.rows
    if group:
        yield group
