"""One price book: its cells, and the reading of its file with every problem named by its cell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec

from services.billing.catalogue import CURRENCIES, ITEMS, REGIONS, Item, Region
from services.kernel.errors import Refusal
from services.kernel.money import parse_amount

Cell = tuple[str, int | None, str, str]
"""(item, retention in days or None for a basic item, region, currency)."""

NOT_SOLD: Final = "-"
_PRICE: Final = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_COLUMNS: Final = {f"{currency}_{region}".lower(): (region, currency) for currency in CURRENCIES for region in REGIONS}


class NoPriceForItem(Refusal):
    """The item is not sold at this retention for the account's currency and the site's region."""

    code = "billing.no_price_for_item"

    def __init__(self, *, item: str, retention_days: int | None, region: str, currency: str, price_book: str) -> None:
        super().__init__(item=item, retention_days=retention_days, region=region, currency=currency, price_book=price_book)


class PriceBookIsInvalid(Refusal):
    """The price book has holes, stray cells or prices that are not decimal strings.

    `problems` is a list of {"cell": which, "detail": why}.
    """

    code = "billing.price_book_is_invalid"

    def __init__(self, book: str, problems: list[dict[str, str]]) -> None:
        super().__init__(book=book, problems=problems)


class PriceBook(msgspec.Struct, frozen=True, kw_only=True):
    """Unit prices in micros, in force from a day on (read in the site's zone), until the next book."""

    name: str
    effective_from: date
    prices: dict[Cell, int]

    def sells(self, item: str, retention_days: int | None, *, region: Region, currency: str) -> bool:
        """Whether the item has a price there."""
        return (item, retention_days, region, currency) in self.prices

    def unit_price_micros(self, item: str, retention_days: int | None, *, region: Region, currency: str) -> int:
        """The price of one unit. Refuses: NoPriceForItem."""
        unit_price = self.prices.get((item, retention_days, region, currency))
        if unit_price is None:
            raise NoPriceForItem(item=item, retention_days=retention_days, region=region, currency=currency, price_book=self.name)
        return unit_price


def read_book(text: str, *, name: str) -> PriceBook:
    """The price book of a file's text. Refuses: PriceBookIsInvalid, with all problems at once."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PriceBookIsInvalid(name, [{"cell": "", "detail": f"not TOML: {error}"}]) from error
    problems = [{"cell": cell, "detail": detail} for cell, detail in _problems(document, name)]
    if problems:
        raise PriceBookIsInvalid(name, problems)
    return PriceBook(name=name, effective_from=document["effective_from"], prices=dict(_prices(document)))


def _prices(document: Mapping[str, Any]) -> Iterator[tuple[Cell, int]]:
    for cell, _, value in _cells(document):
        if value != NOT_SOLD:
            yield cell, parse_amount(value)


def _problems(document: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """What is wrong: the heading, stray rows and cells, then each cell that should be there."""
    yield from _problems_of_heading(document, name)
    yield from _strays(document)
    for _, label, value in _cells(document):
        if value is None:
            yield label, "missing"
        elif value != NOT_SOLD and not (isinstance(value, str) and _PRICE.fullmatch(value)):
            yield label, f'{value!r} is neither a decimal string with at most six decimals nor "{NOT_SOLD}"'


def _problems_of_heading(document: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    effective_from = document.get("effective_from")
    if not isinstance(effective_from, date) or isinstance(effective_from, datetime):
        yield "effective_from", "missing, or not a date"
    elif effective_from.isoformat() != name:
        yield "effective_from", f"is {effective_from} in a book named {name}"


def _cells(document: Mapping[str, Any]) -> Iterator[tuple[Cell, str, Any]]:
    """Every cell that a complete book has: its key, its name for people, and what the document says (None: nothing)."""
    for item in ITEMS.values():
        for column, (region, currency) in _COLUMNS.items():
            for retention_days in item.retentions or (None,):
                label = f"{item.code} {retention_days or ''} {column}".replace("  ", " ")
                yield (item.code, retention_days, region, currency), label, _value(document, item, column, retention_days)


def _value(document: Mapping[str, Any], item: Item, column: str, retention_days: int | None) -> Any:
    row = _table(document, item.code)
    return _table(row, column).get(str(retention_days)) if item.is_tiered else row.get(column)


def _strays(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code in document.keys() - ITEMS.keys() - {"effective_from"}:
        yield code, "no such item"
    for code, item in ITEMS.items():
        for column in _table(document, code).keys() - _COLUMNS.keys():
            yield f"{code} {column}", "no such currency and region"
        for column in _COLUMNS if item.is_tiered else ():
            for retention in _table(_table(document, code), column).keys() - {str(days) for days in item.retentions}:
                yield f"{code} {retention} {column}", "no such retention"


def _table(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A table inside a table; an empty one where there is none, so that its cells are reported as missing."""
    table = document.get(key)
    return table if isinstance(table, dict) else {}
