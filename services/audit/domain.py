"""Examinations: what was asked, and what was found. The audit's own book keeps both. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, event

Kind = Literal["replay", "verify"]
EndState = Literal["done", "failed"]
KEPT_DIFFERENCES = 1_000


class PositionIsAhead(Refusal):
    """The book has not grown to that position yet."""

    code = "audit.position_is_ahead"

    def __init__(self, *, book: str, position: int, head: int) -> None:
        super().__init__(book=book, position=position, head=head)


class ExaminationIsEnded(Refusal):
    """This examination has ended before; its outcome stands."""

    code = "audit.examination_is_ended"

    def __init__(self, *, job_id: UUID) -> None:
        super().__init__(job_id=job_id)


class EvidenceIsTooLarge(Refusal):
    """The bill follows from more usage rows than one answer can carry; the command line exports it."""

    code = "audit.evidence_is_too_large"

    def __init__(self, *, bill_id: UUID, rows: int, most: int) -> None:
        super().__init__(bill_id=bill_id, rows=rows, most=most)


class BookIsBroken(Exception):
    """A book does not read as its seal says. This is a fault that people look into; nothing is copied beyond it."""

    def __init__(self, *, book: str, position: int, what: str, expected: str, found: str) -> None:
        self.book, self.position, self.what, self.expected, self.found = book, position, what, expected, found
        super().__init__(f"{book} at position {position}: {what}: expected {expected}, found {found}")


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not as it follows from the ledger."""

    what: str
    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}: expected {self.expected}, found {self.found}"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be examined. `position` is one of `book`; the other books are read as of the instant at which it was recorded."""

    kind: Kind
    account_id: UUID | None = None
    book: str = "wallet"
    position: int | None = None
    known_at: datetime | None = None
    redecide: bool = True

    @property
    def is_at_head(self) -> bool:
        return self.position is None and self.known_at is None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the positions up to which each book was read, how much was checked, and what differs (the first thousand)."""

    positions: dict[str, int]
    checked: dict[str, int]
    difference_count: int
    differences: list[Difference]
    fault: str | None = None


class Examination(Aggregate):
    """A replay or a verification, asked for and ended."""

    TOPIC = "audit.examination"

    class Event(Aggregate.Event):
        TOPIC = "audit.examination.event"

    class Started(Event, Aggregate.Created):
        TOPIC = "audit.examination_started"
        job_id: UUID
        asked: Asked
        occurred_at: datetime

    class Ended(Event):
        TOPIC = "audit.examination_ended"
        job_id: UUID
        state: EndState
        outcome: Outcome
        occurred_at: datetime

    job_id: UUID
    asked: Asked
    state: str

    @classmethod
    def start(cls, job_id: UUID, asked: Asked, *, at: datetime) -> Examination:
        return cls._create(cls.Started, id=job_id, job_id=job_id, asked=asked, occurred_at=at)

    def end(self, outcome: Outcome, *, at: datetime) -> None:
        """Refuses: ExaminationIsEnded."""
        if self.state != "running":
            raise ExaminationIsEnded(job_id=self.job_id)
        state: EndState = "failed" if outcome.fault else "done"
        self.trigger_event(Examination.Ended, job_id=self.job_id, state=state, outcome=outcome, occurred_at=at)

    @event(Started)
    def __init__(self, job_id: UUID, asked: Asked) -> None:
        self.job_id = job_id
        self.asked = asked
        self.state = "running"

    @event(Ended)
    def _ended(self, state: EndState) -> None:
        self.state = state
