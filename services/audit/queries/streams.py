"""Long reads for a replay: binary, as the server sends them, on a connection of their own, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from services.kernel.database import Database

PAGE = 1_000


def stream(database: Database, sql: str, params: dict[str, Any], *, page: int = PAGE) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, page by page, all from one snapshot.

    PostgreSQL sends on while a page is worked on, as far as the socket's buffers go; a thread that fetched ahead fought for the
    interpreter instead and took a third of the speed.
    """
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        connection.execute("set enable_sort = off")  # rows come as an index has them: a sort would hold back the first and fill the disk
        rows = cursor.stream(sql.encode(), params, binary=True, size=page)
        while found := list(islice(rows, page)):
            yield found


def states(
    database: Database, book: str, topics: Sequence[str], *, up_to: int, after: int = 0, page: int = PAGE
) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of (topic, state, position) of a book, in order of position."""
    return stream(
        database,
        """
        select topic, state, position
        from book_event
        where book = %(book)s
          and position > %(after)s
          and position <= %(up_to)s
          and topic = any(%(topics)s)
        order by position
        """,
        {"book": book, "after": after, "up_to": up_to, "topics": list(topics)},
        page=page,
    )


def usage_of_days(database: Database, days: Sequence[tuple[UUID, date, int]]) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of (place in `days`, retractions, lines) of workspace-days, each up to its own position, in the order of `days`."""
    return stream(
        database,
        """
        select due.place::int, u.retractions, u.lines
        from unnest(%(workspace_ids)s::uuid[], %(days)s::date[], %(positions)s::bigint[])
                 with ordinality as due(workspace_id, day, position, place)
        join usage_copy as u on u.workspace_id = due.workspace_id
                            and u.day = due.day
                            and u.position <= due.position
        order by due.place, u.position
        """,
        {
            "workspace_ids": [day[0] for day in days],
            "days": [day[1] for day in days],
            "positions": [day[2] for day in days],
        },
        page=50,
    )


def usage_between(database: Database, *, after: int, up_to: int) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of (position, workspace_id, day, batch, samples, retractions, digest, lines), in order of position."""
    return stream(
        database,
        """
        select position, workspace_id, day, batch, samples, retractions, digest, lines
        from usage_copy
        where position > %(after)s
          and position <= %(up_to)s
        order by position, workspace_id, day
        """,
        {"after": after, "up_to": up_to},
        page=50,
    )


def commits(database: Database, book: str) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of (from_position, to_position, recorded_at, digest)."""
    return stream(
        database,
        """
        select from_position, to_position, recorded_at, digest
        from book_commit
        where book = %(book)s
        order by to_position
        """,
        {"book": book},
    )


def sealed_events(database: Database, book: str) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of (position, originator_id, originator_version, topic, state)."""
    return stream(
        database,
        """
        select position, originator_id, originator_version, topic, state
        from book_event
        where book = %(book)s
        order by position
        """,
        {"book": book},
    )
