"""Value kept apart: holds, and orders that customers pay in full with the funds they choose."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Range, Shape, View, doc, is_not_negative, is_positive, shape
from services.wallet.schemas.charging import ChargeLine, TakenView
from services.wallet.schemas.words import MOST_LINES, ByMember, Cursor, FundKind, Limit, Why

HoldStatus = Literal["live", "captured", "released", "expired"]
OrderStatus = Literal["open", "paid", "cancelled", "expired"]

MOST_HOLD_S = 90 * 24 * 3600
Kinds = Annotated[list[FundKind], Length(min=1, max=4), doc("the kinds of funds that may be used, always in deduction order")]
ExpiresInS = Annotated[int, Range(min=1, max=MOST_HOLD_S), doc("how long, in seconds; it ends earlier with the first fund in it that ends")]


@shape
class ReserveFunds(Command):
    """Keep value apart for something that is about to be paid: in full or not at all."""

    account_id: UUID
    subject: Annotated[UUID, doc("the order that it is for")]
    currency: str
    lines: Annotated[list[ChargeLine], Length(min=1, max=MOST_LINES)]
    kinds: Kinds | None = None
    expires_in_s: ExpiresInS = 1800


@shape
class CaptureLine(Shape):
    """How much of a held line is spent."""

    line_id: UUID
    amount_micros: Annotated[int, is_not_negative]


@shape
class CaptureFunds(Command):
    """Spend what is held: all of it, or of each line named what is asked; the rest is usable again."""

    account_id: UUID
    hold_id: UUID
    lines: Annotated[list[CaptureLine], Length(max=MOST_LINES)] | None = None


@shape
class ReleaseFunds(Command):
    """Let go of what is held."""

    account_id: UUID
    hold_id: UUID


@shape
class HoldShareView(View):
    """What a hold keeps of a fund."""

    fund_id: UUID
    kind: FundKind
    amount: Money


@shape
class HoldView(View):
    """Value kept apart, and how that ended. `shares`: which fund keeps how much."""

    hold_id: UUID
    account_id: UUID
    subject: UUID
    purpose: str
    amount: Money
    captured: Money
    status: HoldStatus
    reserved_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    shares: list[HoldShareView]


@shape
class CaptureView(View):
    """What was spent of a hold, and what of its rest paid debts."""

    hold_id: UUID
    taken: list[TakenView]
    repaid: Money


@shape
class ReleaseView(View):
    """What of a released hold paid debts."""

    hold_id: UUID
    repaid: Money


@shape
class HoldOf(Question):
    """One hold."""

    account_id: UUID
    hold_id: UUID


@shape
class ListHolds(Question):
    """The holds of an account, the newest first."""

    account_id: UUID
    status: HoldStatus | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


# -- orders -------------------------------------------------------------------------------------------------------------------------


@shape
class OrderLine(Shape):
    """One thing of an order."""

    title: Annotated[str, Length(min=1, max=200)]
    amount: Annotated[Money, is_positive]
    vouchers_may_pay: bool = True


@shape
class PlaceOrder(Command):
    """Offer an account something at a fixed price, which it may pay with the funds it chooses."""

    account_id: UUID
    title: Annotated[str, Length(min=1, max=200)]
    lines: Annotated[list[OrderLine], Length(min=1, max=100)]
    expires_in_s: ExpiresInS = 7 * 24 * 3600
    by_member_id: ByMember | None = None


@shape
class PayOrder(Command):
    """Pay an order in full from the kinds of funds chosen, in deduction order. Leaving cards out is the customer's choice."""

    account_id: UUID
    order_id: UUID
    kinds: Kinds | None = None


@shape
class CancelOrder(Command):
    """Withdraw an order that is not paid."""

    account_id: UUID
    order_id: UUID
    reason: Why


@shape
class OrderOf(Question):
    """One order."""

    account_id: UUID
    order_id: UUID


@shape
class ListOrders(Question):
    """The orders of an account, the newest first."""

    account_id: UUID
    status: OrderStatus | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class OrderLineView(View):
    """One thing of an order."""

    line_id: UUID
    title: str
    amount: Money
    vouchers_may_pay: bool


@shape
class OrderView(View):
    """An order. `taken`: once it is paid, what each fund paid of it."""

    order_id: UUID
    account_id: UUID
    title: str
    amount: Money
    lines: list[OrderLineView]
    status: OrderStatus
    placed_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    taken: list[TakenView]
