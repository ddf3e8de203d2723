"""What a room opens to the audit: its book as it stands, sealed commits and all, and the rows of its projections.

Not the published language: an auditor copies the very bytes, and compares what was made of them.

    @query(ReadBook, callers=("audit",))
    def read_book(self, question):
        return read_book(self.wallets.database, question)

    @query(ReadRows, callers=("audit",))
    def read_rows(self, question):
        return read_rows(self.wallets.database, question, tables=("balance", "debt"))
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from typing import Annotated, Any, Final, TypedDict

import msgspec

from services.kernel.database import Connection, Database, psycopg
from services.kernel.errors import NotFound
from services.kernel.schemas import Question, Range, decode_cursor, encode_cursor, shape

BOOK_PAGE_EVENTS: Final = 5_000
BOOK_PAGE_BYTES: Final = 4_194_304
ROWS_PAGE: Final = 10_000


@shape
class ReadBook(Question):
    """Read whole commits of a room's book after the last position of one: some `limit` events, or 4 MiB, but one commit at least."""

    after: Annotated[int, Range(min=0)]
    limit: Annotated[int, Range(min=1, max=BOOK_PAGE_EVENTS)] = BOOK_PAGE_EVENTS


class BookPage(TypedDict):
    """`events`: [position, originator_id, originator_version, topic, state (base64), recorded_at]; `commits`: [from_position, to_position,
    recorded_at, digest (hexadecimal)]; `to`: where to read on; `head`: the book's last position.
    """

    events: list[Any]
    commits: list[Any]
    to: int
    head: int


@shape
class ReadRows(Question):
    """Read a projection in the order of its primary key: all rows, or those whose first key column is `of`."""

    table: str
    of: str | None = None
    limit: Annotated[int, Range(min=1, max=ROWS_PAGE)] = ROWS_PAGE
    cursor: str | None = None


class RowsPage(TypedDict):
    """`position`: the book's last position at the moment of these rows."""

    position: int
    columns: list[str]
    rows: list[Any]
    next_cursor: str | None


def read_book(database: Database, question: ReadBook) -> BookPage:
    """The page after that position. It ends with the end of a commit."""
    with database.transaction(snapshot=True) as connection:
        to, head = _end_of_page(connection, question), _head(connection)
        events = connection.execute(
            """
            select position, originator_id, originator_version, topic, state, recorded_at
            from events
            where position > %s
              and position <= %s
            order by position
            """,
            (question.after, to),
            binary=True,
        ).fetchall()
        commits = connection.execute(
            """
            select from_position, to_position, recorded_at, encode(digest, 'hex')
            from commits
            where to_position > %s
              and to_position <= %s
            order by to_position
            """,
            (question.after, to),
        ).fetchall()
    told = [(*row[:4], base64.b64encode(row[4]).decode(), row[5]) for row in events]
    return {"events": told, "commits": commits, "to": to, "head": head}


def read_rows(database: Database, question: ReadRows, *, tables: Collection[str]) -> RowsPage:
    """A page of a projection, as it is now. Refuses: NotFound (no table that the audit may read)."""
    if question.table not in tables:
        raise NotFound("table", question.table)
    with database.transaction(snapshot=True) as connection:
        keys = _primary_key(connection, question.table)
        after = decode_cursor(question.cursor) if question.cursor else None
        with connection.cursor() as cursor:
            found = cursor.execute(
                _page_of(question, keys, after), [*([question.of] if question.of else []), *(after or ()), question.limit]
            )
            rows = found.fetchall()
            columns = [column.name for column in cursor.description or ()]
        position = _head(connection)
    more = [rows[-1][columns.index(key)] for key in keys] if len(rows) == question.limit else None
    # as the wire has it: a cursor's values are compared as texts of the key columns' own types
    return {"position": position, "columns": columns, "rows": rows, "next_cursor": encode_cursor(_told(more)) if more else None}


def _end_of_page(connection: Connection, question: ReadBook) -> int:
    row = connection.execute(
        """
        select coalesce(
            (
                select max(c.to_position)
                from commits as c
                where c.to_position <= (
                    select max(position)
                    from (
                        select page.position, sum(page.size_bytes) over (order by page.position) as size_bytes
                        from (
                            select position, octet_length(state) as size_bytes
                            from events
                            where position > %(after)s
                            order by position
                            limit %(limit)s
                        ) as page
                    ) as sized
                    where size_bytes <= %(size_bytes)s
                )
                and c.to_position > %(after)s
            ),
            (select min(to_position) from commits where to_position > %(after)s),
            %(after)s
        )
        """,
        {"after": question.after, "limit": question.limit, "size_bytes": BOOK_PAGE_BYTES},
    ).fetchone()
    assert row is not None
    return int(row[0])


def _head(connection: Connection) -> int:
    row = connection.execute("select position from ledger_head").fetchone()
    assert row is not None
    return int(row[0])


def _primary_key(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        """
        select a.attname
        from pg_index as i
        cross join unnest(i.indkey) with ordinality as k(attnum, place)
        join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = %s::regclass
          and i.indisprimary
        order by k.place
        """,
        (table,),
    ).fetchall()
    return [name for (name,) in rows]


def _page_of(question: ReadRows, keys: list[str], after: tuple[Any, ...] | None) -> Any:
    """The statement; its only names are those of a table that was allowed and of its key."""
    sql = psycopg.sql
    named = sql.SQL(", ").join(map(sql.Identifier, keys))
    conditions = [sql.SQL("{} = %s").format(sql.Identifier(keys[0]))] if question.of else []
    if after is not None:
        conditions.append(sql.SQL("({}) > ({})").format(named, sql.SQL(", ").join(sql.SQL("%s") for _ in keys)))
    where = sql.SQL("where {}").format(sql.SQL(" and ").join(conditions)) if conditions else sql.SQL("")
    return sql.SQL("select * from {} {} order by {} limit %s").format(sql.Identifier(question.table), where, named)


def _told(values: list[Any]) -> list[Any]:
    """Key values as JSON says them."""
    return list(msgspec.to_builtins(values))
