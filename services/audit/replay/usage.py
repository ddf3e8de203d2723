"""A workspace-day's usage, from the very lines that were digested to the tallies that counting folds. A million rows or so a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from services.billing.catalogue import ITEMS
from services.billing.counting import Tally

SAMPLE, RETRACTION = 1, 2


class Row(msgspec.Struct, array_like=True, gc=False):
    """A line of the usage ledger: what makes it the same report, then what it says."""

    workspace_id: str
    day: str
    source: str
    event_id: str
    kind: int
    item: str
    hour: str
    quantity: int
    retention_days: int | None
    key: str
    spans: int | None
    rum_events: int | None


decode_rows: Final = msgspec.json.Decoder(Row).decode_lines

MAX_ITEMS: Final = frozenset(code for code, item in ITEMS.items() if item.fold == "max")

Sums = dict[tuple[str, int | None, str], list[Any]]
"""(item, retention as sent, key) → [quantity, hour, spans, rum_events]."""


def fold_lines(parts: Sequence[tuple[int, bytes]]) -> list[Tally]:
    """A workspace-day's tallies from (number of retractions, lines), one pair a batch. What was taken back does not count."""
    decoded = [decode_rows(lines) for _, lines in parts]
    gone: frozenset[tuple[str, str]] = frozenset()
    if any(retractions for retractions, _ in parts):
        gone = frozenset((row.source, row.event_id) for rows in decoded for row in rows if row.kind == RETRACTION)
    sums: Sums = {}
    for rows in decoded:
        add(sums, (row for row in rows if row.kind == SAMPLE and (row.source, row.event_id) not in gone) if gone else rows)
    return tallies(sums)


def add(sums: Sums, rows: Iterable[Row]) -> None:
    """Add samples up by item, retention as sent, and key: sums, or the largest and of equals the earliest."""
    max_items = MAX_ITEMS
    for row in rows:
        key = row.item, row.retention_days, row.key
        known = sums.get(key)
        if known is None:
            sums[key] = [row.quantity, row.hour, row.spans or 0, row.rum_events or 0]
        elif row.item in max_items:
            if row.quantity > known[0] or (row.quantity == known[0] and row.hour < known[1]):
                known[0], known[1] = row.quantity, row.hour
        else:
            known[0] += row.quantity
            if row.spans:
                known[2] += row.spans
            if row.rum_events:
                known[3] += row.rum_events


def tallies(sums: Mapping[tuple[str, int | None, str], Sequence[Any]]) -> list[Tally]:
    return [
        Tally(
            item=item,
            retention_days=retention_days,
            key=key,
            quantity=quantity,
            hour=datetime.fromisoformat(hour),
            spans=spans,
            rum_events=rum_events,
        )
        for (item, retention_days, key), (quantity, hour, spans, rum_events) in sums.items()
    ]
