"""Balances, funds, the statement, lineage, the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Question, View, shape
from services.wallet.schemas.words import Cursor, FundKind, KnownAt, Limit, MovementKind, Position


@shape
class BalanceOf(Question):
    """What an account owns and owes: now, or as the book was at a position or an instant (not both)."""

    account_id: UUID
    position: Position | None = None
    known_at: KnownAt | None = None


@shape
class FundBalanceView(View):
    """What is left of a fund that can be used."""

    fund_id: UUID
    kind: FundKind
    amount: Money
    valid_until: datetime | None


@shape
class BalanceView(View):
    """Balances as of `position`, of the funds valid at `as_of`. `card_balance` shows debt as the product does: as negative cards."""

    account_id: UUID
    currency: str
    cash: Money
    vouchers: Money
    cards: Money
    debt: Money
    card_balance: Money
    is_in_arrears: bool
    funds: list[FundBalanceView]
    position: int
    as_of: datetime


@shape
class StatementOf(Question):
    """Income and expenditure, the latest first; `since` and `until` (not included) are about when it occurred."""

    account_id: UUID
    since: datetime | None = None
    until: datetime | None = None
    kind: MovementKind | None = None
    fund_id: UUID | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class MovementView(View):
    """One movement: positive, the customer has more; negative, less. Debt has no fund; to owe is negative."""

    position: int
    seq: int
    fund_id: UUID | None
    kind: MovementKind
    reason: str
    counterpart_kind: str
    counterpart: str
    amount: Money
    occurred_at: datetime
    recorded_at: datetime


@shape
class ListPayments(Question):
    """Which fund paid which bill line: of a bill, of a line, of a fund, or of all."""

    account_id: UUID
    bill_id: UUID | None = None
    line_id: UUID | None = None
    fund_id: UUID | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class PaymentView(View):
    """What one fund paid of one bill line, when it was charged or as a debt later."""

    position: int
    seq: int
    bill_id: UUID
    line_id: UUID
    fund_id: UUID
    kind: FundKind
    amount: Money
    paid: Literal["at_charge", "as_debt"]
    occurred_at: datetime
    recorded_at: datetime


@shape
class TrialBalanceOf(Question):
    """The journal's accounts, per currency: now, or as the book was at a position or an instant (not both)."""

    position: Position | None = None
    known_at: KnownAt | None = None


@shape
class AccountTotalView(View):
    """The balance of one ledger account: debits positive, credits negative."""

    account: str
    type: Literal["asset", "liability", "income", "expense"]
    balance: Money


@shape
class TrialBalanceView(View):
    """Every ledger account with postings; per currency they sum to zero."""

    accounts: list[AccountTotalView]
    position: int
