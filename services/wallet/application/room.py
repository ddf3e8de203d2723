"""What every chapter stands on: the ledger, the reads, and what to do about an unknown account or a taken key."""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from uuid import UUID

from services.kernel.database import psycopg
from services.kernel.errors import NotFound, Refusal
from services.kernel.eventstore import Application, Turn
from services.kernel.ids import natural_id
from services.kernel.money import Money
from services.kernel.schemas import Command
from services.wallet.allocation import Taken
from services.wallet.domain import CardTerms, Wallet
from services.wallet.projections import PROJECTOR
from services.wallet.queries import Queries

R = TypeVar("R", bound="Room")
C = TypeVar("C", bound=Command)
V = TypeVar("V")

CARD_TERMS: Final = CardTerms()


class Room(Application):
    """What accounts own and owe."""

    name = "wallet"
    projector = PROJECTOR

    def __init__(
        self, *, secret_key: bytes, catch_up: Callable[[], object] = lambda: None, card_terms: CardTerms = CARD_TERMS, **parts: Any
    ) -> None:
        """`catch_up` reads identity's book to its head; it is called where an account is not known yet."""
        super().__init__(secret_key=secret_key, **parts)
        self.secret_key = secret_key
        self.code_key = hmac.digest(secret_key, b"wallet voucher codes", hashlib.sha256)
        """By which codes are hashed."""
        self.catch_up = catch_up
        self.card_terms = card_terms
        self.queries = Queries(self.database)
        self.background: Sequence[Any] = ()
        """What starts and stops with the process: the followers."""


def of_known_account(use_case: Callable[[R, C], V]) -> Callable[[R, C], V]:
    """An account that was opened a moment ago is in identity's book, if it is not here: read that book to its head once, and ask again."""

    @functools.wraps(use_case)
    def asked(room: R, command: C) -> V:
        try:
            return use_case(room, command)
        except NotFound as refusal:
            if refusal.details["kind"] != Wallet.TOPIC:
                raise
        room.catch_up()
        return use_case(room, command)

    return asked


@contextmanager
def refused_where_taken(primary_key: str, refusal: Refusal) -> Iterator[None]:
    """What may happen once by nature is held by a primary key: where that key refuses the save, `refusal` says what it means.

    Reading first would cost every command a round trip for the sake of the rare second one, and two that race need the key all the same.
    """
    try:
        yield
    except psycopg.errors.UniqueViolation as taken:
        if taken.diag.constraint_name != primary_key:
            raise
        raise refusal from None


def wallet_of(turn: Turn, account_id: UUID) -> Wallet:
    """Refuses: NotFound."""
    wallet = turn.find(Wallet, natural_id("wallet", account_id))
    if wallet is None:
        raise NotFound(Wallet.TOPIC, account_id)
    return wallet


def total_of(shares: Sequence[Taken], currency: str) -> Money:
    return Money(sum(share.amount_micros for share in shares), currency)
