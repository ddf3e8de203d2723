"""From terms, lines and rows to the answers that go out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from services.billing.catalogue import ITEMS, ORDER
from services.billing.domain import Terms, state_of
from services.billing.pricebook import PriceBook
from services.billing.pricing import BillLine
from services.billing.schemas import (
    BillLineView,
    BillSummary,
    BillView,
    CloseProblem,
    CloseView,
    PriceBookView,
    PriceView,
    RefusedEventView,
    TermsView,
    UsageReceiptView,
)
from services.kernel.money import Money

SHOWN_REFUSALS = 1_000
_OF_TERMS = tuple(field for field in Terms.__struct_fields__ if field != "position")
_OF_BILL = ("bill_id", "workspace_id", "account_id", "site", "day", "day_start", "day_end", "kind", "method", "issued_at")
_OF_DERIVATION = ("usage_position", "terms_position", "price_book", "rules_version", "position")
_OF_CLOSE = ("job_id", "state", "started_at", "ended_at", "found", "issued", "empty", "already_billed")
_OF_LINE = ("line_id", "item", "retention_days", "key", "quantity", "billable", "unit_size", "vouchers_may_pay")


def terms_view(terms: Any) -> TermsView:
    """Of terms or of the aggregate that decides them."""
    return TermsView(**{name: getattr(terms, name) for name in _OF_TERMS})


def line_view(line: dict[str, Any], currency: str) -> BillLineView:
    """Of a line's row or fields."""
    return BillLineView(
        **{name: line[name] for name in _OF_LINE},
        unit_price=Money(line["unit_price_micros"], currency),
        amount=Money(line["amount_micros"], currency),
    )


def line_views(lines: Iterable[BillLine], currency: str) -> list[BillLineView]:
    return [line_view(msgspec.structs.asdict(line), currency) for line in lines]


def bill_summary(row: dict[str, Any]) -> BillSummary:
    return BillSummary(**_standing(row))


def bill_view(row: dict[str, Any], lines: Iterable[dict[str, Any]]) -> BillView:
    return BillView(
        **_standing(row),
        **{name: row[name] for name in _OF_DERIVATION},
        lines=[line_view(line, row["currency"]) for line in lines],
    )


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    """A bill's heading and how it stands; all of it is owed in words only once settlement has said so."""

    def money(name: str) -> Money:
        return Money(row[name] or 0, row["currency"])

    return {name: row[name] for name in _OF_BILL} | {
        "state": state_of(owed_micros=row["owed_micros"]),
        "total": money("total_micros"),
        "paid": money("taken_micros"),
        "owed": money("owed_micros"),
        "left_to_cloud": money("cloud_micros"),
    }


def receipt_view(row: dict[str, Any]) -> UsageReceiptView:
    return UsageReceiptView(**row | {"refusals": [RefusedEventView(**refusal) for refusal in row["refusals"][:SHOWN_REFUSALS]]})


def close_view(row: dict[str, Any]) -> CloseView:
    return CloseView(**{name: row[name] for name in _OF_CLOSE}, problems=msgspec.convert(row["problems"], list[CloseProblem]))


def price_book_view(book: PriceBook, *, currency: str | None = None, region: str | None = None) -> PriceBookView:
    """A book's prices for one currency and region, in catalogue order; without them, the book's name and first day."""
    cells = sorted(
        (ORDER[item], item, days or 0, micros)
        for (item, days, in_region, in_currency), micros in book.prices.items()
        if (in_region, in_currency) == (region, currency)
    )
    prices = [_price_view(item, days or None, Money(micros, str(currency))) for _, item, days, micros in cells]
    return PriceBookView(name=book.name, effective_from=book.effective_from, currency=currency, region=region, prices=prices)


def _price_view(code: str, retention_days: int | None, unit_price: Money) -> PriceView:
    item = ITEMS[code]
    return PriceView(
        item=code, retention_days=retention_days, unit_size=item.unit_size, unit_price=unit_price, vouchers_may_pay=item.vouchers_may_pay
    )
