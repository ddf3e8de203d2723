"""Between facts and bytes: an event's state is JSON, written in the order of its fields and read by their annotations.

No float, no Decimal and no private tags: an auditor reads the same JSON in psql, and a replay decodes it at a million events a second.
Old versions are upcast a step at a time (`upcast_v1_v2(state)` on the event class), as in the library.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypedDict, TypeVar, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import resolve_topic

from services.kernel.eventstore.aggregate import UNTIMED, Aggregate

_ENVELOPE = {"originator_id", "originator_version", "timestamp", "originator_topic"}
T = TypeVar("T", bound=Aggregate)
_encoder = msgspec.json.Encoder()


class Mapper:
    """Turns domain events into stored events and back. Stateless; shaped like the library's mapper."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event_class = type(domain_event)
        state = {name: value for name, value in vars(domain_event).items() if name not in _ENVELOPE}
        version = getattr(event_class, "class_version", 1)
        if version > 1:
            state["class_version"] = version
        return StoredEvent(domain_event.originator_id, domain_event.originator_version, event_class.TOPIC, _encoder.encode(state))

    def to_domain_event(self, stored: StoredEvent) -> Any:
        event_class: Any = resolve_topic(stored.topic)
        state = decode_state(event_class, stored.state)
        state.update(originator_id=stored.originator_id, originator_version=stored.originator_version, timestamp=UNTIMED)
        if issubclass(event_class, Aggregate.Created):
            state["originator_topic"] = event_class.AGGREGATE_TOPIC
        fact = object.__new__(event_class)
        object.__setattr__(fact, "__dict__", state)
        return fact


def decode_state(event_class: Any, state: bytes) -> dict[str, Any]:
    """The fields of a stored event, typed by its annotations and upcast to the class's version."""
    version = getattr(event_class, "class_version", 1)
    if version == 1:
        return dict(_decoder_of(event_class).decode(state))
    raw = msgspec.json.decode(state)
    for step in range(raw.pop("class_version", 1), version):
        getattr(event_class, f"upcast_v{step}_v{step + 1}")(raw)
    return dict(msgspec.convert(raw, state_type_of(event_class)))


@cache
def state_type_of(event_class: Any) -> Any:
    """The shape of an event's stored state."""
    hints = get_type_hints(event_class, include_extras=True)
    names = [name for name in event_class.__dataclass_fields__ if name not in _ENVELOPE]
    return TypedDict(event_class.__qualname__, {name: hints[name] for name in names})  # type: ignore[operator]


@cache
def _decoder_of(event_class: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(state_type_of(event_class))


_STATE_OF_LIBRARY = {"_id", "_version", "_pending_events", "_created_on", "_modified_on"}


def encode_snapshot(aggregate: Aggregate) -> bytes:
    """An aggregate's attributes as JSON, without what the library adds."""
    return _encoder.encode({name: value for name, value in vars(aggregate).items() if name not in _STATE_OF_LIBRARY})


def decode_snapshot(aggregate_class: type[T], *, id: UUID, version: int, state: bytes) -> T:
    """The aggregate as it was when the snapshot was taken."""
    attributes = dict(_snapshot_decoder_of(aggregate_class).decode(state))
    attributes.update(_id=id, _version=version, _pending_events=[], _created_on=UNTIMED, _modified_on=UNTIMED)
    aggregate = object.__new__(aggregate_class)
    object.__setattr__(aggregate, "__dict__", attributes)
    return aggregate


@cache
def _snapshot_decoder_of(aggregate_class: Any) -> msgspec.json.Decoder[Any]:
    hints = {
        name: hint
        for name, hint in get_type_hints(aggregate_class, include_extras=True).items()
        if name not in {"TOPIC", "INITIAL_VERSION", "Snapshot", "class_version"} and not name.startswith("_")
    }
    return msgspec.json.Decoder(TypedDict(aggregate_class.__name__, hints))  # type: ignore[operator]
