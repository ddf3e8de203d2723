"""The shelf: the price books in the order in which they came into force, and which one a day is billed from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from services.billing.pricebook.book import PriceBook, PriceBookIsInvalid, read_book
from services.kernel.errors import NotFound, Refusal


class NoPriceBookForDay(Refusal):
    """The day lies before the first price book."""

    code = "billing.no_price_book_for_day"

    def __init__(self, *, day: date, first_day: date) -> None:
        super().__init__(day=day, first_day=first_day)


def shelf(books: Iterable[PriceBook]) -> tuple[PriceBook, ...]:
    """The books by effective day. Refuses: PriceBookIsInvalid where two begin on one day, for then a day would have two prices."""
    ordered = tuple(sorted(books, key=lambda book: book.effective_from))
    for earlier, later in pairwise(ordered):
        if earlier.effective_from == later.effective_from:
            raise PriceBookIsInvalid(later.name, [{"cell": "effective_from", "detail": f"{earlier.name} begins on the same day"}])
    return ordered


BOOKS: Final = shelf(read_book(path.read_text(encoding="utf-8"), name=path.stem) for path in Path(__file__).parent.glob("*.toml"))
"""Our own price books, the earliest first."""


def book_for(day: date, books: tuple[PriceBook, ...] = BOOKS) -> PriceBook:
    """The one book that a local day is billed from: the latest in force (decision 20). Refuses: NoPriceBookForDay."""
    place = bisect_right([book.effective_from for book in books], day)
    if place == 0:
        raise NoPriceBookForDay(day=day, first_day=books[0].effective_from)
    return books[place - 1]


def book_named(name: str, books: tuple[PriceBook, ...] = BOOKS) -> PriceBook:
    """The book that a bill names. Refuses: NotFound."""
    for book in books:
        if book.name == name:
            return book
    raise NotFound("price book", name)
