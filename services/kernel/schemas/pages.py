"""Pages of long answers, and the cursors that lead to the next one.

A cursor is opaque to the client: a version byte, a checksum and the JSON of the last row's sort key, in base64url.
It protects nothing (the question is authorised anew on each page); the checksum only turns a mistyped one into a refusal.
"""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from services.kernel.errors import InvalidInput
from services.kernel.schemas.shapes import View, is_shape, shape

T = TypeVar("T")
_VERSION = b"\x01"
_LONGEST = 1024


@shape
class Page(View, Generic[T]):
    """Part of a long answer. `next_cursor` leads to the next part; null on the last."""

    items: list[T]
    next_cursor: str | None = None

    def __class_getitem__(cls, item: Any) -> Any:
        """`Page[FundView]` is a shape of its own, called FundViewPage."""
        return _page_of(item) if is_shape(item) else super().__class_getitem__(item)  # type: ignore[misc]

    @classmethod
    def of(cls, items: Iterable[T], next_cursor: str | None = None) -> Page[T]:
        """The page with these items, of their type."""
        listed = list(items)
        made: type[Page[T]] = _page_of(type(listed[0])) if cls is Page and listed else cls
        return made(items=listed, next_cursor=next_cursor)


def _page_of(item: Any) -> Any:
    return _page_class(item)


@cache
def _page_class(item: Any) -> Any:
    annotations = {"items": list[item], "next_cursor": str | None}
    members = {"__annotations__": annotations, "__module__": item.__module__, "__doc__": f"Part of a list of {item.__name__}."}
    return shape(type(f"{item.__name__}Page", (Page,), members))


def encode_cursor(values: Sequence[Any]) -> str:
    """The cursor that says "after the row with this sort key": strings, integers, UUIDs, instants, days, None."""
    body = _VERSION + msgspec.json.encode(tuple(values))
    sealed = zlib.crc32(body).to_bytes(4, "big") + body
    return binascii.b2a_base64(sealed, newline=False).decode().translate(_TO_URL).rstrip("=")


def decode_cursor(text: str, *types: Any) -> tuple[Any, ...]:
    """The sort key in a cursor; with `types` its values have these types, else they are what JSON can say.

    Refuses: InvalidInput at /cursor.
    """
    expected = tuple[types] if types else tuple[str | int | bool | None, ...]  # type: ignore[valid-type]
    try:
        values: tuple[Any, ...] = msgspec.json.decode(_opened(text), type=expected)
    except (ValueError, msgspec.DecodeError):
        raise InvalidInput([{"pointer": "/cursor", "detail": "Not a cursor that we gave."}]) from None
    return values


_TO_URL = str.maketrans("+/", "-_")
_FROM_URL = str.maketrans("-_+/", "+/**")


def _opened(text: str) -> bytes:
    if not isinstance(text, str) or len(text) > _LONGEST or len(text) % 4 == 1:
        raise ValueError("not a cursor")
    padded = text.translate(_FROM_URL) + "=" * (-len(text) % 4)
    sealed = binascii.a2b_base64(padded.encode("ascii"), strict_mode=True)
    if zlib.crc32(sealed[4:]) != int.from_bytes(sealed[:4], "big") or sealed[4:5] != _VERSION:
        raise ValueError("not a cursor")
    return sealed[5:]
