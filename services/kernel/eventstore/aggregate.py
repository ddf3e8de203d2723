"""The base of aggregates: the library's, with explicit topics required and no clock of its own.

A public method decides and may refuse; a private `@event` method assigns, cannot fail, has no clock and no I/O. Time is an argument.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

import eventsourcing.domain
from eventsourcing.domain import event

__all__ = ["Aggregate", "event"]

_RESERVED = {"originator_id", "originator_version", "originator_topic", "timestamp", "class_version"}

UNTIMED = datetime(1970, 1, 1, tzinfo=UTC)
"""The library gives every event a timestamp. Ours is not stored: a fact's own time is a field of the fact, the ledger's is
`recorded_at`.
"""


class Aggregate(eventsourcing.domain.Aggregate):
    """What is decided as one: loaded, asked, saved. Its attributes are annotated on the class, for snapshots decode by them.

    Who changes what an attribute means, and not only how it looks, raises `class_version`: older snapshots are then ignored.
    """

    TOPIC: ClassVar[str]
    class_version: ClassVar[int] = 1

    class Event(eventsourcing.domain.Aggregate.Event):
        """A fact about the aggregate. Every subclass states its TOPIC, `room.fact`, for ever."""

        @staticmethod
        def create_timestamp() -> datetime:
            return UNTIMED

    class Created(Event, eventsourcing.domain.Aggregate.Created):
        """The first fact about an aggregate."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if not cls.__dict__.get("TOPIC"):
            raise TypeError(f"{cls.__qualname__} has no TOPIC")
        super().__init_subclass__(**kwargs)
        for fact in facts_of(cls):
            if clash := _RESERVED & {*vars(fact).get("__annotations__", ())}:
                raise TypeError(f"{fact.__qualname__}: {clash} would not be stored, the envelope has that name")
            fact.AGGREGATE_TOPIC = cls.TOPIC


def facts_of(aggregate_class: type[Aggregate]) -> list[type[Any]]:
    """The event classes that an aggregate declares: those with a topic of their own, other than that of its abstract `Event` base."""
    abstract = getattr(aggregate_class.Event, "TOPIC", None)
    return [
        item
        for item in vars(aggregate_class).values()
        if isinstance(item, type) and issubclass(item, Aggregate.Event) and getattr(item, "TOPIC", None) not in (None, abstract)
    ]
