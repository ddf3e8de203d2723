"""What every question stands on: the database, and pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from services.kernel.database import Database
from services.kernel.schemas import Page, encode_cursor

T = TypeVar("T")


class Reading:
    """Reads the room's rows. What belongs to another account is not found."""

    def __init__(self, database: Database) -> None:
        self._database = database


def page_of(rows: Sequence[dict[str, Any]], limit: int, view: Callable[[dict[str, Any]], T], *, key: tuple[str, ...]) -> Page[T]:
    """The first `limit` rows as views; a row more says that there is a next page."""
    shown = rows[:limit]
    next_cursor = encode_cursor([shown[-1][name] for name in key]) if len(rows) > limit else None
    return Page.of([view(row) for row in shown], next_cursor)
