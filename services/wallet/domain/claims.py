"""What is asked of a wallet, and what it still owes or keeps apart: bills, orders, debts, holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.wallet.allocation import Demand, Family, Fund, FundKind, Taken
from services.wallet.domain.refusals import CloudVendorDiffers, LineIsRepeated

CloudVendor = Literal["aliyun", "aws", "huawei"]
Reason = Literal["daily_bill", "adjustment"]
Purpose = Literal["order", "card_order", "refund"]
ReleaseCause = Literal["released", "expired"]


class Debt(Demand, frozen=True):
    """What is still owed for a bill line. Source: decision 12."""

    bill_id: UUID


class Repayment(Taken, frozen=True):
    """What a credit paid of a debt."""

    bill_id: UUID


class Bill(msgspec.Struct, frozen=True):
    """What is to be charged: lines in the order in which they are paid, and who pays what the funds lack."""

    bill_id: UUID
    currency: str
    lines: list[Demand]
    reason: Reason = "daily_bill"
    family: Family = "billing_center"
    vendor: CloudVendor | None = None

    def require_chargeable(self) -> None:
        """Refuses: CloudVendorDiffers, LineIsRepeated."""
        if (self.family == "cloud") != (self.vendor is not None):
            raise CloudVendorDiffers(family=self.family, vendor=self.vendor)
        require_no_line_twice(self.lines)


class Order(msgspec.Struct, frozen=True):
    """What is to be paid in full or not at all, from the kinds of funds that the customer chose.

    `subject`: the order, refund or purchase that it is for.
    """

    subject: UUID
    purpose: Purpose
    currency: str
    lines: list[Demand]
    kinds: list[FundKind]

    @property
    def amount_micros(self) -> int:
        return sum(line.amount_micros for line in self.lines)


class Hold(msgspec.Struct, frozen=True):
    """Value kept apart until it is captured or released, or until `expires_at`, which no fund in it outlives.

    `shares`: which fund pays what of which line, decided when it was reserved.
    """

    hold_id: UUID
    subject: UUID
    purpose: Purpose
    lines: list[Demand]
    shares: list[Taken]
    expires_at: datetime

    @property
    def amount_micros(self) -> int:
        return sum(share.amount_micros for share in self.shares)


class PaidShare(msgspec.Struct, frozen=True):
    """What one fund paid of a bill line and did not get back yet; `fund` with its terms, for it may have left the wallet since."""

    line_id: UUID
    fund: Fund
    amount_micros: int


class CloudShare(msgspec.Struct, frozen=True):
    """What a cloud account pays of a bill line, less what was credited to it since."""

    line_id: UUID
    amount_micros: int


class Return(msgspec.Struct, frozen=True):
    """A negative adjustment: what is to be given back of the lines of an earlier bill, and how those lines were paid, earliest first.

    Source: decision 18.
    """

    bill_id: UUID
    of_bill_id: UUID
    currency: str
    lines: list[Demand]
    """Line ids are those of the earlier bill."""
    paid: list[PaidShare]
    cloud: list[CloudShare]
    vendor: CloudVendor | None = None


def require_no_line_twice(lines: Iterable[Demand]) -> None:
    """Refuses: LineIsRepeated."""
    seen: set[UUID] = set()
    for line in lines:
        if line.line_id in seen:
            raise LineIsRepeated(line_id=line.line_id)
        seen.add(line.line_id)
