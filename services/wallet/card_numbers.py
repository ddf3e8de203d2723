"""Card numbers: twenty digits in groups of four, the last one a check; computed from the fund's id, so the same for ever, and not stored.

A number names a card to people and is worth nothing to whoever knows it: what redeems is a code (`codes`).
"""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

LENGTH: Final = 20


def card_number(fund_id: UUID) -> str:
    """The number of a card, as it is printed: "4021 7735 0918 2246 5103"."""
    body = str(int.from_bytes(hashlib.sha256(fund_id.bytes).digest()) % 10 ** (LENGTH - 1)).zfill(LENGTH - 1)
    digits = body + check_digit(body)
    return " ".join(digits[start : start + 4] for start in range(0, LENGTH, 4))


def check_digit(body: str) -> str:
    """Luhn's: a wrong digit is always noticed, two swapped neighbours nearly always."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = int(character) * (2 - place % 2)
        total += value // 10 + value % 10
    return str(-total % 10)
