"""The terms of prepaid cards: what they cost, how long they last, and which discount voucher comes with a large purchase."""

from __future__ import annotations

from datetime import datetime

import msgspec

from services.kernel.money import MICROS
from services.wallet.domain.refusals import AmountIsOutOfRange, CardAmountIsInvalid


class CardTerms(msgspec.Struct, frozen=True):
    """Source: decision 14 (the defaults), product facts TV-13 (the grants: one purchase, the highest tier it reaches)."""

    unit_micros: int = 100 * MICROS
    most_micros: int = 100_000_000 * MICROS
    validity_years: int = 3
    grants: tuple[tuple[int, int], ...] = (
        (10_000 * MICROS, 1_000 * MICROS),
        (30_000 * MICROS, 5_000 * MICROS),
        (100_000 * MICROS, 20_000 * MICROS),
    )
    """(from this price on, this discount voucher)."""
    granted_validity_years: int = 1

    def require_sellable(self, price_micros: int) -> None:
        """Refuses: CardAmountIsInvalid, AmountIsOutOfRange."""
        if price_micros < self.unit_micros or price_micros % self.unit_micros:
            raise CardAmountIsInvalid(amount_micros=price_micros, unit_micros=self.unit_micros)
        if price_micros > self.most_micros:
            raise AmountIsOutOfRange(amount_micros=price_micros, least_micros=self.unit_micros, most_micros=self.most_micros)

    def granted_micros(self, price_micros: int) -> int:
        """The discount voucher that comes with a purchase; zero for none."""
        return max((voucher for threshold, voucher in self.grants if price_micros >= threshold), default=0)


def years_after(instant: datetime, years: int) -> datetime:
    """The same day and time some years later; the 28th where there is no 29th of February."""
    leap_day = instant.month == 2 and instant.day == 29
    return instant.replace(year=instant.year + years, day=28 if leap_day else instant.day)
