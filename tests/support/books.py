"""A book to follow in tests: a database with the kernel's tables, facts written to it, and a remote that reads it without a broker."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.kernel.database import Database
from services.kernel.follower import Published


class Told:
    """A published fact."""

    TOPIC = "teller.told"


class Whispered:
    """A fact that is not published."""

    TOPIC = "teller.whispered"


PUBLISHED = Published("teller", {Told: "teller.told.v1"})


def write(database: Database, *facts: dict[str, Any], topic: str = Told.TOPIC) -> int:
    """Append facts in one commit, each of a new aggregate; the last position."""
    ids = [fact.pop("originator_id", None) or uuid4() for fact in facts]
    states = [msgspec.json.encode(fact) for fact in facts]
    many = len(facts)
    row = database.one(
        """
        select append_events(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[], %s, '{}', '{}', '{}') as position
        """,
        (ids, [1] * many, [topic] * many, states, datetime.now(UTC)),
    )
    assert row is not None
    return int(row["position"])


class DirectRemote:
    """Answers `read_published` from the teller's database, as it would cross the wire. `before` may raise, as a broken wire does."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.before: Callable[[], None] = lambda: None
        self.pages = 0

    def call(self, room: str, method: str, request: dict[str, int], *, timeout_s: float) -> Any:
        assert (room, method) == ("teller", "read_published")
        self.pages += 1
        self.before()
        page = PUBLISHED.read(self.database, after=request["after"], limit=request["limit"])
        return msgspec.json.decode(msgspec.json.encode(page))


def account(number: int) -> UUID:
    return UUID(int=number)
