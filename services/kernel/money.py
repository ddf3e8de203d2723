"""Money: an integer number of micros (10⁻⁶ of the currency unit) with an ISO 4217 code. Never a float.

On the wire: {"amount": "13.40", "currency": "CNY"}, a decimal string with two to six decimals.
Quantity times price is exact (fractions) and rounded once, on the bill line, by `round_to_micros`.
Source: product decision 8; architecture, "Money".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

import msgspec

from services.kernel.errors import Refusal

MICROS: Final = 1_000_000
MINOR_UNIT_MICROS: Final = {"CNY": 10_000, "USD": 10_000}
"""Micros in the smallest unit that can cross the border (a cent, a fen), by currency: the currencies we deal in."""

LARGEST_MICROS: Final = 2**63 - 1
_AMOUNT: Final = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,6}))?", re.ASCII)


class AmountIsInvalid(Refusal):
    """An amount is a decimal string with at most thirteen digits before and six after the point."""

    code = "kernel.amount_is_invalid"

    def __init__(self, amount: object) -> None:
        super().__init__(amount=_briefly(amount))


class AmountIsTooFine(Refusal):
    """What crosses the border is whole minor units (cents); this amount is finer."""

    code = "kernel.amount_is_too_fine"

    def __init__(self, amount: str, currency: str) -> None:
        super().__init__(amount=amount, currency=currency)


class CurrencyIsUnknown(Refusal):
    """We deal in CNY and USD only."""

    code = "kernel.currency_is_unknown"

    def __init__(self, currency: object) -> None:
        super().__init__(currency=_briefly(currency))


class CurrencyDiffers(Refusal):
    """The amount is in another currency than the account; nothing is ever converted."""

    code = "kernel.currency_differs"

    def __init__(self, *, expected: str, actual: str) -> None:
        super().__init__(expected=expected, actual=actual)


class Money(msgspec.Struct, frozen=True):
    """An amount of one currency. Adding or comparing two currencies is a programmer's error, not a refusal."""

    amount_micros: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount_micros) is not int:
            raise TypeError(f"an amount is an int of micros, not {type(self.amount_micros).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount_micros + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount_micros - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_micros, self.currency)

    def __str__(self) -> str:
        return f"{format_amount(self.amount_micros)} {self.currency}"

    def __lt__(self, other: Money) -> bool:
        return self.amount_micros < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount_micros <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount_micros > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount_micros >= self._same(other)

    def _same(self, other: Money) -> int:
        """The other's micros, if it is money of the same currency."""
        if not isinstance(other, Money) or other.currency != self.currency:
            raise TypeError(f"{self} and {other} do not mix")
        return other.amount_micros


def parse_amount(text: object) -> int:
    """Micros of a decimal string. Refuses: AmountIsInvalid (floats, exponents, signs other than '-', too many digits)."""
    match = _AMOUNT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise AmountIsInvalid(text)
    sign, whole, decimals = match.groups()
    micros = int(whole) * MICROS + int((decimals or "").ljust(6, "0"))
    if micros > LARGEST_MICROS:
        raise AmountIsInvalid(text)
    return -micros if sign else micros


def format_amount(amount_micros: int) -> str:
    """The decimal string of an amount: at least two decimals, at most six, no trailing zeros beyond the second."""
    sign = "-" if amount_micros < 0 else ""
    whole, rest = divmod(abs(amount_micros), MICROS)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{decimals}"


def require_known_currency(currency: object) -> str:
    """The currency, if we deal in it. Refuses: CurrencyIsUnknown."""
    if not isinstance(currency, str) or currency not in MINOR_UNIT_MICROS:
        raise CurrencyIsUnknown(currency)
    return currency


def require_whole_minor_units(money: Money) -> Money:
    """The money, if it can cross the border. Refuses: AmountIsTooFine."""
    if money.amount_micros % MINOR_UNIT_MICROS[money.currency]:
        raise AmountIsTooFine(format_amount(money.amount_micros), money.currency)
    return money


def round_to_micros(amount: Fraction) -> int:
    """Round an exact amount of currency units to micros, half to even: the only place where money is rounded (decision 8)."""
    if not isinstance(amount, Fraction | int):
        raise TypeError(f"an exact amount is a Fraction, not {type(amount).__name__}")
    return round(amount * MICROS)  # Python rounds fractions half to even


def _briefly(value: object) -> str:
    """A wrong value as a refusal may repeat it. An int of many thousand digits cannot even be printed."""
    return str(value)[:64] if isinstance(value, str | float | bool) else type(value).__name__
