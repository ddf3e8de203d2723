"""Bank statements that operators upload, and what became of each line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Command, Length, Question, View, doc, shape
from services.wallet.schemas.reviews import ReviewItemView
from services.wallet.schemas.transfers import TransferCode
from services.wallet.schemas.words import ByMember, Cursor, Limit

StatementFormat = Literal["csv", "camt053"]
LineOutcome = Literal["credited", "repeated", "in_review", "resolved", "ignored"]
MOST_CONTENT = 10 << 20
CONTENT_SAYS = (
    "the file in base 64, or the file packed with gzip in base 64; unpacked 16 MiB and 20,000 lines at most. csv: a header with the "
    "columns reference, value_date, amount, currency, text, and if you like direction (credit or debit), reversal (yes or no) and payer, "
    "separated by comma, semicolon or tab; camt053: ISO 20022 camt.053"
)


@shape
class UploadBankStatement(Command):
    """Credit the announced transfers that a bank statement shows; what does not fit goes to the review list. Uploading it again, or one
    that overlaps, credits nothing twice. The answer has the first 200 lines; a longer statement is worked off in the background. A dry run
    counts all lines and shows the first 1,000.
    """

    format: StatementFormat
    content: Annotated[str, Length(min=1, max=MOST_CONTENT), doc(CONTENT_SAYS)]
    by_member_id: ByMember | None = None


@shape
class ReceiveBankStatement(Command):
    """Note that a statement was received, whose lines stand beside the book."""

    statement_id: UUID
    format: StatementFormat
    digest: str
    lines: int
    by_member_id: UUID | None


@shape
class StatementReceivedView(View):
    """A statement was received."""

    statement_id: UUID


@shape
class BookBankLine(Command):
    """Do what is to be done about one line of a statement."""

    statement_id: UUID
    number: int
    by_member_id: UUID | None


@shape
class FinishBankStatement(Command):
    """Note that every line was worked off."""

    statement_id: UUID


@shape
class BookedLineView(View):
    """What became of a line."""

    outcome: LineOutcome
    cause: str | None = None
    account_id: UUID | None = None
    review_id: UUID | None = None


@shape
class FinishedView(View):
    """How many lines ended how."""

    outcomes: dict[str, int]


@shape
class BankLineView(View):
    """A line and what became of it: `credited` to `account_id`; `repeated`, credited before; `in_review`; `resolved` by a person before;
    `ignored` (money that went out or is not booked yet). Null: it waits. `cause`: why a person must look.
    """

    number: int
    reference: str
    direction: Literal["credit", "debit"]
    amount: str
    currency: str
    value_date: date
    text: str
    payer: str
    is_reversal: bool
    outcome: LineOutcome | None
    cause: str | None
    account_id: UUID | None
    review_id: UUID | None


@shape
class BankStatementView(View):
    """A statement and how far it has come: `outcomes` counts the lines that were worked off. `items`: its first lines, where asked."""

    statement_id: UUID | None
    format: StatementFormat
    digest: str
    lines: int
    state: Literal["working", "finished", "dry_run"]
    done: int
    outcomes: dict[str, int]
    received_at: datetime
    finished_at: datetime | None
    by_member_id: UUID | None
    items: list[BankLineView]


@shape
class BankStatementOf(Question):
    """How far a statement has come."""

    statement_id: UUID


@shape
class ListBankStatements(Question):
    """Uploaded statements, the latest first."""

    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class ListBankLines(Question):
    """The lines of a statement, in their order; those with one outcome, or of one review item, where that is asked."""

    statement_id: UUID
    outcome: LineOutcome | None = None
    review_id: UUID | None = None
    limit: Limit = 200
    cursor: Cursor | None = None


@shape
class AssignLine(Command):
    """Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced transfer, if it is one."""

    account_id: UUID
    review_id: UUID
    code: TransferCode | None = None
    note: Annotated[str, Length(min=1, max=1900)]
    by_member_id: ByMember | None = None


@shape
class AssignmentView(View):
    """What was credited, to whom, and the resolved item."""

    account_id: UUID
    reference: str
    amount: str
    currency: str
    item: ReviewItemView
