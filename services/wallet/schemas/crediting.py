"""Opening a wallet, and money that arrives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, View, doc, is_positive, shape
from services.wallet.schemas.transfers import TransferCode
from services.wallet.schemas.words import BankReference, ByMember


@shape
class OpenWallet(Command):
    """Give a new account its wallet."""

    account_id: UUID
    currency: str
    occurred_at: datetime


@shape
class WalletView(View):
    """A wallet."""

    account_id: UUID
    currency: str


@shape
class CreditTransfer(Command):
    """Credit money that arrived at the bank. Each bank reference counts once. `code`: the announced transfer that it is, if it is one."""

    account_id: UUID
    amount: Annotated[Money, is_positive]
    reference: BankReference
    occurred_at: Annotated[datetime, doc("the transfer's value date; now unless given")] | None = None
    code: TransferCode | None = None
    by_member_id: ByMember | None = None


@shape
class CreditView(View):
    """What was credited, what of it paid debts, and what is in the wallet now. `differs`: it is not the amount that was announced."""

    account_id: UUID
    reference: str
    amount: Money
    repaid: Money
    cash: Money
    debt: Money
    code: str | None = None
    differs: bool = False
