"""What an account wants to be told, and what it does not want to spend: thresholds, and the pace of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from services.wallet.allocation import Fund, in_deduction_order

TOLD_AT_PERCENT: Final = (80, 100)
"""At which shares of its monthly limit an account is told."""


class Limits(msgspec.Struct, frozen=True):
    """Thresholds in micros; None: none. The limit of a month refuses new orders and holds; a bill for what was used is always charged."""

    low_balance_micros: int | None = None
    month_micros: int | None = None


class Spending(msgspec.Struct, frozen=True):
    """What was spent in a calendar month (UTC), and what the account has been told of it and of its balance."""

    month: str = ""
    amount_micros: int = 0
    told_percent: int = 0
    is_low: bool = False

    def and_also(self, amount_micros: int, *, at: datetime) -> Spending:
        """With this spent at an instant; a new month begins at nothing, and nothing told. A month that is over does not come back."""
        month = month_of(at)
        if month < self.month:
            return self
        if month != self.month:
            return Spending(month, max(amount_micros, 0), 0, self.is_low)
        return msgspec.structs.replace(self, amount_micros=max(self.amount_micros + amount_micros, 0))

    def in_month(self, at: datetime) -> int:
        return self.amount_micros if month_of(at) == self.month else 0


def month_of(instant: datetime) -> str:
    return f"{instant.year:04}-{instant.month:02}"


def percent_reached(amount_micros: int, limit_micros: int) -> int:
    """The highest announced share of the limit that has been reached; 0 for none."""
    return max((percent for percent in TOLD_AT_PERCENT if amount_micros * 100 >= limit_micros * percent), default=0)


def days_that_last(funds: Iterable[Fund], spent_micros: int, *, days: int, at: datetime, most: int) -> int | None:
    """For how many whole days the funds pay what was spent in the last `days` days, at an even pace; None if nothing was spent.

    Day by day, in deduction order; a fund that ends on the way is lost from then on. At most `most` days.
    """
    if spent_micros <= 0:
        return None
    left = {fund.fund_id: fund.amount_micros for fund in funds}
    purse = in_deduction_order(funds, "billing_center")
    for day in range(most):
        due = spent_micros * (day + 1) // days - spent_micros * day // days
        for fund in purse:
            if fund.is_valid_at(at + timedelta(days=day)):
                amount = min(due, left[fund.fund_id])
                left[fund.fund_id] -= amount
                due -= amount
        if due:
            return day
    return most
