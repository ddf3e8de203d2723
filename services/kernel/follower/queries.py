"""The follower's SQL: a page of our own book, how far we have read the others', what is parked, and the lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from services.kernel.database import Connection, Database, psycopg

LEASE: Final = 7355609
"""The first key of the advisory locks that let one process at a time follow a book; the second is the book's hash."""


class Row(NamedTuple):
    """A stored event. `state` is JSON."""

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes
    recorded_at: datetime


def read_book_page(database: Database, *, after: int, limit: int, size_bytes: int, topics: Sequence[str]) -> tuple[list[Row], int, int]:
    """Events of these topics after a position, the position up to which they are all, and the book's last position.

    The head is read first: positions are given under the log's lock, so up to a committed position nothing is missing.
    """
    with database.connection() as connection:
        head = _head(connection)
        found = connection.execute(
            """
            select position, originator_id, originator_version, topic, state, recorded_at, size_bytes
            from (
                select page.*, sum(octet_length(state)) over (order by position) as size_bytes
                from (
                    select position, originator_id, originator_version, topic, state, recorded_at
                    from events
                    where position > %(after)s
                      and position <= %(head)s
                      and topic = any(%(topics)s)
                    order by position
                    limit %(limit)s
                ) as page
            ) as sized
            where size_bytes - octet_length(state) < %(size_bytes)s
            order by position
            """,
            {"after": after, "head": head, "topics": list(topics), "limit": limit, "size_bytes": size_bytes},
        ).fetchall()
    is_cut = len(found) == limit or (bool(found) and found[-1][-1] >= size_bytes)
    return [Row(*row[:-1]) for row in found], found[-1][0] if is_cut else max(head, after), head


def _head(connection: Connection) -> int:
    row = connection.execute("select coalesce(max(position), 0) from events").fetchone()
    return int(row[0]) if row else 0


class Bookmark:
    """How far `book` was read, and which of its events are parked."""

    def __init__(self, database: Database, book: str) -> None:
        self._database, self.book = database, book

    def position(self) -> int:
        """The last position that was worked off; 0 at first."""
        row = self._database.one("select position from followed where book = %s", (self.book,))
        return int(row["position"]) if row else 0

    def move(self, *, before: int, to: int) -> bool:
        """Move from `before` to `to`; False if somebody else has moved it, and then it stays."""
        if before == 0:
            self._database.execute("insert into followed (book, position) values (%s, 0) on conflict do nothing", (self.book,))
        return bool(
            self._database.execute(
                """
                update followed
                set position = %(to)s
                where book = %(book)s
                  and position = %(before)s
                """,
                {"book": self.book, "before": before, "to": to},
            )
        )

    def parked(self, account_id: UUID | None = None) -> list[dict[str, Any]]:
        """What is parked, in the book's order: position, account_id, name, body, attempts."""
        return self._database.all(
            """
            select position, account_id, name, body, attempts
            from parked
            where book = %(book)s
              and (%(account_id)s::uuid is null or account_id = %(account_id)s)
            order by position
            """,
            {"book": self.book, "account_id": account_id},
        )

    def parked_count(self) -> int:
        row = self._database.one("select count(*) as parked from parked where book = %s", (self.book,))
        return int(row["parked"]) if row else 0

    def parked_accounts(self) -> dict[UUID, int]:
        """The accounts whose events wait, each with the first position that does."""
        rows = self._database.all(
            """
            select account_id, min(position) as position
            from parked
            where book = %s
            group by account_id
            """,
            (self.book,),
        )
        return {row["account_id"]: row["position"] for row in rows}

    def park(self, body: dict[str, Any], *, error: str, attempts: int) -> None:
        """Put an event aside. Parking it again adds the attempts; one that only waits (no attempts) stays as it is."""
        self._database.execute(
            """
            insert into parked (book, position, account_id, name, body, error, attempts, parked_at)
            values (%(book)s, %(position)s, %(account_id)s, %(name)s, %(body)s::jsonb, %(error)s, %(attempts)s, now())
            on conflict (book, position) do update
            set error = excluded.error,
                attempts = parked.attempts + excluded.attempts
            where excluded.attempts > 0
            """,
            {
                "book": self.book,
                "position": body["position"],
                "account_id": body["account_id"],
                "name": body["name"],
                "body": msgspec.json.encode(body).decode(),
                "error": error,
                "attempts": attempts,
            },
        )

    def unpark(self, position: int) -> None:
        """The event has been worked off."""
        self._database.execute("delete from parked where book = %s and position = %s", (self.book, position))


class Lease:
    """One process at a time follows a book: an advisory lock of a session of its own. It ends with the process, whatever happens."""

    def __init__(self, database: Database, book: str) -> None:
        self._database, self._book = database, book
        self._session: Connection | None = None

    def take(self) -> bool:
        """Whether it is ours now."""
        session = self._session
        if session is None or session.closed:
            session = self._session = self._database.connect()
        row = session.execute("select pg_try_advisory_lock(%s, hashtext(%s))", (LEASE, self._book)).fetchone()
        return bool(row and row[0])

    def give_back(self) -> None:
        """Let the next one. A session that cannot is closed, which gives it back too."""
        try:
            if self._session is not None:
                self._session.execute("select pg_advisory_unlock(%s, hashtext(%s))", (LEASE, self._book))
        except psycopg.Error:
            self.close()

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()
