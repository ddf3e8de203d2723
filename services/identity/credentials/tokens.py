"""Secrets with 256 random bits: session tokens, API keys, one-time links; stored as hashes, compared in constant time.

A plain SHA-256 is enough here: nobody guesses 256 bits, so there is nothing for a slow hash to protect.
Source: product decision 35 (API keys with scopes, shown once, stored hashed, rotated with an overlap).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import Final, NamedTuple

SESSION_LIFETIME: Final = timedelta(hours=12)
LINK_LIFETIME: Final = timedelta(hours=24)
ROTATION_OVERLAP: Final = timedelta(hours=24)
LONGEST_OVERLAP: Final = timedelta(days=30)

_SESSION_PREFIX: Final = "bcs_"
_LINK_PREFIX: Final = "bco_"
_KEY: Final = re.compile(r"(bck_[0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)


class ApiKey(NamedTuple):
    """A new key: `prefix` is shown in lists and finds it, `secret` is the whole key, shown once."""

    prefix: str
    secret: str


def new_session_token() -> str:
    """A session's secret, to be kept by the browser only."""
    return _SESSION_PREFIX + secrets.token_urlsafe(32)


def new_link_token() -> str:
    """The secret of an operator's one-time link."""
    return _LINK_PREFIX + secrets.token_urlsafe(32)


def new_api_key() -> ApiKey:
    """`bck_` + 12 hex digits to find it by + `_` + 256 random bits."""
    prefix = f"bck_{secrets.token_hex(6)}"
    return ApiKey(prefix, f"{prefix}_{secrets.token_urlsafe(32)}")


def token_digest(token: str) -> bytes:
    """What is stored of a token: 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def api_key_prefix(key: str) -> str | None:
    """The part that finds the key, or None if the text is no key of ours."""
    match = _KEY.fullmatch(key)
    return match.group(1) if match else None


def is_same(stored: bytes, shown: str) -> bool:
    """Whether the shown token is the stored one, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(stored, token_digest(shown))
