"""Transfers that customers announce, and where they are made to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, View, doc, is_positive, shape
from services.wallet.schemas.words import ByMember, Currency, Cursor, Limit

TransferState = Literal["open", "credited", "cancelled", "expired"]
TransferCode = Annotated[str, Length(min=1, max=64), doc("the code of an announced transfer, as people write it", "7K3MQ-2XP9A")]


@shape
class BankDetailsOf(Question):
    """Where transfers are made to; of one currency, where it is named."""

    currency: Currency | None = None


@shape
class BankAccountView(View):
    """A bank account of ours, for transfers of its currency."""

    currency: str
    account_name: str
    account_number: str
    bank: str
    bank_code: str
    bank_address: str


@shape
class BankDetailsView(View):
    """Where transfers are made to, and what must stand in their remark: the code of the announced transfer."""

    accounts: list[BankAccountView]
    remark: str


@shape
class AnnounceTransfer(Command):
    """Announce a bank transfer. The answer has the code that belongs into its remark; cash grows when the money has arrived."""

    account_id: UUID
    amount: Annotated[Money, is_positive]
    by_member_id: ByMember | None = None


@shape
class CancelTransfer(Command):
    """Take an announcement back. Money that arrives all the same is for a person to assign."""

    account_id: UUID | None = None
    transfer_order_id: UUID
    by_member_id: ByMember | None = None


@shape
class TransferOrderOf(Question):
    """One announced transfer."""

    account_id: UUID | None = None
    transfer_order_id: UUID


@shape
class ListTransferOrders(Question):
    """Announced transfers, the latest first. Operators see those of all accounts, unless they name one."""

    account_id: UUID | None = None
    state: TransferState | None = None
    code: TransferCode | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class TransferOrderView(View):
    """An announced transfer. `code` belongs into its remark; `credited`: what arrived, `reference`: the bank's id of it."""

    transfer_order_id: UUID
    account_id: UUID
    code: str
    amount: Money
    state: TransferState
    placed_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    credited: Money | None
    differs: bool
    reference: str | None
