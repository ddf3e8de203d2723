"""Who calls: the claims a room has verified, and the caller of the method that runs now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec

GATEWAY: Final = "gateway"
"""The one process that speaks for people; what it signs is checked for roles and ownership besides."""

OPERATOR_ROLES: Final = frozenset({"operator", "finance_operator", "support", "partner", "auditor"})
"""Roles of those who run the platform: they may name any account."""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the process that signed and, if it speaks for somebody, the account, the member and what they may do.

    `expires_at` is the machine's time, never the movable clock's. `room` and `expires_at` are filled in by the signer.
    """

    room: str = ""
    account_id: UUID | None = None
    member_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    expires_at: datetime = datetime.max.replace(tzinfo=UTC)

    @property
    def is_operator(self) -> bool:
        """The caller runs the platform and may name any account."""
        return not self.roles.isdisjoint(OPERATOR_ROLES)

    @property
    def is_gateway(self) -> bool:
        """The call comes from outside, so that roles and ownership decide."""
        return self.room == GATEWAY

    def owns(self, account_id: UUID) -> bool:
        """The caller may name this account. Source: architecture, "Authorisation"."""
        return not self.is_gateway or self.is_operator or account_id == self.account_id


class Turn(msgspec.Struct, frozen=True):
    """What is known about the call a method is answering."""

    caller: Caller
    call_ids: tuple[str, ...] = ()
    """The call's own id last, the ids of those that led to it before."""


_PRESENT: ContextVar[Turn | None] = ContextVar("bc_turn", default=None)


def caller() -> Caller:
    """The verified caller of the method that runs now, in this (green)thread. Outside a method there is none: LookupError."""
    turn = _PRESENT.get()
    if turn is None:
        raise LookupError("no room's method is running here, so nobody is calling")
    return turn.caller


def call_ids() -> tuple[str, ...]:
    """The ids of the call that is answered now and of those that led to it; nothing outside a method."""
    turn = _PRESENT.get()
    return turn.call_ids if turn else ()


@contextmanager
def answering(turn: Turn) -> Iterator[None]:
    """Within the block `caller()` is this turn's. Each greenthread has its own."""
    token = _PRESENT.set(turn)
    try:
        yield
    finally:
        _PRESENT.reset(token)
