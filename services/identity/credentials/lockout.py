"""The lock-out against guessing: failures are counted per login and per client address, in windows.

The count goes up *before* the password is looked at, so that guesses sent at once cannot overtake it, and it is the same for logins that
nobody has. A right password gives its own count back; the address keeps what other logins failed from there.
Source: product decision 34; the numbers are ours (room's DECISIONS.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.kernel.errors import Refusal


class TooManyAttempts(Refusal):
    """Too many failed attempts with this login or from this address; nothing was looked at. Try again at `retry_at`."""

    code = "identity.too_many_attempts"

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at=retry_at)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many attempts in one window; the window begins with the first and lasts `window`."""

    attempts: int
    window: timedelta

    def require_within(self, count: int, *, window_began_at: datetime) -> None:
        """`count` includes the attempt being made. Refuses: TooManyAttempts."""
        if count > self.attempts:
            raise TooManyAttempts(window_began_at + self.window)


PER_LOGIN: Final = Limit(attempts=10, window=timedelta(minutes=15))
PER_ADDRESS: Final = Limit(attempts=100, window=timedelta(minutes=15))
CODES_PER_ADDRESS: Final = Limit(attempts=300, window=timedelta(hours=1))
REGISTRATIONS_PER_ADDRESS: Final = Limit(attempts=300, window=timedelta(hours=1))
LINKS_PER_ADDRESS: Final = Limit(attempts=20, window=timedelta(hours=1))
