"""What is given back of bills."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Shape, View, is_not_negative, is_positive, shape
from services.wallet.schemas.charging import RemainderView, TakenView
from services.wallet.schemas.words import MOST_LINES, ByMember, Why


@shape
class ReturnLine(Shape):
    """How much is given back of a line of the earlier bill."""

    line_id: UUID
    amount_micros: Annotated[int, is_not_negative]


@shape
class ReturnCharge(Command):
    """Give back what an adjustment says was charged too much. Settlement asks; an adjustment counts once."""

    account_id: UUID
    bill_id: UUID
    of_bill_id: UUID
    currency: str
    lines: Annotated[list[ReturnLine], Length(min=1, max=MOST_LINES)]


@shape
class GoodwillLine(Shape):
    """How much of a bill line is waived."""

    line_id: UUID
    amount: Annotated[Money, is_positive]


@shape
class WaiveCharge(Command):
    """Give back part of a bill as goodwill, to the funds that paid it."""

    account_id: UUID
    bill_id: UUID
    lines: Annotated[list[GoodwillLine], Length(min=1, max=100)]
    reason: Why
    by_member_id: ByMember | None = None


@shape
class ReturnView(View):
    """How an amount was given back: to debts, to the funds that paid (by a voucher where one has ended), to the cloud account."""

    bill_id: UUID
    of_bill_id: UUID
    forgiven: list[RemainderView]
    taken_back: list[TakenView]
    granted_voucher_id: UUID | None
    cloud: list[RemainderView]
    repaid: Money
