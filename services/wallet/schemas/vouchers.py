"""Vouchers: issued by operators, activated by customers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Range, View, doc, is_positive, shape
from services.wallet.schemas.words import MOST_CODES, ByMember, Campaign, ClientAddress, CodeKind, Why

Code = Annotated[str, Length(min=1, max=64), doc("sixteen characters; blanks, hyphens and case do not matter", "7Q3K-0V5D-M2XA-9TBH")]


@shape
class IssueVouchers(Command):
    """Issue a batch of codes for vouchers, or for cards of multiples of a hundred. The codes are in the first answer, and nowhere else
    ever again. Of a card, `valid_until` is the end of its code: the card itself lasts from when it is redeemed.
    """

    count: Annotated[int, Range(min=1, max=MOST_CODES)]
    face: Annotated[Money, is_positive]
    campaign: Campaign
    kind: CodeKind = "voucher"
    valid_until: Annotated[datetime, doc("the end of their validity; a year from now unless given")] | None = None
    by_member_id: ByMember | None = None


@shape
class VoucherBatchView(View):
    """A batch of codes. `codes` are null when they were shown before, and in a dry run."""

    batch_id: UUID
    kind: str
    face: Money
    count: int
    campaign: str
    valid_until: datetime
    codes: list[str] | None = None
    already_shown: bool = False


@shape
class ActivateVoucher(Command):
    """Turn a voucher's code into a fund of the wallet."""

    account_id: UUID
    code: Code
    client_address: ClientAddress = ""


@shape
class GrantVoucher(Command):
    """Put a voucher straight onto an account, without a code."""

    account_id: UUID
    face: Annotated[Money, is_positive]
    reason: Why
    kind: Literal["voucher", "discount_voucher"] = "voucher"
    valid_until: Annotated[datetime, doc("the end of its validity; a year from now unless given")] | None = None
    by_member_id: ByMember | None = None


@shape
class VoucherView(View):
    """An activated voucher. `repaid` went to debts at once; `balance` is what is left to spend."""

    account_id: UUID
    voucher_id: UUID
    kind: str
    face: Money
    repaid: Money
    balance: Money
    campaign: str
    activated_at: datetime
    valid_until: datetime
