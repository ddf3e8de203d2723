"""Refunds of unused cash, by two operators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Regexp, View, doc, is_positive, shape
from services.wallet.schemas.words import BankReference, ByMember, Cursor, Limit, Why

RefundState = Literal["requested", "approved", "rejected", "expired"]
PayoutAccount = Annotated[
    str,
    Length(min=1, max=64),
    Regexp(r"(?!.*[0-9]{7})\S[^\x00-\x1f\x7f]*"),
    doc("what people call the account that is paid to; never its whole number", "their account at ICBC, ending 4402"),
]


@shape
class RequestRefund(Command):
    """Ask for unused cash to be paid out. It is kept apart at once; a second operator approves."""

    account_id: UUID
    amount: Annotated[Money, is_positive]
    reason: Why
    payout_account: PayoutAccount
    by_member_id: ByMember | None = None


@shape
class ApproveRefund(Command):
    """Approve a refund that another operator asked for, and say under which reference the bank paid it out. Each reference counts once."""

    refund_id: UUID
    reference: BankReference
    by_member_id: ByMember | None = None


@shape
class RejectRefund(Command):
    """Decide against a refund, or take it back; its cash is usable again, and pays debts first."""

    refund_id: UUID
    reason: Why
    by_member_id: ByMember | None = None


@shape
class RefundOf(Question):
    """One refund."""

    account_id: UUID | None = None
    refund_id: UUID


@shape
class ListRefunds(Question):
    """Refunds, the latest first. Operators see those of all accounts, unless they name one."""

    account_id: UUID | None = None
    state: RefundState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class RefundView(View):
    """A refund of cash. `reference`: the bank's id of the payout; `note`: why it was rejected."""

    refund_id: UUID
    account_id: UUID
    amount: Money
    reason: str
    payout_account: str
    state: RefundState
    requested_by: UUID
    requested_at: datetime
    expires_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    reference: str | None
    note: str | None
