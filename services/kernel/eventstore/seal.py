"""The seal: a commit's digest over the commit before, its heading, and the Merkle root of its events.

A commit holds the saves of many callers. With a root in place of the events themselves, one event and its path suffice to compute the
seal again, and nothing is seen of the others.
The same bytes are hashed in append_events() (0003_merkle_seal.sql). Change one and every book ever written breaks: a golden test holds
both.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.kernel.clock import EPOCH
from services.kernel.eventstore import merkle

FIRST_DIGEST = hashlib.sha256(b"").digest()
"""What the first commit of a book is chained to."""

_COMMIT = b"\x02"
_HEADER = struct.Struct(">qqq")
_VERSION = struct.Struct(">q")
_LENGTH = struct.Struct(">i")
_MICROSECOND = timedelta(microseconds=1)


class SealedEvent(NamedTuple):
    """A stored event as the seal sees it. Its position is its place in the tree."""

    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


def leaf_of(event: SealedEvent) -> bytes:
    """The event's digest: its leaf in the commit's tree."""
    topic = event.topic.encode()
    lengths = _LENGTH.pack(len(topic)), _LENGTH.pack(len(event.state))
    return merkle.leaf(
        b"".join((event.originator_id.bytes, _VERSION.pack(event.originator_version), lengths[0], topic, lengths[1], event.state))
    )


def seal(previous: bytes, *, from_position: int, to_position: int, recorded_at: datetime, events: Iterable[SealedEvent]) -> bytes:
    """The digest (sha256, 32 bytes) of the commit that holds `events`, in order of position."""
    root = merkle.root_of([leaf_of(event) for event in events])
    return seal_of_root(previous, from_position=from_position, to_position=to_position, recorded_at=recorded_at, root=root)


def seal_of_root(previous: bytes, *, from_position: int, to_position: int, recorded_at: datetime, root: bytes) -> bytes:
    """The digest of the commit whose events have this Merkle root."""
    heading = _HEADER.pack(from_position, to_position, (recorded_at - EPOCH) // _MICROSECOND)
    return hashlib.sha256(_COMMIT + previous + heading + root).digest()
