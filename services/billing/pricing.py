"""Pricing: folded usage and a price book become bill lines. Exact fractions, one rounding for each line, pure.

    amount = (billable ÷ unit size) times unit price, rounded half-even to the micro

Source: product facts 2.4 and 3.3; decisions 8, 9, 20, 21 and 27.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final
from uuid import UUID

import msgspec

from services.billing.catalogue import ITEMS, Region
from services.billing.counting import FoldedLine, place_on_bill
from services.billing.pricebook import NoPriceForItem, PriceBook, book_for, book_named
from services.kernel.errors import Refusal
from services.kernel.ids import natural_id
from services.kernel.money import LARGEST_MICROS, MICROS, round_to_micros

__all__ = ["BillIsTooLarge", "BillLine", "NoPriceForItem", "PriceBook", "book_for", "book_named", "price", "total_of"]


MOST_LINES: Final = 10_000
LARGEST_BILL_MICROS: Final = 10**17
"""A hundred thousand million: what a wallet takes as one charge. No honest day comes near either limit."""


class BillIsTooLarge(Refusal):
    """A quantity does not fit into 63 bits, or the bill has more lines or a larger total than can be charged."""

    code = "billing.bill_is_too_large"

    def __init__(self, *, item: str, figure: int) -> None:
        super().__init__(item=item, figure=str(figure))


class BillLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one item, at one retention and of one index or rule, costs on one day. Enough to re-compute the amount from the line alone."""

    line_id: UUID
    item: str
    retention_days: int | None
    """None for a basic item."""
    key: str
    """The log index or forwarding rule, else empty."""
    quantity: int
    """The day's fold, in base units, before the item's extra rule."""
    billable: str
    """What is billed, in base units, exact: "n" or "n/d"."""
    unit_size: int
    unit_price_micros: int
    vouchers_may_pay: bool
    amount_micros: int


def price(lines: Iterable[FoldedLine], *, book: PriceBook, region: Region, currency: str, bill_id: UUID) -> list[BillLine]:
    """The bill lines of folded usage, in catalogue order.

    Refuses: NoPriceForItem (decision 27), BillIsTooLarge.
    """
    priced = [_priced(line, book=book, region=region, currency=currency, bill_id=bill_id) for line in sorted(lines, key=place_on_bill)]
    _require_fits("total", total_of(priced), LARGEST_BILL_MICROS)
    _require_fits("lines", len(priced), MOST_LINES)
    return priced


def total_of(lines: Iterable[BillLine]) -> int:
    """The total in micros: the sum of the rounded lines, never rounded again (decision 8)."""
    return sum(line.amount_micros for line in lines)


def _priced(line: FoldedLine, *, book: PriceBook, region: Region, currency: str, bill_id: UUID) -> BillLine:
    item = ITEMS[line.item]
    unit_price_micros = book.unit_price_micros(line.item, line.retention_days, region=region, currency=currency)
    return BillLine(
        line_id=natural_id("bill_line", bill_id, line.item, line.retention_days or "", line.key),
        item=line.item,
        retention_days=line.retention_days,
        key=line.key,
        quantity=_require_fits(line.item, line.quantity),
        billable=str(line.billable),
        unit_size=item.unit_size,
        unit_price_micros=unit_price_micros,
        vouchers_may_pay=item.vouchers_may_pay,
        amount_micros=_require_fits(line.item, _amount_micros(line.billable, item.unit_size, unit_price_micros)),
    )


def _amount_micros(billable: Fraction, unit_size: int, unit_price_micros: int) -> int:
    return round_to_micros(billable * Fraction(unit_price_micros, unit_size * MICROS))


def _require_fits(item: str, figure: int, most: int = LARGEST_MICROS) -> int:
    if figure > most:
        raise BillIsTooLarge(item=item, figure=figure)
    return figure
