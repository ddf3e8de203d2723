"""The command log: a command's id, a keyed hash of what the client sent, and the first answer, kept in the transaction of its effects.

Same id and same input: the first answer, for ever. Same id and another input: refused. Refusals are not stored, they are decided anew.
Secrets are never stored: a repeat says `already_shown`. A dry run does not use up the id.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.database import Database
from services.kernel.errors import CommandIdIsReused

_NOT_INPUT = {"id", "dry_run"}
_canonical = msgspec.json.Encoder(order="deterministic")


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
