"""Projections: from events to rows, written in the same transaction as the events, so that a reader sees its own writes.

A `Rows` is one statement and the names of its columns; the rows of all saves in a commit are gathered, merged by key (sums add, the last
of the others wins) and sent as arrays, so that a commit of sixty saves runs each statement once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

E = TypeVar("E")


class Rows:
    """A statement over arrays: one `%s` for each of `columns`, in order.

    `key` names the columns by which rows of one commit merge, `sums` those that add up when they do. A column named `ordinal` is filled
    with the number of the event within the commit; `ledger_position(ordinal)` in the statement turns it into the event's position.
    """

    def __init__(self, sql: str, *, columns: tuple[str, ...], key: tuple[str, ...] = (), sums: tuple[str, ...] = ()) -> None:
        unknown = {*key, *sums} - {*columns}
        if unknown or sql.count("%s") != len(columns):
            raise TypeError(f"{sql.strip().splitlines()[0]}: columns, key, sums and the statement do not agree")
        pieces = sql.split("%s")
        self.numbered_sql = pieces[0] + "".join(f"${number}{piece}" for number, piece in enumerate(pieces[1:], start=1))
        self.columns = columns
        self._key = tuple(columns.index(name) for name in key)
        self._sums = frozenset(columns.index(name) for name in sums)
        self.ordinal = columns.index("ordinal") if "ordinal" in columns else None

    def merged(self, rows: list[list[Any]]) -> list[list[Any]]:
        """The rows with one for each key."""
        if not self._key:
            return rows
        by_key: dict[tuple[Any, ...], list[Any]] = {}
        for row in rows:
            key = tuple(row[index] for index in self._key)
            earlier = by_key.pop(key, None)
            if earlier is not None:
                row = [earlier[i] + value if i in self._sums else value for i, value in enumerate(row)]
            by_key[key] = row
        return list(by_key.values())


class Row(NamedTuple):
    """Values for a statement; `event_index` says which event of the save it came from, counted from 0 (None: from no event)."""

    statement: Rows
    values: list[Any]
    event_index: int | None


class Rowset:
    """Gathers the rows of one save."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.event_index: int | None = None

    def add(self, statement: Rows, /, **values: Any) -> None:
        """A row for `statement`; every column but `ordinal` by name."""
        if statement.ordinal is not None:
            if self.event_index is None:
                raise TypeError("a row that comes from no event has no ordinal")
            values["ordinal"] = None
        if values.keys() != {*statement.columns}:
            raise TypeError(f"expected {statement.columns}, got {tuple(values)}")
        self.rows.append(Row(statement, [values[name] for name in statement.columns], self.event_index))


class Projector:
    """A room's table from event class to the function that makes its rows."""

    def __init__(self) -> None:
        self._functions: dict[type[Any], list[Callable[[Any, Rowset], None]]] = {}

    def on(self, *event_classes: type[Any]) -> Callable[[Callable[[Any, Rowset], None]], Callable[[Any, Rowset], None]]:
        def register(function: Callable[[Any, Rowset], None]) -> Callable[[Any, Rowset], None]:
            for event_class in event_classes:
                self._functions.setdefault(event_class, []).append(function)
            return function

        return register

    def project(self, events: Iterable[Any], rows: Rowset) -> None:
        """Add the rows of `events`, in order."""
        for index, fact in enumerate(events):
            rows.event_index = index
            for function in self._functions.get(type(fact), ()):
                function(fact, rows)
        rows.event_index = None
