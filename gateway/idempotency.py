"""Idempotency-Key: the client's name for one write, so that sending it again cannot do it twice.

The header is a structured-field string (draft-ietf-httpapi-idempotency-key-header); the bare form without quotes is taken too. Keys never
expire. An answer that was given before says `Idempotency-Hit: true`.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from services.kernel.errors import Refusal
from services.kernel.ids import natural_id, new_id

HEADER: Final = "Idempotency-Key"
HIT_HEADER: Final = "Idempotency-Hit"
_KEY: Final = re.compile(r'"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255})')


class IdempotencyKeyIsMissing(Refusal):
    """A write of money needs the header Idempotency-Key, so that a retry cannot do it twice."""

    code = "gateway.idempotency_key_is_missing"


class IdempotencyKeyIsInvalid(Refusal):
    """An Idempotency-Key is 1 to 255 printable ASCII characters, in double quotes or bare."""

    code = "gateway.idempotency_key_is_invalid"


def command_id(header: str | None, *, owner: str, route: str, required: bool) -> UUID:
    """The id of the command that a request asks for: from owner (the account), route and key, or fresh without a key where none is needed.

    Refuses: IdempotencyKeyIsMissing, IdempotencyKeyIsInvalid.
    """
    if header is None:
        if required:
            raise IdempotencyKeyIsMissing()
        return new_id()
    return natural_id("command", owner, route, _key(header))


def _key(header: str) -> str:
    match = _KEY.fullmatch(header.strip())
    if match is None:
        raise IdempotencyKeyIsInvalid()
    return match.group(1) or match.group(2)
