"""Orders of prepaid cards at Huawei's marketplace. Source: product facts 2.2 (HUC), TV-14."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Range, Regexp, View, doc, shape
from services.wallet.schemas.words import ByMember, ClientAddress, Cursor, Limit, Why

OrderState = Literal["open", "redeemed", "cancelled"]
_ID = r"[A-Za-z0-9 _-]*[A-Za-z0-9][A-Za-z0-9 _-]*"
OrderNumber = Annotated[str, Length(min=1, max=64), Regexp(_ID), doc("the order's number in Huawei's marketplace", "CS2611230042ABCDE")]
HuaweiAccountId = Annotated[str, Length(min=1, max=64), Regexp(_ID), doc("the id of the account that ordered", "8990a122f45643a4")]


@shape
class RecordHuaweiOrder(Command):
    """Record an order that Huawei told us of, so that its customer can redeem it. Each order number counts once, for ever."""

    order_number: OrderNumber
    huawei_account_id: HuaweiAccountId
    quantity: Annotated[int, Range(min=1, max=10_000), doc("units of a hundred: 50 is a card of 5,000", 50)]
    by_member_id: ByMember | None = None


@shape
class CorrectHuaweiOrder(Command):
    """Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it."""

    order_id: UUID
    huawei_account_id: HuaweiAccountId
    quantity: Annotated[int, Range(min=0, max=10_000), doc("units of a hundred; 0: there is nothing to redeem", 50)]
    reason: Why
    by_member_id: ByMember | None = None


@shape
class RedeemHuaweiOrder(Command):
    """Turn an order of Huawei's marketplace into a prepaid card, once. Which of the two ids is wrong is not told; it counts as a guess."""

    account_id: UUID
    order_number: OrderNumber
    huawei_account_id: HuaweiAccountId
    client_address: ClientAddress = ""


@shape
class ListHuaweiOrders(Question):
    """Recorded orders, the latest first."""

    state: OrderState | None = None
    huawei_account_id: HuaweiAccountId | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class HuaweiOrderView(View):
    """A recorded order as it is by its last correction, and whose card it became."""

    order_id: UUID
    order_number: str
    huawei_account_id: str
    quantity: int
    face: Money
    state: OrderState
    recorded_at: datetime
    correction: str | None
    redeemed_by: UUID | None
    redeemed_at: datetime | None
