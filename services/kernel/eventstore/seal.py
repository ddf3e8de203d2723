"""The seal: a commit's digest over canonical, length-prefixed bytes, chained to the commit before.

The same bytes are hashed in append_events() (0001_ledger.sql). Change one and every book ever written breaks: a golden test holds both.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.kernel.clock import EPOCH

FIRST_DIGEST = hashlib.sha256(b"").digest()
"""What the first commit of a book is chained to."""

_HEADER = struct.Struct(">qqq")
_VERSION = struct.Struct(">q")
_LENGTH = struct.Struct(">i")
_MICROSECOND = timedelta(microseconds=1)


class SealedEvent(NamedTuple):
    """A stored event as the seal sees it."""

    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


def seal(previous: bytes, *, from_position: int, to_position: int, recorded_at: datetime, events: Iterable[SealedEvent]) -> bytes:
    """The digest (sha256, 32 bytes) of the commit that holds `events`, in order of position."""
    digest = hashlib.sha256(previous)
    digest.update(_HEADER.pack(from_position, to_position, (recorded_at - EPOCH) // _MICROSECOND))
    for event in events:
        topic = event.topic.encode()
        digest.update(event.originator_id.bytes + _VERSION.pack(event.originator_version))
        digest.update(_LENGTH.pack(len(topic)) + topic + _LENGTH.pack(len(event.state)) + event.state)
    return digest.digest()
