"""The statement as a table: which columns, and how a cell is written so that a spreadsheet takes it for what it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from gateway.files import workbooks
from services.kernel.money import format_amount

COLUMNS: Final = (
    "occurred_at",
    "recorded_at",
    "position",
    "kind",
    "fund_id",
    "reason",
    "counterpart_kind",
    "counterpart",
    "amount",
    "balance_after",
    "currency",
)
_RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # noqa: RUF001  # wide forms are run too


def csv_of(parts: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """RFC 4180, with a header."""
    yield (",".join(COLUMNS) + "\r\n").encode()
    for part in parts:
        lines = io.StringIO()
        csv.writer(lines).writerows(_cells(row, part["currency"]) for row in part["rows"])
        yield lines.getvalue().encode()


def xlsx_of(parts: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """A workbook, written as a whole before its first byte is sent. Refuses: TooManySpreadsheets."""
    rows_of_parts = ([_in_workbook(row, part["currency"]) for row in part["rows"]] for part in parts)
    return workbooks.written(COLUMNS, rows_of_parts)


def _in_workbook(row: list[Any], currency: str) -> list[Any]:
    return [*row[:7], harmless(row[7]), *row[8:], currency]


def _cells(row: list[Any], currency: str) -> tuple[Any, ...]:
    occurred_at, recorded_at, position, kind, fund_id, reason, counterpart_kind, counterpart, amount_micros, balance_micros = row
    return (
        occurred_at,
        recorded_at,
        position,
        kind,
        fund_id,
        reason,
        counterpart_kind,
        harmless(counterpart),
        format_amount(amount_micros),
        format_amount(balance_micros),
        currency,
    )


def harmless(text: str) -> str:
    """What people wrote (a bank's reference, the name of a campaign), with an apostrophe before what would be run as a formula."""
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text
