"""Prepaid cards."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, View, doc, is_positive, shape
from services.wallet.schemas.vouchers import Code
from services.wallet.schemas.words import ByMember, ClientAddress


@shape
class BuyCard(Command):
    """Turn cash into a prepaid card: a multiple of a hundred. A large one brings a discount voucher along."""

    account_id: UUID
    price: Annotated[Money, is_positive]


@shape
class GrantView(View):
    """The discount voucher that came with a card."""

    voucher_id: UUID
    face: Money
    valid_until: datetime | None


@shape
class CardView(View):
    """A prepaid card, as it was bought."""

    account_id: UUID
    card_id: UUID
    face: Money
    bought_at: datetime
    valid_until: datetime | None
    granted: GrantView | None
    cash: Money


@shape
class AssignCard(Command):
    """Put a prepaid card onto an account that did not buy it from cash: a partner pays, the customer paid outside, or nobody does."""

    account_id: UUID
    face: Annotated[Money, is_positive]
    source: Annotated[Literal["partner", "offline", "gift"], doc("who pays for the card; partners say partner")]
    reference: Annotated[str, Length(min=1, max=128), doc("the deal, order or reason behind it", "PARTNER-2026-0815")]
    by_member_id: ByMember | None = None


@shape
class RedeemCard(Command):
    """Turn a card's code into a prepaid card of the wallet."""

    account_id: UUID
    code: Code
    client_address: ClientAddress = ""


@shape
class ReceivedCardView(View):
    """A card that was assigned or redeemed. `repaid` went to debts at once; `balance` is what is left to spend."""

    account_id: UUID
    card_id: UUID
    card_number: str
    face: Money
    repaid: Money
    balance: Money
    source: str
    reference: str
    activated_at: datetime
    valid_until: datetime | None
