"""Voucher codes: sixteen characters of Crockford base 32 in groups of four, the last one a check; kept only as a keyed hash.

A code is read as people write it: lower case, blanks and hyphens anywhere, O for 0, I and L for 1. Source: decision 15.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final
from uuid import UUID

from services.kernel.ids import natural_id

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
_AS_MEANT: Final = str.maketrans("OIL", "011", "- ")
_SIXTEEN: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}", re.ASCII)


def new_code() -> str:
    """A fresh code of 75 random bits, in groups of four."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    code = body + check_character(body)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(text: str) -> str | None:
    """The sixteen characters that a person meant, or None if no code of ours can look like this."""
    code = text.upper().translate(_AS_MEANT)
    return code if _SIXTEEN.fullmatch(code) and code[-1] == check_character(code[:-1]) else None


def check_character(body: str) -> str:
    """Luhn's check modulo 32: a wrong character is always noticed, two swapped neighbours nearly always."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 - place % 2)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def code_id(code: str, key: bytes) -> UUID:
    """What is stored of a code: without the key nobody can find a code for an id, or test a guess. `code` comes from `read_code`."""
    return natural_id("voucher_code", hmac.new(key, code.encode(), hashlib.sha256).hexdigest())


def id_of(text: str, key: bytes) -> UUID | None:
    """The id of the code that a person meant; None if no code of ours can look like this."""
    code = read_code(text)
    return code_id(code, key) if code else None
