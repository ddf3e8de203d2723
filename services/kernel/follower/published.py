"""A room's published language: which of its events others may read, under which names, and the page they read them in.

The book is the room's log itself; what is not named here is skipped, but its positions are passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict
from uuid import UUID

import msgspec

from services.kernel.database import Database
from services.kernel.follower.queries import Row, read_book_page
from services.kernel.ids import natural_id
from services.kernel.schemas import Question, shape

PAGE_EVENTS: Final = 1_000
PAGE_BYTES: Final = 1_048_576


@shape
class ReadPublished(Question):
    """Read a room's published events after a position: at most `limit`, a thousand, or one MiB, whatever comes first."""

    after: int
    limit: int = PAGE_EVENTS


class PublishedPage(TypedDict):
    """`to`: the position up to which the page is complete, so where to read on; `head`: the last position of the book."""

    events: list[dict[str, Any]]
    to: int
    head: int


class Published:
    """`Published("wallet", {Wallet.Charged: "wallet.charged.v1"}, samples={"wallet.charged.v1": {...}})`.

    The data of a published event are its stored fields as JSON, upcast to the present version. `samples` are data by name, for tests.
    """

    def __init__(self, room: str, names: Mapping[type[Any], str], *, samples: Mapping[Any, Any] | None = None) -> None:
        self.room, self.names, self.samples = room, dict(names), dict(samples or {})
        self._by_topic: dict[str, tuple[type[Any], str]] = {str(fact.TOPIC): (fact, name) for fact, name in self.names.items()}
        for name in self.names.values():
            if not name.startswith(f"{room}.") or not name.rpartition(".v")[2].isdecimal():
                raise ValueError(f"{name} is not named {room}.fact.v1")
        if len(set(self.names.values())) != len(self.names):
            raise ValueError("two facts are published under one name")

    def read(self, database: Database, *, after: int, limit: int = PAGE_EVENTS) -> PublishedPage:
        """The page after that position."""
        wanted = min(max(limit, 1), PAGE_EVENTS)
        rows, to, head = read_book_page(database, after=after, limit=wanted, size_bytes=PAGE_BYTES, topics=list(self._by_topic))
        return {"events": [self.envelope(row) for row in rows], "to": to, "head": head}

    def envelope(self, row: Row) -> dict[str, Any]:
        """What is told about one event; `data` is JSON already. `account_id` is the event's own, or else its aggregate's id."""
        fact, name = self._by_topic[row.topic]
        state = _upcast(fact, row.state)
        owner = msgspec.json.decode(state, type=_Owned).account_id
        return {
            "position": row.position,
            "name": name,
            "event_id": natural_id("event", row.originator_id, row.originator_version),
            "account_id": row.originator_id if owner is None else owner,
            "recorded_at": row.recorded_at,
            "data": msgspec.Raw(state),
        }


class _Owned(msgspec.Struct):
    account_id: UUID | None = None


def _upcast(fact: type[Any], state: bytes) -> bytes:
    if getattr(fact, "class_version", 1) == 1:
        return state
    from services.kernel.eventstore.mapper import decode_state

    return msgspec.json.encode(decode_state(fact, state))
