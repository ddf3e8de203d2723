"""The copies of the books: where each ends, and how a page is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.database import Connection, Database, psycopg
from services.kernel.eventstore import FIRST_DIGEST

BOOKS = ("identity", "settlement", "billing", "wallet", "tickets")


class Event(NamedTuple):
    """An event as it stands in a book. `state` is the room's very bytes."""

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes
    recorded_at: datetime


class Commit(NamedTuple):
    """A sealed stretch of a book."""

    from_position: int
    to_position: int
    recorded_at: datetime
    digest: bytes


class UsageDay(NamedTuple):
    """What one batch brought for one workspace-day: `lines` are the bytes that `digest` (sha256) was taken over."""

    workspace_id: UUID
    day: date
    position: int
    batch: int
    samples: int
    retractions: int
    digest: bytes
    lines: bytes


class Copies:
    """What was copied."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def end_of(self, book: str) -> Commit:
        """The last commit that was copied; at first an empty one, from which the chain begins."""
        with self.database.connection() as connection:
            row = connection.execute(
                """
                select from_position, to_position, recorded_at, digest
                from book_commit
                where book = %s
                order by to_position desc
                limit 1
                """,
                (book,),
            ).fetchone()
        return Commit(*row) if row else Commit(0, 0, datetime.min, FIRST_DIGEST)  # noqa: DTZ901  # before everything

    def place(self, book: str, *, position: int | None = None, known_at: datetime | None = None) -> tuple[int, datetime | None]:
        """A position of a book (its last one, the given one, or the last one recorded by an instant), and when it was recorded."""
        row = self.database.one(
            """
            select to_position, recorded_at
            from book_commit
            where book = %(book)s
              and (%(position)s::bigint is null or from_position <= %(position)s)
              and (%(known_at)s::timestamptz is null or recorded_at <= %(known_at)s)
            order by to_position desc
            limit 1
            """,
            {"book": book, "position": position, "known_at": known_at},
        )
        if row is None:
            return 0, None
        return (row["to_position"] if position is None else min(position, row["to_position"])), row["recorded_at"]

    def commit_of(self, book: str, position: int) -> tuple[Commit, bytes]:
        """The commit that holds a position, and the digest before it."""
        with self.database.connection() as connection:
            rows = connection.execute(
                """
                select from_position, to_position, recorded_at, digest
                from book_commit
                where book = %(book)s
                  and from_position <= %(position)s
                order by to_position desc
                limit 2
                """,
                {"book": book, "position": position},
            ).fetchall()
        return Commit(*rows[0]), (rows[1][3] if len(rows) == 2 else FIRST_DIGEST)

    def events_between(self, book: str, first: int, last: int) -> list[Event]:
        return self._events("and position between %s and %s order by position", (book, first, last))

    def events_of(self, book: str, originators: Iterable[UUID], *, up_to: int) -> list[Event]:
        """All events of some aggregates, in order of position."""
        return self._events("and originator_id = any(%s) and position <= %s order by position", (book, list(originators), up_to))

    def events_at(self, book: str, positions: Sequence[int]) -> list[Event]:
        return self._events("and position = any(%s) order by position", (book, list(positions)))

    def usage_of(self, workspace_id: UUID, day: date, *, up_to: int) -> list[UsageDay]:
        """What was copied for a workspace-day, batch by batch."""
        with self.database.connection() as connection:
            rows = connection.execute(
                """
                select workspace_id, day, position, batch, samples, retractions, digest, lines
                from usage_copy
                where workspace_id = %s
                  and day = %s
                  and position <= %s
                order by position
                """,
                (workspace_id, day, up_to),
                binary=True,
            ).fetchall()
        return [UsageDay(*row) for row in rows]

    def faults(self) -> list[dict[str, Any]]:
        return self.database.all(
            "select book, position, what, expected, found, noticed_at from book_fault order by noticed_at, book, position"
        )

    def note_fault(self, *, book: str, position: int, what: str, expected: str, found: str, at: datetime) -> None:
        self.database.execute(
            """
            insert into book_fault (book, position, what, expected, found, noticed_at)
            values (%s, %s, %s, %s, %s, %s)
            on conflict do nothing
            """,
            (book, position, what, expected, found, at),
        )

    def add(self, book: str, events: Sequence[Event], commits: Sequence[Commit], usage: Sequence[UsageDay]) -> None:
        """Add a page, whole or not at all."""
        with self.database.transaction() as connection:
            _copy(
                connection,
                "copy book_event (book, position, originator_id, originator_version, topic, state, recorded_at) from stdin (format binary)",
                ("text", "int8", "uuid", "int8", "text", "bytea", "timestamptz"),
                [(book, *event) for event in events],
            )
            _copy(
                connection,
                "copy book_commit (book, from_position, to_position, recorded_at, digest) from stdin (format binary)",
                ("text", "int8", "int8", "timestamptz", "bytea"),
                [(book, *commit) for commit in commits],
            )
            _copy(
                connection,
                "copy usage_copy (workspace_id, day, position, batch, samples, retractions, digest, lines) from stdin (format binary)",
                ("uuid", "date", "int8", "int8", "int4", "int4", "bytea", "bytea"),
                usage,
            )

    def _events(self, condition: str, params: Sequence[Any]) -> list[Event]:
        sql = "select position, originator_id, originator_version, topic, state, recorded_at from book_event where book = %s " + condition
        with self.database.connection() as connection:
            return [Event(*row) for row in connection.execute(sql.encode(), params, binary=True)]


def _copy(connection: Connection, statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    listed = list(rows)
    if listed:
        with psycopg.Cursor(connection).copy(statement.encode()) as copy:
            copy.set_types(types)
            for row in listed:
                copy.write_row(row)
