"""A row of the usage ledger, in memory, as the line that digests are taken over, and as PostgreSQL's binary COPY takes it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec

from services.kernel.clock import EPOCH

SAMPLE, RETRACTION = 1, 2

Identity = tuple[str, str, int]
"""(source, event id, kind): what makes a report of a workspace-day the same report; a repeat counts once, for ever (decision 23)."""


class WorkspaceDay(msgspec.Struct, frozen=True, order=True, cache_hash=True):
    """A workspace's local day: what is billed as one."""

    workspace_id: UUID
    day: date


class Row(msgspec.Struct, array_like=True, gc=False):
    """What a report says, where it belongs and who says it: the columns of a canonical line, in their order."""

    workspace_id: UUID
    day: date
    source: str
    event_id: str
    kind: int
    item: str
    hour: datetime
    """In UTC, as the database will say it: digests are taken over these characters."""
    quantity: int
    retention_days: int | None
    key: str
    spans: int | None
    rum_events: int | None


def canonical(rows: Iterable[Row]) -> bytes:
    """The rows' bytes for digests: a JSON array a line, the same from any JSON library without spaces and with characters unescaped."""
    return _json.encode_lines(rows)


_json: Final = msgspec.json.Encoder()


# -- binary COPY -----------------------------------------------------------------------------------------------------------------------

COLUMNS: Final = "workspace_id, day, source, event_id, kind, batch, item, hour, quantity, retention_days, key, spans, rum_events"
_POSTGRES_DAY: Final = date(2000, 1, 1).toordinal()
_POSTGRES_EPOCH_US: Final = 946_684_800_000_000
_HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
_TRAILER: Final = struct.pack(">h", -1)
_NULL: Final = struct.pack(">i", -1)
_start: Final = struct.Struct(">hi16sii").pack
_small: Final = struct.Struct(">ih").pack
_word: Final = struct.Struct(">ii").pack
_large: Final = struct.Struct(">iq").pack
_length: Final = struct.Struct(">i").pack


def copy_format(rows: Iterable[Row], batch: int) -> bytes:
    """Rows for `copy … (COLUMNS) from stdin (format binary)`. What many rows share is encoded once (half of the work)."""
    parts = [_HEADER]
    for row in rows:
        event_id = row.event_id.encode()
        parts += (
            _origin(row.workspace_id.int, row.day, row.source),
            _length(len(event_id)),
            event_id,
            _kind_and_hour(row.kind, batch, row.item, row.hour),
            _large(8, row.quantity),
            _keeping(row.retention_days, row.key),
            _NULL if row.spans is None else _large(8, row.spans),
            _NULL if row.rum_events is None else _large(8, row.rum_events),
        )
    parts.append(_TRAILER)
    return b"".join(parts)


@lru_cache(maxsize=16_384)
def _origin(workspace: int, day: date, source: str) -> bytes:
    return _start(13, 16, workspace.to_bytes(16, "big"), 4, day.toordinal() - _POSTGRES_DAY) + _text(source)


@lru_cache(maxsize=16_384)
def _kind_and_hour(kind: int, batch: int, item: str, hour: datetime) -> bytes:
    return _small(2, kind) + _large(8, batch) + _text(item) + _large(8, (hour - EPOCH) // EPOCH.resolution - _POSTGRES_EPOCH_US)


@lru_cache(maxsize=16_384)
def _keeping(retention_days: int | None, key: str) -> bytes:
    return (_NULL if retention_days is None else _word(4, retention_days)) + _text(key)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return _length(len(encoded)) + encoded
