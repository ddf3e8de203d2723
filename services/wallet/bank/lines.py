"""A line as a file says it, before it is judged."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from services.kernel.money import LARGEST_MICROS, MICROS, Money
from services.wallet.domain import BankLine, BankStatementIsUnreadable

MOST_LINES: Final = 20_000
MOST_TEXT: Final = 1_000
MOST_PAYER: Final = 140
_REFERENCE: Final = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9 ./:_-]{1,64}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_PLAIN: Final = re.compile(r"(?P<whole>\d{1,13})(?:[.,](?P<decimals>\d{1,2}|\d{4,6}))?", re.ASCII)
_GROUPED: Final = (
    re.compile(r"(?P<whole>\d{1,3}(?:,\d{3}){1,4})\.(?P<decimals>\d{1,6})", re.ASCII),
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3}){1,4}),(?P<decimals>\d{1,6})", re.ASCII),
    re.compile(r"(?P<whole>\d{1,3}(?:,\d{3}){2,4})(?P<decimals>)", re.ASCII),
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3}){2,4})(?P<decimals>)", re.ASCII),
)
_DAY: Final = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ].*)?", re.ASCII)


class SaidLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of one line, as text. `at`: where in the file, for refusals; `amount` may carry a sign."""

    at: int
    reference: str
    value_date: str
    amount: str
    currency: str
    is_debit: bool | None
    text: str = ""
    payer: str = ""
    is_reversal: bool = False
    is_booked: bool = True
    is_whole: bool = True


def understood(said: Iterable[SaidLine]) -> Iterator[BankLine]:
    """The lines, numbered; those without a usable reference named by what they say, and how often it was said before.

    Refuses: BankStatementIsUnreadable.
    """
    seen: Counter[str] = Counter()
    for number, line in enumerate(said, start=1):
        if number > MOST_LINES:
            raise BankStatementIsUnreadable(reason=f"more than {MOST_LINES} lines")
        yield _understood(line, number, seen)


def _understood(said: SaidLine, number: int, seen: Counter[str]) -> BankLine:
    currency = said.currency.strip().upper()
    if not _CURRENCY.fullmatch(currency):
        raise BankStatementIsUnreadable(reason="the currency is no code of three letters", line=said.at)
    signed_micros = _micros(said.amount.strip(), said.at)
    is_debit = signed_micros < 0 if said.is_debit is None else said.is_debit
    contradicts = said.is_debit is not None and signed_micros < 0
    line = BankLine(
        number=number,
        reference=said.reference.strip(),
        direction="debit" if is_debit else "credit",
        amount=Money(abs(signed_micros), currency),
        value_date=_day(said.value_date.strip(), said.at),
        text=_tame(said.text, MOST_TEXT),
        payer=_tame(said.payer, MOST_PAYER),
        is_reversal=said.is_reversal or contradicts,
        is_booked=said.is_booked,
        is_whole=said.is_whole,
    )
    return line if _REFERENCE.fullmatch(line.reference) else _named(line, seen)


def _named(line: BankLine, seen: Counter[str]) -> BankLine:
    """A line that the bank gave no usable name gets one from what it says: the same in a file that overlaps."""
    said = msgspec.json.encode(msgspec.structs.replace(line, number=0))
    digest = hashlib.sha256(said).hexdigest()
    seen[digest] += 1
    return msgspec.structs.replace(line, reference=f"NOREF-{digest[:24].upper()}-{seen[digest]}", is_named=False)


def _micros(text: str, at: int) -> int:
    """Refuses: BankStatementIsUnreadable; also "1,234", which is a thousand to some and one and a bit to others."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    for form in (_PLAIN, *_GROUPED):
        match = form.fullmatch(digits)
        if match:
            whole = int(re.sub("[.,]", "", match["whole"]))
            micros = whole * MICROS + int((match["decimals"] or "").ljust(6, "0"))
            if micros <= LARGEST_MICROS:
                return sign * micros
    raise BankStatementIsUnreadable(reason="the amount is none, or can be read in two ways", line=at)


def _day(text: str, at: int) -> date:
    """Refuses: BankStatementIsUnreadable."""
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[1]), int(match[3]), int(match[4])) if match else date.fromisoformat("")
    except ValueError:
        raise BankStatementIsUnreadable(reason="the value date is no date like 2026-11-23", line=at) from None


def _tame(text: str, most: int) -> str:
    """People's words without control characters, blanks as one, cut where nobody reads on."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:most]
