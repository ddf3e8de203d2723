"""Counting: how a day's billable quantities come from hourly samples, and a sample from raw counts. Pure functions.

A `Tally` is a sample, or many of one line already added up (sums, or the largest): folding is indifferent to which, to order and to
grouping, so that the database may add up first and the audit may start from single events, and both get the same figures.
Source: product facts 3.3; decisions 24 to 26, 28 and 29.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Final, Literal

import msgspec

from services.billing.catalogue import ITEMS, ORDER

RULES_VERSION: Final = 1
"""The version of everything in this file; a bill names the one that made it."""

ES_LOG_BYTES: Final = 10_000
SLS_LOG_BYTES: Final = 2_000
PROFILE_BYTES: Final = 300_000
SESSION_SECONDS: Final = 4 * 3600

LineKey = tuple[str, int | None, str]
"""(item, retention in days or None for a basic item, index or rule or "")."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What was reported for one item: one sample, or several of one line added up (for a max item: the largest, and its earliest hour)."""

    item: str
    quantity: int
    hour: datetime
    retention_days: int | None = None
    """None: the workspace's setting holds."""
    key: str = ""
    spans: int = 0
    rum_events: int = 0


class FoldedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A day's figure of one line: `quantity` as folded from the samples, `billable` after the item's extra rule, both in base units."""

    item: str
    retention_days: int | None
    key: str
    quantity: int
    billable: Fraction


def fold(tallies: Iterable[Tally], *, default_retentions: Mapping[str, int]) -> list[FoldedLine]:
    """A day's tallies as billable lines in catalogue order; what comes to nothing has no line.

    `default_retentions`: days by item, for the samples that do not name their own (decision 29).
    """
    lines: dict[LineKey, Tally] = {}
    for tally in tallies:
        tally = _with_retention(tally, default_retentions)
        key = _fold_key(tally)
        lines[key] = _merged(lines[key], tally) if key in lines else tally
    folded = (_folded(tally) for tally in lines.values())
    return sorted((line for line in folded if line.billable), key=place_on_bill)


def place_on_bill(line: FoldedLine) -> tuple[int, int, str]:
    """Where a line stands on a bill: catalogue order, then retention, then index or rule (decision 9)."""
    return ORDER[line.item], line.retention_days or 0, line.key


def billable(item: str, *, quantity: int, spans: int = 0, rum_events: int = 0) -> Fraction:
    """What is billed of a line's day, in base units: exact, never rounded."""
    match ITEMS[item].companion:
        case "spans":
            return billable_traces(quantity, spans)
        case "rum_events":
            return billable_page_views(quantity, rum_events)
        case _:
            return Fraction(quantity)


def billable_traces(trace_ids: int, spans: int) -> Fraction:
    """Traces to bill for a day: ten spans count as one trace if that is more.

    Source: product facts 3.3, trace row; decision 24 (exact, on the day's sums).
    """
    return max(Fraction(trace_ids), Fraction(spans, 10))


def billable_page_views(page_views: int, rum_events: int) -> Fraction:
    """Page views to bill for a day: a hundred RUM events (resource, long task, error, action) count as one view if that is more.

    Source: product facts 3.3, page view row; decision 24 (exact, on the day's sums).
    """
    return max(Fraction(page_views), Fraction(rum_events, 100))


# --- from raw counts to samples -------------------------------------------------------------------------------------------------------


def logs_counted(size_bytes: int, *, edition: Literal["standard", "sls"] = "standard") -> int:
    """How many logs one record counts as: one for every whole 10 KB (SLS edition: 2 KB), at least one.

    Source: product facts 3.3, logs row; decisions 25 (1 KB = 1,000 bytes, floor) and 30.
    """
    return _split(size_bytes, SLS_LOG_BYTES if edition == "sls" else ES_LOG_BYTES)


def profiles_counted(size_bytes: int) -> int:
    """How many profiles one file counts as: one for every whole 300 KB, at least one. Source: product facts 3.3; decision 25."""
    return _split(size_bytes, PROFILE_BYTES)


def sessions_counted(time_spent_s: int) -> int:
    """How many sessions one replay counts as: one for every whole four hours, at least one. Source: product facts 3.3; decision 25."""
    return _split(time_spent_s, SESSION_SECONDS)


def series_counted(points: Iterable[tuple[str, Mapping[str, str]]]) -> int:
    """Time series in points of (metric, tags): the distinct tag combinations of each metric, added up over the metrics.

    Source: product facts 3.3, time series row; TV-4.
    """
    return len({(metric, frozenset(tags.items())) for metric, tags in points})


def scanned_bytes(size_bytes: int, *, fields: int) -> int:
    """Bytes of sensitive-data scanning: the same bytes count once for every field scanned. Source: product facts 2.4 and 3.3; TV-21."""
    return size_bytes * fields


TaskSource = Literal[
    "mutation", "interval", "outlier", "log_detection", "monitor", "slo",
    "intelligent_host", "intelligent_log", "intelligent_app", "intelligent_rum",
    "query", "metric_generation", "function",
]  # fmt: skip

CALLS_PER_RUN: Final[dict[TaskSource, int]] = {
    "mutation": 5,
    "interval": 5,
    "outlier": 5,
    "log_detection": 5,
    "monitor": 1,
    "slo": 1,
    "intelligent_host": 10,
    "intelligent_log": 10,
    "intelligent_app": 10,
    "intelligent_rum": 100,
    "query": 1,
    "metric_generation": 1,
    "function": 1,
}
"""Task calls that one run counts as, by what ran (product facts 3.3)."""


def task_calls(source: TaskSource, *, runs: int, interval_minutes: int = 0) -> int:
    """Task calls of one usage event: each run's weight, and once one more for each begun quarter of an hour beyond the first.

    `interval_minutes`: the detection interval of a monitor; 0 where there is none.
    Source: product facts 3.3, task-call weights; TV-6; decision 26 (the overage is added once per usage event, not per run).
    """
    overage = -(-max(0, interval_minutes - 15) // 15) if runs else 0
    return runs * CALLS_PER_RUN[source] + overage


# ---------------------------------------------------------------------------------------------------------------------------------------


def _with_retention(tally: Tally, default_retentions: Mapping[str, int]) -> Tally:
    """The tally with the retention it is priced at: its own, else the workspace's; none for a basic item."""
    if not ITEMS[tally.item].is_tiered:
        return tally if tally.retention_days is None else msgspec.structs.replace(tally, retention_days=None)
    if tally.retention_days is not None:
        return tally
    return msgspec.structs.replace(tally, retention_days=default_retentions[tally.item])


def _fold_key(tally: Tally) -> LineKey:
    """Sum items split by retention; a max item is priced once, at the retention of the hour of its maximum (decision 29)."""
    is_max = ITEMS[tally.item].fold == "max"
    return tally.item, None if is_max else tally.retention_days, tally.key


def _merged(one: Tally, other: Tally) -> Tally:
    """Two tallies of one line as one: added, or for a max item the larger (of equals the earlier, of one hour the shorter retention)."""
    if ITEMS[one.item].fold == "max":
        return min(one, other, key=_largest_first)
    return msgspec.structs.replace(
        one,
        quantity=one.quantity + other.quantity,
        hour=min(one.hour, other.hour),
        spans=one.spans + other.spans,
        rum_events=one.rum_events + other.rum_events,
    )


def _largest_first(tally: Tally) -> tuple[int, datetime, int]:
    return -tally.quantity, tally.hour, tally.retention_days or 0


def _folded(tally: Tally) -> FoldedLine:
    return FoldedLine(
        item=tally.item,
        retention_days=tally.retention_days,
        key=tally.key,
        quantity=tally.quantity,
        billable=billable(tally.item, quantity=tally.quantity, spans=tally.spans, rum_events=tally.rum_events),
    )


def _split(size: int, unit: int) -> int:
    """Taking the integer is the floor, at least one (decision 25)."""
    return max(1, size // unit)
