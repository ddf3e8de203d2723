"""Bills, and how they were paid. Between rooms amounts are micros."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Command, Length, Question, Range, Shape, View, is_not_negative, shape
from services.wallet.schemas.words import MOST_BILLS, MOST_LINE_MICROS, MOST_LINES


@shape
class ChargeLine(Shape):
    """A bill line that asks for money."""

    line_id: UUID
    amount_micros: Annotated[int, is_not_negative, Range(max=MOST_LINE_MICROS)]
    vouchers_may_pay: bool


@shape
class Charge(Command):
    """Take a bill from the wallet. Settlement asks; the lines are paid in the order given. A bill is charged once."""

    account_id: UUID
    bill_id: UUID
    currency: str
    lines: Annotated[list[ChargeLine], Length(max=MOST_LINES)]
    family: Literal["billing_center", "cloud"] = "billing_center"
    vendor: Literal["aliyun", "aws", "huawei"] | None = None
    reason: Literal["daily_bill", "adjustment"] = "daily_bill"


@shape
class BillToCharge(Shape):
    """One bill of several, as `Charge` asks for it alone."""

    bill_id: UUID
    currency: str
    lines: Annotated[list[ChargeLine], Length(max=MOST_LINES)]
    family: Literal["billing_center", "cloud"] = "billing_center"
    vendor: Literal["aliyun", "aws", "huawei"] | None = None
    reason: Literal["daily_bill", "adjustment"] = "daily_bill"


@shape
class ChargeMany(Command):
    """Take several bills from one wallet, in the order given. Settlement asks. All are charged, or where one is refused none."""

    account_id: UUID
    bills: Annotated[list[BillToCharge], Length(min=1, max=MOST_BILLS)]


@shape
class TakenView(View):
    """What one fund paid of one line."""

    line_id: UUID
    fund_id: UUID
    kind: str
    amount_micros: int


@shape
class RemainderView(View):
    """What no fund paid of one line."""

    line_id: UUID
    amount_micros: int


@shape
class ChargeView(View):
    """The split of a bill: taken from funds, owed, or the cloud account's to pay. `charge_of` knows its position in the book besides."""

    bill_id: UUID
    taken: list[TakenView]
    owed: list[RemainderView]
    cloud: list[RemainderView]
    position: int | None = None


@shape
class ChargesView(View):
    """The splits of several bills, in the order asked. One that had been charged before has its first split, with its position."""

    charges: list[ChargeView]


@shape
class ChargeOf(Question):
    """How a bill was charged."""

    bill_id: UUID
