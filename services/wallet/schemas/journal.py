"""The journal, for finance: chart of accounts, entries, trial balance, and the whole of it as a file for other programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Length, Question, View, doc, shape
from services.wallet.schemas.movements import Since, Until
from services.wallet.schemas.words import AsOf, Cursor, KnownAt, Limit, Position

AccountType = Literal["asset", "liability", "income", "expense"]
OfAccount = Annotated[UUID, doc("of this customer alone")]


@shape
class ListLedgerAccounts(Question):
    """The chart of accounts."""


@shape
class LedgerAccountView(View):
    """An account of the journal. Assets and expenses grow with debits (positive), liabilities and income with credits (negative)."""

    account: str
    type: AccountType
    meaning: str


@shape
class ChartView(View):
    """Every account that a posting may name."""

    accounts: list[LedgerAccountView]


@shape
class ListEntries(Question):
    """Journal entries, the latest first: of a customer, of a ledger account, of a time (when it occurred), up to a position."""

    account_id: OfAccount | None = None
    ledger_account: Annotated[str, Length(max=64), doc("entries with a posting on this account", "customer:cash")] | None = None
    since: Since | None = None
    until: Until | None = None
    position: Position | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class PostingView(View):
    """One side of an entry: a debit (positive) or a credit (negative)."""

    account: str
    fund_id: UUID | None
    amount: Money


@shape
class EntryView(View):
    """A fact that moved value, as one balanced entry. `fact` names it; its place in the book is `position`."""

    position: int
    fact: str
    account_id: UUID
    postings: list[PostingView]
    occurred_at: datetime
    recorded_at: datetime


@shape
class TrialBalanceOf(Question):
    """The journal's accounts, per currency: now; as the book was at a position or an instant (not both); as of what had occurred."""

    position: Position | None = None
    known_at: KnownAt | None = None
    as_of: AsOf | None = None


@shape
class AccountTotalView(View):
    """The balance of one ledger account: debits positive, credits negative."""

    account: str
    type: AccountType
    balance: Money


@shape
class TrialBalanceView(View):
    """Every ledger account with postings; per currency they sum to zero."""

    accounts: list[AccountTotalView]
    position: int


@shape
class ExportJournal(Question):
    """The journal as a file that beancount or hledger reads: `journal.beancount` or `journal.hledger`, in the order of the book.

    Each entry is one transaction on the day (UTC) on which it occurred, marked with its position: a tag (#p42) or a code ((42)).
    """

    format: Literal["beancount", "hledger"]
    account_id: OfAccount | None = None
    since: Since | None = None
    until: Until | None = None
    position: Position | None = None
    cursor: Cursor | None = None


@shape
class JournalTextView(View):
    """Part of an exported journal, for the gateway."""

    text: str
    next_cursor: str | None
