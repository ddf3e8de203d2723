"""Columns of projection rows as PostgreSQL's text arrays: psycopg's dumpers looked at each element four times, a third of a charge's CPU.

What is not among the kinds here is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any, Final
from uuid import UUID


def text_array(column: Sequence[Any]) -> bytes | None:
    """`{1,2,NULL}`; None where a value is of a kind that we do not write, or is one that cannot be stored."""
    kinds = set(map(type, column))
    if not kinds <= _WRITE.keys() or (str in kinds and any(type(value) is str and "\0" in value for value in column)):
        return None
    if len(kinds) == 1:
        return _braced(map(_WRITE[kinds.pop()], column))
    return _braced(_WRITE[type(value)](value) for value in column)


def _braced(elements: Iterable[str]) -> bytes:
    return f"{{{','.join(elements)}}}".encode()


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_WRITE: Final[dict[type[Any], Callable[[Any], str]]] = {
    NoneType: lambda _: "NULL",
    bool: lambda value: "t" if value else "f",
    int: str,
    str: _quoted,
    UUID: lambda value: f"{value.int:032x}",
    date: date.isoformat,
    datetime: datetime.isoformat,
}
