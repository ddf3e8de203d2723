"""What people write in tickets may name persons, so it is kept in rows that can be erased; the ledger holds an id and a seal.

The seal is an HMAC-SHA256 of the text under a salt that stands beside the text. While the row is there, anybody can check that it is
what was written; with the row the salt is gone, and the seal betrays nothing, not even to one who guesses (a plain hash of a phone
number would).
Source: decision 37.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import msgspec


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A title (first message of a ticket only) and a body, with the salt of their seal."""

    body: str
    title: str | None = None
    salt: str

    @property
    def seal(self) -> str:
        """HMAC-SHA256, 64 hexadecimal digits, over title and body, each as its length in bytes and its UTF-8 ("-1:" for no title)."""
        parts = (_counted(self.title), _counted(self.body))
        return hmac.digest(bytes.fromhex(self.salt), b"".join(parts), hashlib.sha256).hex()


def new_text(body: str, *, title: str | None = None) -> Text:
    """A text with a salt of its own."""
    return Text(body=body, title=title, salt=secrets.token_hex(16))


def _counted(text: str | None) -> bytes:
    if text is None:
        return b"-1:"
    content = text.encode()
    return f"{len(content)}:".encode() + content
