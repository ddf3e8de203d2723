"""What the views share: the rooms, the broker's queue, the sessions known for a moment; and who is at the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from flask import current_app

from gateway.usage import Publisher
from services.kernel.clock import Clock
from services.kernel.rpc import Caller

EXTENSION = "billing-center"


@dataclass(frozen=True)
class Guest:
    """Who asks: a member with roles, a machine with scopes, or nobody in particular (then there is no account)."""

    account_id: UUID | None = None
    member_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    is_operator: bool = False
    credential: str = field(default="", repr=False)

    def require_account(self) -> UUID:
        """The account; only where a permission has let somebody in."""
        if self.account_id is None:
            raise LookupError("nobody in particular is at the door")
        return self.account_id

    def caller(self) -> Caller | None:
        """Whom the gateway signs for; None speaks for nobody."""
        if self.account_id is None:
            return None
        return Caller(account_id=self.account_id, member_id=self.member_id, roles=self.roles, scopes=self.scopes)


@dataclass(frozen=True)
class Door:
    """The gateway's few belongings. `remote` calls rooms, `sessions` knows guests, `intake` takes usage."""

    remote: Any
    sessions: Any
    intake: Publisher
    clock: Clock


def door() -> Door:
    """The present application's door."""
    return cast(Door, current_app.extensions[EXTENSION])
