"""Looking back: the wallet as the book had it at a place, and as of what had occurred by an instant.

Two questions, that go together. A position (or `known_at`) says what is known: the book up to there. `as_of` says what of that had
happened: facts in the order of the book up to the first that occurred later, and credits behind it whose value date is not later. Such a
credit may have paid debts that did not exist yet; as of then it had not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from services.kernel.errors import InvalidInput, NotFound
from services.kernel.ids import natural_id
from services.wallet.allocation import Fund
from services.wallet.application.room import Room
from services.wallet.domain import Wallet
from services.wallet.queries import Holdings, LateCredit

READ_AHEAD: Final = 20
"""Facts behind those that were recorded by an instant, which may have occurred by then: ends that were booked a little late."""


class Then(Protocol):
    """A question about the past. Which instant means what is said in the shapes."""

    @property
    def position(self) -> int | None: ...
    @property
    def known_at(self) -> datetime | None: ...
    @property
    def as_of(self) -> datetime | None: ...


class Past(Room):
    """What was."""

    def require_one_past(self, question: Then) -> None:
        """Refuses: InvalidInput (a position and an instant; what had occurred later than it was known, or later than now)."""
        if question.position is not None and question.known_at is not None:
            raise _impossible("/known_at", "Name a position or an instant, not both.")
        if question.as_of is not None and question.as_of > self.clock.now():
            raise _impossible("/as_of", "Lies in the future.")
        if question.as_of is not None and question.known_at is not None and question.as_of > question.known_at:
            raise _impossible("/as_of", "Lies after known_at: nothing later had occurred then.")

    def holdings_then(self, account_id: UUID, question: Then) -> tuple[Holdings, datetime]:
        """What an account had, and the instant at which its funds and holds are judged. Refuses: NotFound, PositionIsAhead."""
        place = self.queries.place_at(position=question.position, known_at=question.known_at)
        id = natural_id("wallet", account_id)
        known = self.version_at(id, position=place.position)
        if question.as_of is None:
            wallet, late = self.read(Wallet, id, version=known), []
        else:
            wallet = self._as_of(id, known, question.as_of)
            behind = (id, wallet.version if wallet else 0)
            late = self.queries.late_credits(account_id, as_of=question.as_of, behind=behind, up_to=place.position)
        if wallet is None:
            raise NotFound(Wallet.TOPIC, account_id)
        at = question.as_of or min(question.known_at or place.recorded_at, self.clock.now())
        return _holdings(wallet, late, place.position, at=at), at

    def _as_of(self, id: UUID, known: int, instant: datetime) -> Wallet | None:
        """The wallet up to the first fact that occurred later. What was recorded by the instant had occurred by then: from there fact by
        fact.
        """
        recorded = min(known, self.version_at(id, recorded_by=instant))
        wallet = self.read(Wallet, id, version=recorded)
        for fact in self._facts(id, after=recorded, up_to=known):
            if fact.occurred_at > instant:
                break
            wallet = fact.mutate(wallet)
        return wallet

    def _facts(self, id: UUID, *, after: int, up_to: int) -> Iterator[Any]:
        while after < up_to:
            yield from self.events.get(id, gt=after, lte=min(after + READ_AHEAD, up_to))
            after += READ_AHEAD


def _holdings(wallet: Wallet, late: Sequence[LateCredit], position: int, *, at: datetime) -> Holdings:
    held: dict[UUID, int] = {}
    for hold in wallet.holds.values():
        if hold.expires_at > at:
            for share in hold.shares:
                held[share.fund_id] = held.get(share.fund_id, 0) + share.amount_micros
    funds, repaid_micros = dict(wallet.funds), 0
    for credit in late:
        paid_micros = sum(amount for line_id, amount in credit.repaid.items() if line_id in wallet.debts)
        repaid_micros += paid_micros
        cash = funds.get(credit.fund_id, Fund(credit.fund_id, "cash", 0, credit.occurred_at))
        funds[credit.fund_id] = cash.less(paid_micros - credit.amount_micros)
    return Holdings(
        account_id=wallet.account_id,
        currency=wallet.currency,
        funds=[fund for fund in funds.values() if fund.amount_micros],
        held=held,
        frozen=wallet.frozen,
        debt_micros=wallet.debt_micros - repaid_micros,
        position=position,
    )


def _impossible(pointer: str, detail: str) -> InvalidInput:
    return InvalidInput([{"pointer": pointer, "detail": detail}])
