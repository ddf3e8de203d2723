"""Ids: UUIDv7 for what is new, UUIDv5 for what is unique by nature or follows from a command.

Because the second kind is computed, a retry makes the same ids and a primary key can hold "once".
"""

from __future__ import annotations

from uuid import UUID, uuid5

import uuid_utils.compat

NAMESPACE = UUID("6b0d4a52-3f1e-5c8a-9d27-0c1f7be5a9e4")


def new_id() -> UUID:
    """A fresh, time-ordered id (UUIDv7)."""
    return uuid_utils.compat.uuid7()


def natural_id(kind: str, *parts: object) -> UUID:
    """The id of what is unique by nature: `natural_id("bill", workspace_id, day)` is the same everywhere and for ever.

    Each part goes in with its length, so that no two lists of parts read the same, whatever characters a part from outside holds.
    """
    return uuid5(NAMESPACE, "".join(f"{len(part)}:{part}" for part in (kind, *map(str, parts))))


def derived_id(command_id: UUID, kind: str) -> UUID:
    """The id of what follows from a command, so that a retry of the command makes the same one."""
    return uuid5(command_id, kind)
