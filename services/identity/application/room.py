"""What every chapter of the application stands on: rows, guards, passwords, post, and two clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from services.identity.credentials.codes import keyed_digest
from services.identity.credentials.lockout import Limit
from services.identity.credentials.passwords import Passwords
from services.identity.domain import TAKEN, Account, TestClock
from services.identity.messages import Carrier, LocalMailbox, Post
from services.identity.messages.carriers import Channel
from services.identity.projections import PROJECTOR
from services.identity.projections.guards import Guards
from services.identity.queries import Queries
from services.kernel.clock import Clock, SystemClock
from services.kernel.database import Database, psycopg
from services.kernel.errors import Refusal
from services.kernel.eventstore import Application, Projector


class Room(Application):
    """The room's belongings. `clock` is the ledger's, which may be moved; `machine` is for what guards: codes, sessions, lock-outs."""

    name = "identity"
    projector: ClassVar[Projector] = PROJECTOR
    background: tuple[Any, ...] = ()
    """What starts and stops with the room's process."""
    aggregates = (Account, TestClock)

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        secret_key: bytes,
        on_commit: Callable[[int], None] | None = None,
        passwords: Passwords | None = None,
        carriers: Mapping[Channel, Carrier] | None = None,
        machine: Clock | None = None,
    ) -> None:
        super().__init__(database=database, clock=clock, secret_key=secret_key, on_commit=on_commit)
        self.machine = machine or SystemClock()
        self.queries = Queries(database)
        self.guards = Guards(database)
        self.passwords = passwords or Passwords()
        self.post = Post(database, carriers or {"mail": LocalMailbox(), "sms": LocalMailbox()}, machine=self.machine)
        self._secret_key = secret_key

    def digest(self, *parts: str) -> bytes:
        """The room's keyed hash: what it keeps instead of an address or a code."""
        return keyed_digest(self._secret_key, *parts)

    def require_within(self, limit: Limit, *counted: str) -> bytes:
        """Count one attempt at what `counted` names; the name of the count, to take it back. Refuses: TooManyAttempts."""
        digest = self.digest("attempt", *counted)
        attempts = self.guards.count_attempt(digest, window=limit.window, at=self.machine.now())
        limit.require_within(attempts.made, window_began_at=attempts.window_began_at)
        return digest


def refusal_of(clash: psycopg.errors.UniqueViolation) -> Refusal | None:
    """The refusal that a broken constraint means: two people wanted one name at the same moment."""
    refusal = TAKEN.get(clash.diag.constraint_name or "")
    return refusal() if refusal else None
