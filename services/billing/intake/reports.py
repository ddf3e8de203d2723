"""What clients report: a usage event as it travels, and reading it. What it says is judged afterwards.

Source: decision 22.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

import msgspec

NUL: Final = "\x00"
_ESCAPED_NUL: Final = b"\\u0000"
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Beyond these an instant has no date in some zone, and computing one would fail for the whole batch."""

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Time = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class Measured(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The data of a usage event. Quantities are whole numbers of base units: records, bytes, calls, series, sessions."""

    item: str
    quantity: Count
    retention_days: int | None = None
    index: Text | None = None
    rule: Text | None = None
    spans: Count | None = None
    rum_events: Count | None = None


class Reported(msgspec.Struct, gc=False):
    """A CloudEvent that reports usage, or takes a report back. Other attributes of the envelope are allowed and ignored."""

    id: Text
    source: Text
    type: Literal["usage.sample.v1", "usage.retraction.v1"]
    subject: Text
    time: str
    """As it was written; `time_of` reads it, once for the many events that write the same."""
    data: Measured
    specversion: Literal["1.0"] = "1.0"


class Unacceptable(msgspec.Struct, frozen=True):
    """Why an event cannot count; the others of its batch do. A value: refusals are kept for the next event like it, and a kept exception
    would keep every batch it was raised for.
    """

    code: str
    detail: str


UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading raises for bytes that are not what they should be."""
_one: Final = msgspec.json.Decoder(Reported)
_many: Final = msgspec.json.Decoder(list[Reported])


def read(raws: Sequence[msgspec.Raw]) -> Sequence[Reported | Unacceptable]:
    """The events of a message as typed, in order. All at once, which is half the work; one by one where something is wrong with one."""
    array = b"[%b]" % b",".join(raws)
    if _ESCAPED_NUL not in array:
        try:
            return _many.decode(array)
        except UNREADABLE:
            pass
    return [read_one(raw) for raw in raws]


def read_one(raw: bytes | msgspec.Raw) -> Reported | Unacceptable:
    """The event as typed, or why it is none (event_is_malformed), with the path."""
    try:
        event = _one.decode(raw)
    except UNREADABLE as error:
        return malformed(str(error))
    if _ESCAPED_NUL in bytes(raw) and any(NUL in text for text in (event.id, event.source, event.data.index or "", event.data.rule or "")):
        return malformed("text holds the character U+0000, which the database cannot keep")
    return event


def time_of(written: str) -> datetime | Unacceptable:
    """The instant, with its zone, or why it is none."""
    try:
        time = msgspec.convert(written, _Time)
    except msgspec.ValidationError as error:
        return malformed(f"{error} - at `$.time`")
    return time if _FIRST <= time <= _LAST else malformed("time is not of our age")


def malformed(why: str) -> Unacceptable:
    """The event is not one of ours, whatever it is."""
    return Unacceptable("billing.event_is_malformed", why)


def id_of(raw: Any) -> str | None:
    """The id of an event that has no other claim to being one."""
    try:
        found = msgspec.json.decode(raw)
    except UNREADABLE:
        return None
    id = found.get("id") if isinstance(found, dict) else None
    return id[:200] if isinstance(id, str) else None
