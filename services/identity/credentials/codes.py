"""Six-digit codes sent to an address, to prove that somebody reads there.

Source: product decision 34 (6 digits, 10 minutes, 5 tries, 60 s between two, 10 a day per address).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from services.kernel.errors import Refusal

DIGITS: Final = 6
LIFETIME: Final = timedelta(minutes=10)
WRONG_TRIES: Final = 5
CHECKS: Final = 20
"""How often a code may be shown at all, right or wrong: the owner of an address shall not try out names with it."""
PAUSE: Final = timedelta(seconds=60)
PER_DAY: Final = 10
DAY: Final = timedelta(days=1)


class CodeIsWrong(Refusal):
    """The code is not the one that was sent last to this address, or it was tried too often; `tries_left` says how many are left."""

    code = "identity.code_is_wrong"

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left=tries_left)


class CodeIsExpired(Refusal):
    """The code was sent more than ten minutes ago; ask for a new one."""

    code = "identity.code_is_expired"


class CodeWasJustSent(Refusal):
    """A code was sent to this address less than a minute ago."""

    code = "identity.code_was_just_sent"

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at=retry_at)


class TooManyCodes(Refusal):
    """Ten codes were sent to this address within a day."""

    code = "identity.too_many_codes"

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at=retry_at)


def new_code() -> str:
    """Six random digits, leading zeros included."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def keyed_digest(pepper: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 over the parts, each with its length before it, so that no two lists of parts are the same bytes."""
    encoded = [part.encode() for part in parts]
    return hmac.digest(pepper, b"".join(len(part).to_bytes(4, "big") + part for part in encoded), "sha256")


def require_may_send(sent_at: Sequence[datetime], *, now: datetime) -> None:
    """Whether one more code may go to an address that got codes at `sent_at`. Refuses: CodeWasJustSent, TooManyCodes."""
    recent = sorted(instant for instant in sent_at if instant > now - DAY)
    if recent and now < recent[-1] + PAUSE:
        raise CodeWasJustSent(recent[-1] + PAUSE)
    if len(recent) >= PER_DAY:
        raise TooManyCodes(recent[-PER_DAY] + DAY)
