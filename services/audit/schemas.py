"""Wire shapes of the audit: examinations, explanations, evidence, and how far the copies are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from services.kernel.schemas import Command, Question, Range, View, doc, shape

Book = Literal["identity", "settlement", "billing", "wallet", "tickets"]


@shape
class StartReplay(Command):
    """Derive balances and bills again and compare them with what the rooms answer: all of them, or one account's; now, or as of a position
    or an instant (not both).
    """

    of_account_id: Annotated[UUID, doc("only this account's")] | None = None
    book: Annotated[Literal["wallet", "billing"], doc("whose position `position` is")] = "wallet"
    position: Annotated[int, Range(min=0)] | None = None
    known_at: datetime | None = None
    redecide: Annotated[bool, doc("decide every allocation again, besides adding up")] = True


@shape
class StartVerify(Command):
    """Check the chain of every book, in the rooms and in the copies, and the digests of the usage ledger."""


@shape
class ExaminationOf(Question):
    """What became of this examination?"""

    job_id: UUID


@shape
class DifferenceView(View):
    """One thing that is not as it follows from the ledger."""

    what: str
    where: str
    expected: str
    found: str


@shape
class ExaminationView(View):
    """A replay or a verification: what was asked, how much was checked, and what differs (the first thousand differences)."""

    job_id: UUID
    kind: Literal["replay", "verify"]
    state: Literal["running", "done", "failed"]
    started_at: datetime
    ended_at: datetime | None
    positions: dict[str, int]
    checked: dict[str, int]
    difference_count: int
    differences: list[DifferenceView]
    fault: str | None = None


@shape
class ExplanationOf(Question):
    """How did this bill come about: events, fold, price cell, line, funds?"""

    account_id: UUID
    bill_id: UUID


@shape
class ExplanationView(View):
    """A bill from its usage events to the funds that paid it."""

    bill_id: UUID
    explanation: Any


@shape
class EvidenceOf(Question):
    """All that this bill follows from, to be checked without us."""

    account_id: UUID
    bill_id: UUID


@shape
class EvidenceView(View):
    """The evidence file of a bill: `python verify_bill.py FILE` computes the bill again from `evidence` alone."""

    bill_id: UUID
    evidence: Any


@shape
class StatusOf(Question):
    """How far is each copy, and does any book not read as its seal says?"""


@shape
class BookStatusView(View):
    """The copy of one book: its last position, with the digest that seals all before it."""

    book: Book
    position: int
    recorded_at: datetime | None
    digest: str
    fault: str | None


@shape
class StatusView(View):
    """The copies of all books."""

    books: list[BookStatusView]
