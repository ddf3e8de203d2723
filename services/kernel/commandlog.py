"""The command log: a command's id, a keyed hash of what the client sent, and the first answer, kept in the transaction of its effects.

Same id and same input: the first answer, for ever. Same id and another input: refused. Refusals are not stored, they are decided anew.
Secrets are never stored: a repeat says `already_shown`. A dry run does not use up the id. Who answers from the log notes it, and who hands
the answer on can tell (`repeats`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.database import Database
from services.kernel.errors import CommandIdIsReused

_NOT_INPUT = {"id", "dry_run", "client_address"}  # a repeat may come from another network
_canonical = msgspec.json.Encoder(order="deterministic")
_REPEATED: ContextVar[set[UUID] | None] = ContextVar("bc_repeated", default=None)


@contextmanager
def repeats() -> Iterator[set[UUID]]:
    """The ids of the commands that are answered from the log within the block, in this (green)thread."""
    repeated: set[UUID] = set()
    token = _REPEATED.set(repeated)
    try:
        yield repeated
    finally:
        _REPEATED.reset(token)


def note_repeat(command_id: UUID) -> None:
    """The command took effect in an earlier call, and this one gets that answer."""
    repeated = _REPEATED.get()
    if repeated is not None:
        repeated.add(command_id)


class CommandLog:
    """Reads a room's command log and makes its fingerprints. Rows are written by the event store, with the effects."""

    def __init__(self, database: Database, secret_key: bytes) -> None:
        self._database = database
        self._secret_key = secret_key

    def fingerprint(self, command: Any) -> bytes:
        """A keyed hash (HMAC-SHA256) of the command's name and input, so that the log betrays no codes or amounts by guessing."""
        content = {name: value for name, value in vars(command).items() if name not in _NOT_INPUT}
        return hmac.digest(self._secret_key, type(command).__name__.encode() + b"\x00" + _canonical.encode(content), hashlib.sha256)

    def first_answer(self, command_id: UUID, fingerprint: bytes) -> bytes | None:
        """The stored answer of this command, None if it has not taken effect. Refuses: CommandIdIsReused."""
        found = self._database.one("select fingerprint, answer from command_log where command_id = %s", (command_id,))
        if found is None:
            return None
        if not hmac.compare_digest(found["fingerprint"], fingerprint):
            raise CommandIdIsReused(command_id)
        return bytes(found["answer"])
