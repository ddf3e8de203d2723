"""Vouchers and cards in wallets: the lists, and taking one out of use."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Question, View, doc, shape
from services.wallet.schemas.words import AsOf, ByMember, Cursor, FundKind, FundSource, FundStatus, KnownAt, Limit, Position, Why

ExpiringBefore = Annotated[datetime, doc("only those in use whose validity ends before this instant")]


@shape
class ListFunds(Question):
    """The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of the past, `frozen_at` is null."""

    account_id: UUID
    kind: Literal["voucher", "discount_voucher", "card"] | None = None
    status: FundStatus | None = None
    source: FundSource | None = None
    expiring_before: ExpiringBefore | None = None
    position: Position | None = None
    known_at: KnownAt | None = None
    as_of: AsOf | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class ListVouchers(Question):
    """The vouchers of an account, ordinary and discount, the newest first."""

    account_id: UUID
    kind: Literal["voucher", "discount_voucher"] | None = None
    status: FundStatus | None = None
    source: FundSource | None = None
    expiring_before: ExpiringBefore | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class ListCards(Question):
    """The prepaid cards of an account, the newest first."""

    account_id: UUID
    status: FundStatus | None = None
    source: FundSource | None = None
    expiring_before: ExpiringBefore | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class FundView(View):
    """A voucher or a card. `balance` is what is left of `face` (of an expired one nothing: `expired` is what was lost), `held` what of it
    is kept apart for orders. `activated_at` of a card is when it was bought or redeemed; `source` is its purchase type.
    """

    fund_id: UUID
    kind: FundKind
    card_number: str | None
    face: Money
    balance: Money
    held: Money
    expired: Money
    status: FundStatus
    source: FundSource
    campaign: str | None
    reference: str | None
    activated_at: datetime
    valid_until: datetime | None
    frozen_at: datetime | None
    frozen_reason: str | None


@shape
class FreezeFund(Command):
    """Take a voucher or card out of use; nothing is taken from it."""

    account_id: UUID
    fund_id: UUID
    reason: Why
    by_member_id: ByMember | None = None


@shape
class UnfreezeFund(Command):
    """Put a frozen voucher or card back into use. It pays at once the debts it may."""

    account_id: UUID
    fund_id: UUID
    reason: Why
    by_member_id: ByMember | None = None


@shape
class FreezeView(View):
    """Whether a fund is out of use, and what of it paid debts as it came back into use."""

    account_id: UUID
    fund_id: UUID
    is_frozen: bool
    reason: str
    changed_at: datetime
    repaid: Money
