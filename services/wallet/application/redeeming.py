"""Chapter three: customers redeem what they were given a code or an order number for; whoever guesses is locked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from services.kernel.database import psycopg
from services.kernel.eventstore import Turn, once
from services.kernel.money import Money
from services.wallet import codes
from services.wallet.allocation import Fund
from services.wallet.application.guessers import guessers
from services.wallet.application.room import Room, of_known_account, total_of, wallet_of
from services.wallet.card_numbers import card_number
from services.wallet.domain import (
    HuaweiOrder,
    HuaweiOrderIsUnknown,
    RedeemingIsLocked,
    Repayment,
    VoucherCode,
    VoucherCodeIsUnknown,
    VoucherIsUsed,
    VoucherIsWithdrawn,
    Wallet,
    face_of_order,
)
from services.wallet.schemas import ActivateVoucher, ReceivedCardView, RedeemCard, RedeemHuaweiOrder, VoucherView

Redeem = ActivateVoucher | RedeemCard | RedeemHuaweiOrder


class Redeeming(Room):
    """Redeeming codes and orders, each once."""

    def activate_voucher(self, command: ActivateVoucher) -> VoucherView:
        """Turn a code into a fund of the wallet; it pays at once the debts it may.

        Refuses: NotFound, RedeemingIsLocked, VoucherCodeIsUnknown, VoucherIsUsed, VoucherIsExpired, VoucherIsWithdrawn,
        CodeIsOfAnotherKind, CurrencyDiffers.
        """
        with self._counting_guesses(command), self._refused_where_withdrawn(command):
            return self._activate_voucher(command)

    def redeem_card(self, command: RedeemCard) -> ReceivedCardView:
        """Turn a card's code into a prepaid card; its years begin now. Refuses: as `activate_voucher`."""
        with self._counting_guesses(command), self._refused_where_withdrawn(command):
            return self._redeem_card(command)

    def redeem_huawei_order(self, command: RedeemHuaweiOrder) -> ReceivedCardView:
        """Turn an order into a prepaid card, once for ever. Unknown, used and mismatched orders are told alike, and count as guesses.

        Refuses: NotFound, RedeemingIsLocked, HuaweiOrderIsUnknown, CurrencyDiffers. Source: product facts 2.2 (HUC), TV-14.
        """
        with self._counting_guesses(command):
            return self._redeem_huawei_order(command)

    @of_known_account
    @once
    def _activate_voucher(self, turn: Turn, command: ActivateVoucher) -> VoucherView:
        wallet, code = self._wallet_and_code(turn, command)
        code.redeem(command.account_id, at=turn.now)
        self._require_not_withdrawn(code)
        repaid = wallet.activate_voucher(code.id, code.terms, batch_id=code.batch_id, at=turn.now)
        face, spent = code.terms.face, total_of(repaid, wallet.currency)
        return VoucherView(
            account_id=wallet.account_id,
            voucher_id=code.id,
            kind=code.terms.kind,
            face=face,
            repaid=spent,
            balance=face - spent,
            campaign=code.terms.campaign,
            activated_at=turn.now,
            valid_until=code.terms.valid_until,
        )

    @of_known_account
    @once
    def _redeem_card(self, turn: Turn, command: RedeemCard) -> ReceivedCardView:
        wallet, code = self._wallet_and_code(turn, command)
        code.redeem(command.account_id, is_card=True, at=turn.now)
        self._require_not_withdrawn(code)
        terms = code.terms
        card, repaid = wallet.receive_card(
            code.id, terms.face, self.card_terms, source="code", reference=terms.campaign, batch_id=code.batch_id, at=turn.now
        )
        return received_card(wallet, card, repaid, source="code", reference=terms.campaign)

    @of_known_account
    @once
    def _redeem_huawei_order(self, turn: Turn, command: RedeemHuaweiOrder) -> ReceivedCardView:
        order_id = HuaweiOrder.id_of(command.order_number)
        if self._is_redeemed(command, order_id, at=turn.now):
            raise HuaweiOrderIsUnknown()
        wallet, order = wallet_of(turn, command.account_id), turn.find(HuaweiOrder, order_id)
        if order is None:
            raise HuaweiOrderIsUnknown()
        order.redeem(command.account_id, huawei_account_id=command.huawei_account_id, at=turn.now)
        card, repaid = wallet.receive_card(
            order.id,
            face_of_order(order.quantity),
            self.card_terms,
            source="huawei_order",
            reference=command.order_number,
            at=turn.now,
        )
        return received_card(wallet, card, repaid, source="huawei_order", reference=command.order_number)

    def _wallet_and_code(self, turn: Turn, command: ActivateVoucher | RedeemCard) -> tuple[Wallet, VoucherCode]:
        """Refuses: NotFound, RedeemingIsLocked, VoucherCodeIsUnknown, VoucherIsUsed."""
        code_id = codes.id_of(command.code, self.code_key)
        is_redeemed = self._is_redeemed(command, code_id, at=turn.now)
        if code_id is None:
            raise VoucherCodeIsUnknown()
        if is_redeemed:
            raise VoucherIsUsed(voucher_id=code_id)
        wallet, code = wallet_of(turn, command.account_id), turn.find(VoucherCode, code_id)
        if code is None:
            raise VoucherCodeIsUnknown()
        return wallet, code

    def _require_not_withdrawn(self, code: VoucherCode) -> None:
        """Refuses: VoucherIsWithdrawn."""
        if self.queries.is_withdrawn(code.batch_id):
            raise VoucherIsWithdrawn(voucher_id=code.id)

    def _is_redeemed(self, command: Redeem, fund_id: UUID | None, *, at: datetime) -> bool:
        """Whether the code or order was redeemed before, as far as that is stored. Refuses: RedeemingIsLocked.

        It is read before anything is held: thousands who come too late for one code wait for nobody. Those who race for it meet at the
        code itself.
        """
        before = self.queries.before_redeeming(self._guessers(command), fund_id, at=at)
        if before.locked_until is not None:
            raise RedeemingIsLocked(until=before.locked_until)
        return before.is_redeemed

    @contextmanager
    def _refused_where_withdrawn(self, command: ActivateVoucher | RedeemCard) -> Iterator[None]:
        """Where the batch was withdrawn while we decided, the store refuses the fund: this says what that means."""
        try:
            yield
        except psycopg.errors.CheckViolation as withdrawn:
            code_id = codes.id_of(command.code, self.code_key)
            if withdrawn.diag.constraint_name != "no_fund_of_a_withdrawn_batch" or code_id is None:
                raise
            raise VoucherIsWithdrawn(voucher_id=code_id) from None

    @contextmanager
    def _counting_guesses(self, command: Redeem) -> Iterator[None]:
        """Count what nobody knows, after it was refused: so the losers of a race for one code are never counted (decision 15)."""
        try:
            yield
        except (VoucherCodeIsUnknown, HuaweiOrderIsUnknown):
            self.queries.note_guess(self._guessers(command), at=self.clock.now())
            raise

    def _guessers(self, command: Redeem) -> Sequence[str]:
        return guessers(command.account_id, command.client_address, key=self.secret_key)


def received_card(wallet: Wallet, card: Fund, repaid: Sequence[Repayment], *, source: str, reference: str) -> ReceivedCardView:
    """The answer to whoever receives a card."""
    face, spent = Money(card.amount_micros, wallet.currency), total_of(repaid, wallet.currency)
    return ReceivedCardView(
        account_id=wallet.account_id,
        card_id=card.fund_id,
        card_number=card_number(card.fund_id),
        face=face,
        repaid=spent,
        balance=face - spent,
        source=source,
        reference=reference,
        activated_at=card.activated_at,
        valid_until=card.valid_until,
    )
