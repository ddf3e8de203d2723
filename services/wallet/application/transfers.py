"""Announced transfers: a code for the remark, by which money is known when it arrives."""

from __future__ import annotations

from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.money import CurrencyDiffers
from services.kernel.schemas import Page
from services.wallet.application.room import Room, of_known_account, wallet_of
from services.wallet.bank.details import BankDetails, usual_details
from services.wallet.domain import MOST_OPEN_TRANSFERS, TooManyTransferOrders, TransferCodeIsUnknown, TransferOrder
from services.wallet.queries.transfers import transfer_order_view
from services.wallet.schemas import (
    AnnounceTransfer,
    BankAccountView,
    BankDetailsOf,
    BankDetailsView,
    CancelTransfer,
    ListTransferOrders,
    TransferOrderOf,
    TransferOrderView,
)
from services.wallet.transfer_codes import read_transfer_code, transfer_code


class Transfers(Room):
    """Announcing transfers. Who credits them is in `crediting` and `statements`."""

    bank_details: BankDetails = usual_details()

    def bank_details_of(self, question: BankDetailsOf) -> BankDetailsView:
        accounts = [
            BankAccountView(
                currency=currency,
                account_name=account.account_name,
                account_number=account.account_number,
                bank=account.bank,
                bank_code=account.bank_code,
                bank_address=account.bank_address,
            )
            for currency, account in sorted(self.bank_details.accounts.items())
            if question.currency in (None, currency)
        ]
        return BankDetailsView(accounts=accounts, remark=self.bank_details.remark)

    @of_known_account
    @once
    def announce_transfer(self, turn: Turn, command: AnnounceTransfer) -> TransferOrderView:
        """Refuses: NotFound, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, TooManyTransferOrders."""
        wallet = wallet_of(turn, command.account_id)
        if command.amount.currency != wallet.currency:
            raise CurrencyDiffers(expected=wallet.currency, actual=command.amount.currency)
        if self.queries.count_open_transfers(wallet.account_id, at=turn.now) >= MOST_OPEN_TRANSFERS:
            raise TooManyTransferOrders(most=MOST_OPEN_TRANSFERS)
        code = _free_code(turn, command.id, self.secret_key)
        order = TransferOrder.announce(code, wallet.account_id, command.amount, by_member_id=command.by_member_id, at=turn.now)
        return transfer_order_view(turn.add(order), at=turn.now)

    @once
    def cancel_transfer(self, turn: Turn, command: CancelTransfer) -> TransferOrderView:
        """Refuses: NotFound, TransferOrderIsOver."""
        order = _owned(turn.find(TransferOrder, command.transfer_order_id), command)
        order.cancel(by_member_id=command.by_member_id, at=turn.now)
        return transfer_order_view(order, at=turn.now)

    def transfer_order_of(self, question: TransferOrderOf) -> TransferOrderView:
        """Refuses: NotFound."""
        order = self.read(TransferOrder, question.transfer_order_id)
        return transfer_order_view(_owned(order, question), at=self.clock.now())

    def list_transfer_orders(self, question: ListTransferOrders) -> Page[TransferOrderView]:
        return self.queries.transfer_orders(question, at=self.clock.now())


def announced(turn: Turn, code: str, account_id: UUID) -> TransferOrder:
    """The transfer that this account announced with this code. Refuses: TransferCodeIsUnknown."""
    read = read_transfer_code(code)
    order = turn.find(TransferOrder, TransferOrder.id_of(read)) if read else None
    if order is None or order.account_id != account_id:
        raise TransferCodeIsUnknown()
    return order


def _free_code(turn: Turn, command_id: UUID, key: bytes) -> str:
    """The same at every try of the command, and nobody else's."""
    attempt = 0
    while turn.find(TransferOrder, TransferOrder.id_of(transfer_code(command_id, attempt, key=key))) is not None:
        attempt += 1
    return transfer_code(command_id, attempt, key=key)


def _owned(order: object, asked: TransferOrderOf | CancelTransfer) -> TransferOrder:
    """Refuses: NotFound, for another account's too."""
    if not isinstance(order, TransferOrder) or asked.account_id not in (None, order.account_id):
        raise NotFound("transfer order", asked.transfer_order_id)
    return order
