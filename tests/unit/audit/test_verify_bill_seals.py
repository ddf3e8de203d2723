"""The verifier's arithmetic of seals: what is digested has the length that it has in the book, or other content could take its digest."""

import json
import runpy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.kernel.clock import EPOCH
from services.kernel.eventstore import FIRST_DIGEST, SealedEvent, leaf_of, seal

VERIFIER = runpy.run_path(str(Path(__file__).parents[3] / "services" / "audit" / "verify_bill.py"))
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATEST_US = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def an_event(number: int = 0) -> SealedEvent:
    state = json.dumps({"bill_id": str(UUID(int=number)), "total_micros": 0}, separators=(",", ":")).encode()
    return SealedEvent(UUID(int=number), 1, "billing.bill_issued", state)


def named(event: SealedEvent, position: int, path: list[str]) -> dict[str, Any]:
    return {
        "position": position,
        "originator_id": str(event.originator_id),
        "originator_version": event.originator_version,
        "topic": event.topic,
        "state": json.loads(event.state),
        "path": path,
    }


def a_commit(event: SealedEvent) -> dict[str, Any]:
    """The first commit of a book, which holds this event alone."""
    digest = seal(FIRST_DIGEST, from_position=1, to_position=1, recorded_at=NOW, events=[event])
    return {
        "book": "billing",
        "from_position": 1,
        "to_position": 1,
        "previous": FIRST_DIGEST.hex(),
        "recorded_at": NOW.isoformat(),
        "digest": digest.hex(),
        "events": [named(event, 1, [])],
    }


def holds(*commits: dict[str, Any]) -> bool:
    try:
        return list(VERIFIER["check_seals"]({"commits": [*commits]})) == []
    except (IndexError, ValueError, OverflowError):
        return False


def sealed_bytes(commit: dict[str, Any], event: SealedEvent) -> bytes:
    """What the seal of a commit of one event is the digest of, without the first byte."""
    recorded_us = (datetime.fromisoformat(commit["recorded_at"]) - EPOCH) // timedelta(microseconds=1)
    numbers = (commit["from_position"], commit["to_position"], recorded_us)
    return bytes.fromhex(commit["previous"]) + b"".join(number.to_bytes(8, "big") for number in numbers) + leaf_of(event)


def moved_boundaries() -> dict[str, Any]:
    """A commit with invented content and a real digest: the end of the root is read as the heading, what is before as the digest before.

    The invented event names a path that is too long, so that there would be no root at all.
    """
    for number in range(100_000):
        event = an_event(number)
        real = a_commit(event)
        content = sealed_bytes(real, event)
        first, last, recorded_us = (int.from_bytes(content[place : place + 8], "big") for place in (64, 72, 80))
        if first <= last and recorded_us <= LATEST_US:
            path = ["00" * 32] * ((last - first).bit_length() + 1)
            recorded_at = (EPOCH + timedelta(microseconds=recorded_us)).isoformat()
            invented = named(an_event()._replace(state=b'{"total_micros":1}'), first, path)
            return {
                **real,
                "from_position": first,
                "to_position": last,
                "previous": content[:64].hex(),
                "recorded_at": recorded_at,
                "events": [invented],
            }
    raise AssertionError("no such commit was found")


def test_a_seal_holds_for_what_was_sealed():
    assert holds(a_commit(an_event()))


def test_invented_content_cannot_take_a_real_digest_by_moving_the_boundaries():
    assert not holds(moved_boundaries())


TOO_LONG: dict[str, Callable[[dict[str, Any]], Any]] = {
    "an aggregate's id": lambda commit: commit["events"][0].update(originator_id="01" * 17),
    "the digest before": lambda commit: commit.update(previous="01" * 64),
    "a leaf": lambda commit: commit.update(events=[{"position": 1, "path": [], "leaf": "01" * 33}]),
    "a path": lambda commit: commit["events"][0].update(path=["01" * 33]),
}


@pytest.mark.parametrize("alter", TOO_LONG.values(), ids=TOO_LONG)
def test_what_is_longer_than_in_the_book_is_not_digested(alter):
    commit = a_commit(an_event())
    alter(commit)

    with pytest.raises(OverflowError):
        list(VERIFIER["check_seals"]({"commits": [commit]}))
