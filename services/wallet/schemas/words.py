"""Words that several chapters use."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Length, Range, Regexp, doc

Currency = Literal["CNY", "USD"]
FundKind = Literal["voucher", "discount_voucher", "card", "cash"]
MovementKind = Literal["voucher", "discount_voucher", "card", "cash", "debt"]
MovementReason = Literal[
    "transfer",
    "recharge",
    "voucher_activated",
    "voucher_granted",
    "card_bought",
    "card_received",
    "granted_with_card",
    "daily_bill",
    "adjustment",
    "order",
    "card_order",
    "debt_repaid",
    "refund",
    "expired",
]
FundStatus = Literal["active", "spent", "expired", "frozen"]
FundSource = Literal["code", "operator", "card_purchase", "adjustment", "cash", "partner", "offline", "gift", "huawei_order"]
CodeKind = Literal["voucher", "discount_voucher", "card"]
BatchState = Literal["open", "expired", "withdrawn"]
CodeState = Literal["unused", "redeemed", "expired", "withdrawn"]

MOST_LINES = 10_000
MOST_BILLS = 100
MOST_LINE_MICROS = 10**17
MOST_CODES = 1_000

BankReference = Annotated[
    str, Length(min=1, max=64), Regexp(r"[A-Za-z0-9 ./:_-]*[A-Za-z0-9][A-Za-z0-9 ./:_-]*"), doc("the bank's id of the transfer", "TT-0042")
]
Campaign = Annotated[str, Length(min=1, max=64), doc("why these vouchers are given away", "welcome")]
Why = Annotated[str, Length(min=1, max=256), doc("why this is done, for those who ask later", "reported as stolen")]
ClientAddress = Annotated[str, Length(max=64), doc("the client's network address; the gateway fills it in")]
ByMember = Annotated[UUID, doc("the operator who does it; filled in by the room")]
Position = Annotated[int, Range(min=0), doc("as the book was at this position")]
KnownAt = Annotated[datetime, doc("as the book was at this instant")]
AsOf = Annotated[datetime, doc("what had occurred or ended by this instant, of what is known; not in the future")]
Limit = Annotated[int, Range(min=1, max=200)]
Cursor = Annotated[str, Length(max=1024), doc("`next_cursor` of the page before")]
