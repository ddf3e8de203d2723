"""What the plain second wallet tells its account, and what the account's limit of a month leaves room for."""

from __future__ import annotations

from fractions import Fraction


class Told:
    """Amounts spent by calendar month (UTC); thresholds; and everything that was told, as (what, amount, threshold, when)."""

    def __init__(self):
        self.low = None
        self.month = None
        self.is_low = False
        self.reached = {}  # month: percent that was told
        self.spent = {}  # month: amount
        self.said = []

    def set(self, low, month):
        if (low, month) != (self.low, self.month):
            self.low, self.month, self.is_low, self.reached = low, month, False, {}

    def spend(self, amount, now):
        """What comes back lowers the month in which it comes back, not below nothing."""
        name = now.strftime("%Y-%m")
        self.spent[name] = max(self.spent.get(name, Fraction(0)) + amount, Fraction(0))

    def leaves_room(self, amount, promised, now):
        return self.month is None or self.spent.get(now.strftime("%Y-%m"), 0) + promised + amount <= self.month

    def look(self, usable, now):
        """Once until the balance recovers, once a month for each share."""
        if self.low is not None and (usable < self.low) != self.is_low:
            self.is_low = not self.is_low
            self.said.append(("fell low" if self.is_low else "recovered", usable, self.low, now))
        name = now.strftime("%Y-%m")
        spent = self.spent.get(name, Fraction(0))
        percents = [percent for percent in (80, 100) if self.month is not None and spent > 0 and spent * 100 >= self.month * percent]
        if percents and percents[-1] > self.reached.get(name, 0):
            self.reached[name] = percents[-1]
            self.said.append((percents[-1], spent, self.month, now))
