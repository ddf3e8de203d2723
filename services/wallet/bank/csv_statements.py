"""Statements as CSV: a header that names the columns, in any order and case.

| column | what it is |
|---|---|
| reference | the bank's id of the line |
| value_date | 2026-11-23, 2026/11/23 or 20261123 |
| amount | 1234.56, 1,234.56, 1234,56 or 1.234,56; negative: money that went out, unless `direction` says which way |
| currency | three letters |
| text | the remark |
| direction | credit or debit; may be left out |
| reversal | yes or no; may be left out |
| payer | whom it came from; may be left out |

Columns are separated by comma, semicolon or tab, whichever the header uses. Other columns are not looked at. A cell that begins like a
formula is text like any other.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from io import StringIO
from typing import Final

from services.wallet.bank.lines import SaidLine
from services.wallet.domain import BankStatementIsUnreadable

NEEDED: Final = ("reference", "value_date", "amount", "currency", "text")
_OTHERS: Final = ("direction", "reversal", "payer")
_IS_DEBIT: Final = {"": None, "credit": False, "c": False, "crdt": False, "debit": True, "d": True, "dbit": True}
_IS_TRUE: Final = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True}
_BREATHES_EVERY: Final = 500


def read_csv(text: str) -> Iterator[SaidLine]:
    """Refuses: BankStatementIsUnreadable."""
    header, _, _ = text.lstrip("\r\n").partition("\n")
    separator = max(";\t,", key=header.count)
    rows = _rows(text, separator)
    named = next(rows, (1, []))[1]
    columns = _columns(named)
    for at, row in rows:
        if at % _BREATHES_EVERY == 0:
            time.sleep(0)  # let the other requests of this process have a turn
        if not any(cell.strip() for cell in row):
            continue
        _require_as_wide(row, named, at)
        yield _line({name: row[place] for name, place in columns.items()}, at)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text.lstrip("\r\n"), newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as fault:
        raise BankStatementIsUnreadable(reason=f"this is no CSV: {fault}", line=reader.line_num) from None


def _require_as_wide(row: list[str], named: list[str], at: int) -> None:
    """An unquoted remark must not shift the columns behind it, nor swallow lines. Refuses: BankStatementIsUnreadable."""
    if len(row) < len(named):
        raise BankStatementIsUnreadable(reason="there are fewer cells than columns", line=at)
    if any(cell.strip() for cell in row[len(named) :]):
        raise BankStatementIsUnreadable(reason="there are more cells than columns", line=at)
    if any("\n" in cell or "\r" in cell for cell in row):
        raise BankStatementIsUnreadable(reason="a cell holds a line break", line=at)


def _columns(header: list[str]) -> dict[str, int]:
    """Where each column stands. Refuses: BankStatementIsUnreadable."""
    names = [name.strip().lower() for name in header]
    for name in (*NEEDED, *_OTHERS):
        if names.count(name) > 1:
            raise BankStatementIsUnreadable(reason=f"there are two columns {name}", line=1)
        if name in NEEDED and name not in names:
            raise BankStatementIsUnreadable(reason=f"there is no column {name}", line=1)
    return {name: names.index(name) for name in (*NEEDED, *_OTHERS) if name in names}


def _line(cells: dict[str, str], at: int) -> SaidLine:
    try:
        is_debit = _IS_DEBIT[cells.get("direction", "").strip().lower()]
        is_reversal = _IS_TRUE[cells.get("reversal", "").strip().lower()]
    except KeyError as unknown:
        raise BankStatementIsUnreadable(reason=f"neither direction nor reversal can be {str(unknown)[:40]}", line=at) from None
    return SaidLine(
        at=at,
        reference=cells["reference"],
        value_date=cells["value_date"],
        amount=cells["amount"],
        currency=cells["currency"],
        is_debit=is_debit,
        text=cells["text"],
        payer=cells.get("payer", ""),
        is_reversal=is_reversal,
    )
