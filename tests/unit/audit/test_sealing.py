"""A page of a book is believed only if nothing is missing and every seal follows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from services.audit.domain import BookIsBroken
from services.audit.queries.copies import Commit, Event
from services.audit.sealing import RecordedDay, UsageRecorded, digest_of, groups, require_sealed, usage_days
from services.kernel.eventstore import FIRST_DIGEST

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
START = Commit(0, 0, NOON, FIRST_DIGEST)
WORKSPACE = UUID(int=1)


def a_book(*sizes: int) -> tuple[list[Event], list[Commit]]:
    """Sealed commits of these many events."""
    events, commits, previous = [], [], FIRST_DIGEST
    for number, size in enumerate(sizes):
        first, at = len(events) + 1, NOON + timedelta(microseconds=number)
        within = [Event(first + n, UUID(int=first + n), 1, "wallet.told", b'{"n":%d}' % n, at) for n in range(size)]
        commit = Commit(first, first + size - 1, at, b"")
        previous = digest_of(previous, commit, within)
        commits.append(commit._replace(digest=previous))
        events += within
    return events, commits


def test_a_book_that_is_whole_is_believed():
    events, commits = a_book(1, 3, 2)

    require_sealed("wallet", START, events, commits)
    require_sealed("wallet", commits[0], events[1:], commits[1:])


@pytest.mark.parametrize(
    ("spoil", "what", "position"),
    [
        (lambda e, c: ([*e[:2], e[2]._replace(state=b"{}"), *e[3:]], c), "the seal does not hold", 2),
        (lambda e, c: (e, [c[0], c[1]._replace(recorded_at=NOON), c[2]]), "the seal does not hold", 2),
        (lambda e, c: (e[:2] + e[3:], c), "events are missing or out of order", 3),
        (lambda e, c: (e[:1] + e[4:], [c[0], c[2]]), "a gap between commits", 5),
        (lambda e, c: (e[1:], c[1:]), "a gap between commits", 2),
        (lambda e, c: ([e[0], e[2], e[1], *e[3:]], c), "events are missing or out of order", 2),
    ],
)
def test_what_was_altered_left_out_or_moved_is_named(spoil, what, position):
    events, commits = spoil(*a_book(1, 3, 2))

    with pytest.raises(BookIsBroken) as broken:
        require_sealed("wallet", START, events, commits)

    assert (broken.value.what, broken.value.position) == (what, position)


def rows(batch: int, *ids: str) -> list[list[object]]:
    return [[batch, str(WORKSPACE), "2026-11-16", "s", id, 1, "logs", "2026-11-16T04:00:00Z", 5, None, "", None, None] for id in ids]


def recorded(batch: int, count: int, digest: str) -> UsageRecorded:
    return UsageRecorded(batch, count, [RecordedDay(WORKSPACE, NOON.date(), count, 0, digest)])


def test_usage_rows_are_believed_if_their_digest_was_recorded():
    import hashlib

    lines = b"".join(msgspec.json.encode(row[1:]) + b"\n" for row in rows(3, "a", "b"))
    fact = recorded(3, 2, hashlib.sha256(lines).hexdigest())

    (day,) = usage_days(9, fact, rows(3, "a", "b"))

    assert (day.lines, day.samples, day.position, day.batch) == (lines, 2, 9, 3)
    for others in (rows(3, "a", "c"), rows(3, "b", "a"), rows(3, "a"), rows(3, "a", "b", "c"), []):
        with pytest.raises(BookIsBroken):
            list(usage_days(9, fact, others))


def test_batches_are_asked_for_in_groups_of_limited_size():
    facts = [(n, recorded(n, size, "")) for n, size in enumerate([20_000, 1, 19_999, 1, *([0] * 1_500)])]

    sizes = [len(group) for group in groups(facts)]

    assert sizes == [1, 2, 1_000, 501]
