"""Usage at the door: the envelope is checked, then the batch goes, as the client sent it, as one persistent message to the quorum queue.

The message, JSON: {"receipt_id", "account_id", "received_at", "events": [...the CloudEvents, byte for byte...]}. What the events say
(item, quantity, workspace, time) is billing's to judge, event by event; the receipt tells. A batch is accepted when the broker has
confirmed it, and not before.
Source: architecture, "Usage is the data plane"; product decision 22.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

from gateway.bodies import BodyIsMalformed
from services.kernel.errors import InvalidInput, Refusal

BATCH: Final = "application/cloudevents-batch+json"
SINGLE: Final = "application/cloudevents+json"
LINES: Final = "application/x-ndjson"
MEDIA_TYPES: Final = (BATCH, SINGLE, LINES)

PACKED_LIMIT_BYTES: Final = 10 << 20
LIMIT_BYTES: Final = 64 << 20
LARGEST_BATCH_EVENTS: Final = 10_000

_Name = Annotated[str, Meta(min_length=1, max_length=256)]


class Envelope(msgspec.Struct, gc=False):
    """What every CloudEvent must say, whatever it is about. Its `data` must be well-formed JSON and is not built: billing reads it."""

    specversion: Literal["1.0"]
    id: _Name
    source: _Name
    type: _Name
    subject: _Name | None = None
    time: str | None = None
    datacontenttype: str | None = None


class BatchIsEmpty(Refusal):
    """The batch has no events."""

    code = "gateway.batch_is_empty"


class BatchIsTooLong(Refusal):
    """The batch has more events than one request may bring."""

    code = "gateway.batch_is_too_long"

    def __init__(self, *, events: int, limit: int) -> None:
        super().__init__(events=events, limit=limit)


class Batch(msgspec.Struct, frozen=True):
    """Events whose envelopes are sound: how many, and the JSON array of them as it was sent."""

    size: int
    events: bytes


class Publisher(Protocol):
    """Hands a message to the broker and returns when it is stored there."""

    def publish(self, body: bytes, *, message_id: str) -> None:
        """Refuses: IntakeIsFull, IntakeIsBlocked."""
        ...


_ONE = msgspec.json.Decoder(Envelope)
_MANY = msgspec.json.Decoder(list[Envelope])


def read_batch(body: bytes, media_type: str) -> Batch:
    """The events of a body in one of the three media types.

    Refuses: BodyIsMalformed (syntax), InvalidInput (an envelope, with its pointer), BatchIsEmpty, BatchIsTooLong.
    """
    _require_utf8(body)
    batch = _read_lines(body) if media_type == LINES else _read_json(body, is_single=media_type == SINGLE)
    if batch.size == 0:
        raise BatchIsEmpty()
    if batch.size > LARGEST_BATCH_EVENTS:
        raise BatchIsTooLong(events=batch.size, limit=LARGEST_BATCH_EVENTS)
    return batch


def _read_json(body: bytes, *, is_single: bool) -> Batch:
    array = b"[" + body + b"]" if is_single else body
    return Batch(size=len(_decode(array)), events=array)


def _read_lines(body: bytes) -> Batch:
    """Each line on its own first: `1}\\n{2` is no event, though joined by a comma it would be."""
    lines = [line for line in body.splitlines() if line.strip()]
    for index, line in enumerate(lines):
        _decode_line(line, index)
    return Batch(size=len(lines), events=b"[" + b",".join(lines) + b"]")


def _decode(array: bytes) -> list[Envelope]:
    try:
        return _MANY.decode(array)
    except msgspec.ValidationError as error:
        raise InvalidInput([_located(str(error))]) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BodyIsMalformed(str(error)) from None


def _decode_line(line: bytes, index: int) -> None:
    try:
        _ONE.decode(line)
    except msgspec.ValidationError as error:
        raise InvalidInput([_located(str(error), prefix=f"/{index}")]) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise BodyIsMalformed(f"line {index + 1}: {error}") from None


def _located(message: str, prefix: str = "") -> dict[str, str]:
    """msgspec's "why - at `$[3].id`" as a JSON pointer and a reason."""
    reason, _, path = message.partition(" - at `$")
    pointer = path.rstrip("`").replace("[", "/").replace("]", "").replace(".", "/")
    return {"pointer": prefix + pointer, "detail": reason}


def _require_utf8(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise BodyIsMalformed(str(error)) from None


def message(batch: Batch, *, receipt_id: UUID, account_id: UUID, received_at: datetime) -> bytes:
    """The queue's message: our three facts, then the client's bytes."""
    head = msgspec.json.encode({"receipt_id": receipt_id, "account_id": account_id, "received_at": received_at})
    return head[:-1] + b',"events":' + batch.events + b"}"
