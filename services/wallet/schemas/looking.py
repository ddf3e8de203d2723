"""Balances, and which fund paid which bill line."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Question, View, shape
from services.wallet.schemas.words import AsOf, Cursor, FundKind, KnownAt, Limit, Position


@shape
class BalanceOf(Question):
    """What an account owns and owes: now; as the book was at a position or an instant (not both); as of what had occurred."""

    account_id: UUID
    position: Position | None = None
    known_at: KnownAt | None = None
    as_of: AsOf | None = None


@shape
class FundBalanceView(View):
    """What is left of a fund that has not ended. `held`: what of `amount` is kept apart; `usable`: what may be spent."""

    fund_id: UUID
    kind: FundKind
    amount: Money
    held: Money
    usable: Money
    is_frozen: bool
    valid_until: datetime | None


@shape
class BalanceView(View):
    """Balances as of `position`, of the funds valid at `as_of`. `card_balance` shows debt as the product does: as negative cards.

    `booked` is what stands in the book; `usable` is that without what is `held`, what is `frozen` (and not held besides), and what has
    `ended`.
    """

    account_id: UUID
    currency: str
    cash: Money
    vouchers: Money
    cards: Money
    debt: Money
    card_balance: Money
    is_in_arrears: bool
    booked: Money
    held: Money
    frozen: Money
    ended: Money
    usable: Money
    funds: list[FundBalanceView]
    position: int
    as_of: datetime


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
    """What one fund paid of one bill line, when it was charged, as a debt later, or with an order; negative where it got it back."""

    position: int
    seq: int
    bill_id: UUID
    line_id: UUID
    fund_id: UUID
    kind: FundKind
    amount: Money
    paid: Literal["at_charge", "as_debt", "with_order", "returned"]
    occurred_at: datetime
    recorded_at: datetime
