"""The documented day of Company A (product facts 5, TV-1) as hourly samples, and the day before it, which uses up most of its card.

Folds matter: the time series grow over the day, and the largest hour counts; what is added up is spread unevenly over the hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from deploy.demo.usage import Sample

DAY_BEFORE = {"item": "sms", "quantity": 956}
"""95.60 CNY, which vouchers may not pay."""

LINES = {"time_series": "3.60", "logs": "2.40", "trace": "4.00", "pv": "1.40", "trigger": "2.00"}
TOTAL = "13.40"
SPLIT = {"voucher": "5.00", "card": "4.40", "cash": "4.00"}
"""What pays: the voucher first, then what the day before left on the card, then cash."""

USAGE: list[dict[str, Any]] = [
    {"item": "time_series", "quantity": 6_000, "retention_days": 3},
    {"item": "logs", "quantity": 2_000_000, "retention_days": 7},
    {"item": "trace", "quantity": 2_000_000, "retention_days": 3},
    {"item": "pv", "quantity": 20_000, "retention_days": 3},
    {"item": "trigger", "quantity": 20_000},
]
"""The day as one would write it down; also what the estimate is asked for."""


def samples(day_start: datetime) -> Iterator[Sample]:
    """The day, hour by hour."""
    for hour in range(24):
        at = day_start + timedelta(hours=hour)
        for of_day in USAGE:
            yield at, of_day | {"quantity": _in_hour(hour, of_day)} | _companion(hour, of_day)


def _in_hour(hour: int, of_day: dict[str, Any]) -> int:
    """Time series grow until evening and fall then; the rest is spread so that the hours of the day add up to it exactly."""
    quantity = int(of_day["quantity"])
    if of_day["item"] == "time_series":
        return quantity * (hour + 1) // 20 if hour < 20 else quantity * (24 - hour) // 5
    return _up_to(hour + 1, quantity) - _up_to(hour, quantity)


def _up_to(hour: int, quantity: int) -> int:
    """How much of a day's quantity was used before `hour`: slowly at night, faster by day."""
    return quantity * hour * hour // 576


def _companion(hour: int, of_day: dict[str, Any]) -> dict[str, int]:
    """Spans and RUM events, too few to outweigh the traces and page views themselves."""
    quantity = _in_hour(hour, of_day)
    return {"spans": quantity * 8} if of_day["item"] == "trace" else {"rum_events": quantity * 60} if of_day["item"] == "pv" else {}
