"""`python -m gateway.files.write_workbook PATH`: rows from the standard input (JSON: the columns, then rows, a list a line) to a workbook.

Micros become numbers with six decimals, exact to fifteen digits; the rest is text, and nothing is a formula. A sheet holds a million rows;
what is more goes on the next.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
import xlsxwriter

SHEET_ROWS: Final = 1_048_575
AMOUNTS: Final = frozenset({"amount", "balance_after"})
_PLAIN: Final = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def main(path: str, lines: Iterable[bytes]) -> None:
    rest = iter(lines)
    columns = msgspec.json.decode(next(rest))
    with xlsxwriter.Workbook(path, {"constant_memory": True, **_PLAIN}) as workbook:
        decimals = workbook.add_format({"num_format": "0.00####"})
        sheet, line = _sheet(workbook, columns), 0
        for rows in map(msgspec.json.decode, rest):
            for row in rows:
                if line == SHEET_ROWS:
                    sheet, line = _sheet(workbook, columns), 0
                line += 1
                _write_row(sheet, line, columns, row, decimals)


def _sheet(workbook: Any, columns: Sequence[str]) -> Any:
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 22)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name)
    return sheet


def _write_row(sheet: Any, line: int, columns: Sequence[str], row: Sequence[Any], decimals: Any) -> None:
    for place, (name, value) in enumerate(zip(columns, row, strict=True)):
        if name in AMOUNTS:
            sheet.write_number(line, place, value / 1_000_000, decimals)
        elif isinstance(value, int):
            sheet.write_number(line, place, value)
        elif value:
            sheet.write_string(line, place, value)


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.buffer)
