"""Bank statements that operators upload: their lines, and what is to be done about each. No line is credited that leaves room for doubt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple, Protocol
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.money import Money
from services.wallet.domain.reviews import Finding
from services.wallet.domain.transfers import TransferState

StatementFormat = Literal["csv", "camt053"]
Direction = Literal["credit", "debit"]
LineOutcome = Literal["credited", "repeated", "in_review", "resolved", "ignored"]
OUTCOMES: Final[tuple[LineOutcome, ...]] = ("credited", "repeated", "in_review", "resolved", "ignored")
BANK_LINE: Final = "bank_line"
"""The kind of review item that a line becomes. Its subject names the line for ever, in whichever file it comes."""


class BankLine(msgspec.Struct, frozen=True):
    """One line of a statement. `amount` is never negative: the direction says which way it went.

    `reference`: the bank's id of it, or one that we computed (`is_named` False) from what the line says. `text`: the remark, and `payer`
    whom it came from; both stay out of the book.
    """

    number: int
    reference: str
    direction: Direction
    amount: Money
    value_date: date
    text: str = ""
    payer: str = ""
    is_named: bool = True
    is_reversal: bool = False
    is_booked: bool = True
    is_whole: bool = True
    """False where the bank lumps several transfers together and does not say how much each was."""

    @property
    def is_ours_to_ignore(self) -> bool:
        """Money that went out, that is not there yet, or that is none."""
        is_plain_debit = self.direction == "debit" and not self.is_reversal
        return is_plain_debit or not self.is_booked or not self.amount.amount_micros

    def subject(self, reference_key: str) -> str:
        """Its name. The amount is in it, so that a reference that a bank uses twice hides nothing."""
        return f"{reference_key} {'reversal ' if self.is_reversal else ''}{self.direction} {self.amount}"

    def doubt(self) -> str | None:
        """Why it cannot be credited, whatever its remark says."""
        if self.is_reversal:
            return "reversal"
        if not self.is_whole:
            return "several_transfers_in_one"
        return None if self.is_named else "no_reference"

    def finding(self, cause: str, *, subject: str, statement_id: UUID, order: Announced | None, at: datetime) -> Finding:
        """What a person must look at. The remark and the payer stand with the statement's line, not here."""
        details = {
            "cause": cause,
            "reference": self.reference,
            "direction": self.direction,
            "is_reversal": str(self.is_reversal).lower(),
            "amount": str(self.amount).partition(" ")[0],
            "currency": self.amount.currency,
            "occurred_at": at.isoformat(),
            "statement_id": str(statement_id),
            "line": str(self.number),
        }
        if order is None:
            return Finding(BANK_LINE, subject, details)
        return Finding(BANK_LINE, subject, {**details, "code": order.code, "announced": str(order.amount)}, order.account_id)


class Announced(Protocol):
    """A transfer that was announced, as an aggregate or a row."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> Money: ...
    def state_at(self, at: datetime) -> TransferState: ...


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What we know of a line: what was credited under its reference, its review item, the announced transfers that its remark names."""

    credited: Money | None = None
    review: Literal["open", "resolved"] | None = None
    announced: Sequence[Any] = ()


class Fate(NamedTuple):
    """What is to be done about a line. `cause`: why a person must look."""

    outcome: LineOutcome
    cause: str | None = None


def fate_of(line: BankLine, known: Known, *, at: datetime) -> Fate:
    """A line is credited where nothing at all speaks against it. What a person has seen or is to see stays with that person."""
    if line.is_ours_to_ignore:
        return Fate("ignored")
    if known.credited == line.amount and not line.is_reversal:
        return Fate("repeated")
    if known.review is not None:
        return Fate("in_review" if known.review == "open" else "resolved")
    cause = line.doubt() or _doubt_about(line, known, at=at)
    return Fate("in_review", cause) if cause else Fate("credited")


def _doubt_about(line: BankLine, known: Known, *, at: datetime) -> str | None:
    """Why the line is not simply the money that was announced; None if it is."""
    if known.credited is not None:
        return "reference_is_used"
    if len(known.announced) != 1:
        return "several_codes" if known.announced else "no_known_code"
    (order,) = known.announced
    if order.state_at(at) != "open":
        return f"order_is_{order.state_at(at)}"
    if line.amount.currency != order.amount.currency:
        return "other_currency"
    return "other_amount" if line.amount != order.amount else None


class BankStatement(Aggregate):
    """A statement: received, then worked off line by line. The lines themselves are rows beside the book, for they name people."""

    TOPIC = "wallet.bank_statement"
    is_finished: bool

    class Event(Aggregate.Event):
        TOPIC = "wallet.bank_statement.event"

    class Received(Event, Aggregate.Created):
        """`digest`: SHA-256 of the file, in hexadecimals."""

        TOPIC = "wallet.bank_statement_received"
        format: StatementFormat
        digest: str
        lines: int
        by_member_id: UUID | None
        occurred_at: datetime

    class Finished(Event):
        """Every line was worked off; how many ended how."""

        TOPIC = "wallet.bank_statement_finished"
        outcomes: dict[str, int]
        occurred_at: datetime

    @classmethod
    def receive(
        cls, statement_id: UUID, format: StatementFormat, *, digest: str, lines: int, by_member_id: UUID | None, at: datetime
    ) -> BankStatement:
        return cls._create(
            cls.Received, id=statement_id, format=format, digest=digest, lines=lines, by_member_id=by_member_id, occurred_at=at
        )

    def finish(self, outcomes: dict[str, int], *, at: datetime) -> None:
        if not self.is_finished:
            self.trigger_event(self.Finished, outcomes=outcomes, occurred_at=at)

    @event(Received)
    def __init__(self) -> None:
        self.is_finished = False

    @event(Finished)
    def _finished(self) -> None:
        self.is_finished = True
