"""Paying money in online."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, View, doc, is_positive, shape
from services.wallet.schemas.words import ByMember, Cursor, Limit

PaymentChannel = Literal["alipay", "stripe"]
RechargeState = Literal["pending", "paid", "expired", "cancelled"]
ChannelText = Annotated[str, Length(max=256)]


@shape
class OrderRecharge(Command):
    """Order to pay money in; the answer says where to pay. Cash grows when the channel confirms the payment, once."""

    account_id: UUID
    amount: Annotated[Money, is_positive]
    channel: PaymentChannel
    by_member_id: ByMember | None = None


@shape
class CancelRecharge(Command):
    """Give an order up. Should it be paid at this very moment, it is credited all the same."""

    account_id: UUID | None = None
    recharge_id: UUID
    by_member_id: ByMember | None = None


@shape
class RechargeOf(Question):
    """One order."""

    account_id: UUID | None = None
    recharge_id: UUID


@shape
class ListRecharges(Question):
    """Orders, the latest first. Operators see those of all accounts, unless they name one."""

    account_id: UUID | None = None
    state: RechargeState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class RechargeView(View):
    """An order to pay money in. `pay_url` is where to pay, while it waits; `reference` the channel's id of the payment."""

    recharge_id: UUID
    account_id: UUID
    channel: PaymentChannel
    amount: Money
    state: RechargeState
    pay_url: str | None
    placed_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    reference: str | None


@shape
class OpenPage(Command):
    """Note where an order can be paid."""

    recharge_id: UUID
    cashier_id: str
    pay_url: str


@shape
class ExpireRecharge(Command):
    """Note that an order was not paid in time."""

    recharge_id: UUID


@shape
class TakeNotice(Command):
    """What a channel tells us of a payment, as it came: the names of headers in lower case, the body in base 64."""

    channel: PaymentChannel
    headers: dict[str, str]
    body: Annotated[str, Length(max=100_000)]


@shape
class NoticeView(View):
    """What became of a notice, and what the channel must be answered."""

    outcome: Literal["credited", "repeated", "ignored", "refused", "forged"]
    status: int
    text: str


@shape
class RecordPayment(Command):
    """Take note of a payment that a channel has confirmed. `order` is as the channel has it."""

    channel: PaymentChannel
    order: ChannelText
    reference: ChannelText
    amount: Money
    paid_at: datetime


@shape
class RecordComplaint(Command):
    """Take note of a genuine notice that is for a person."""

    channel: PaymentChannel
    notice: ChannelText
    kind: ChannelText
    said: dict[str, str]


@shape
class PaymentRecordedView(View):
    """What became of it."""

    outcome: Literal["credited", "repeated", "refused"]


@shape
class RechargeReturned(Question):
    """The customer's browser came back from the channel. Whoever knows the order's id learns its state, and nothing else."""

    recharge_id: UUID


@shape
class RechargeReturnedView(View):
    """The state of an order, after the channel was asked."""

    state: RechargeState


@shape
class CompareSettlementFile(Command):
    """Compare a channel's account of a day with our journal. Without `content` the channel is asked for it."""

    channel: PaymentChannel
    day: Annotated[date, doc("the channel's day", "2026-11-23")]
    content: Annotated[str, Length(max=900_000), doc("the file as the channel gives it, in base 64")] | None = None
    by_member_id: ByMember | None = None


@shape
class SettlementFileView(View):
    """What a comparison came to. `credited`: payments we had missed, confirmed by the channel; `found`: review items, new or not."""

    channel: PaymentChannel
    day: date
    rows: int
    matched: int
    credited: int
    found: list[UUID]
