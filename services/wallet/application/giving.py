"""Chapter four: operators and partners assign cards, record orders of Huawei's marketplace, and take funds out of use."""

from __future__ import annotations

from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id
from services.kernel.money import Money
from services.kernel.schemas import Page
from services.wallet.application.redeeming import received_card
from services.wallet.application.room import Room, of_known_account, total_of, wallet_of
from services.wallet.domain import HuaweiOrder, HuaweiOrderIsRecorded, face_of_order
from services.wallet.schemas import (
    AssignCard,
    CorrectHuaweiOrder,
    FreezeFund,
    FreezeView,
    FundView,
    HuaweiOrderView,
    ListCards,
    ListHuaweiOrders,
    ListVouchers,
    ReceivedCardView,
    RecordHuaweiOrder,
    UnfreezeFund,
)


class Giving(Room):
    """Cards that were not bought, and funds out of use."""

    @of_known_account
    @once
    def assign_card(self, turn: Turn, command: AssignCard) -> ReceivedCardView:
        """Put a card onto an account; it pays debts at once.

        Refuses: NotFound, CurrencyDiffers, CardAmountIsInvalid, AmountIsOutOfRange.
        """
        wallet = wallet_of(turn, command.account_id)
        card, repaid = wallet.receive_card(
            derived_id(command.id, "card"),
            command.face,
            self.card_terms,
            source=command.source,
            reference=command.reference,
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        return received_card(wallet, card, repaid, source=command.source, reference=command.reference)

    @once
    def record_huawei_order(self, turn: Turn, command: RecordHuaweiOrder) -> HuaweiOrderView:
        """Record an order, so that it can be redeemed. Refuses: HuaweiOrderIsRecorded."""
        if turn.find(HuaweiOrder, HuaweiOrder.id_of(command.order_number)) is not None:
            raise HuaweiOrderIsRecorded(order_number=command.order_number)
        order = turn.add(
            HuaweiOrder.record(
                command.order_number,
                huawei_account_id=command.huawei_account_id,
                quantity=command.quantity,
                by_member_id=command.by_member_id,
                at=turn.now,
            )
        )
        return _order(order, correction=None)

    @once
    def correct_huawei_order(self, turn: Turn, command: CorrectHuaweiOrder) -> HuaweiOrderView:
        """Put an order right, or cancel it, before it is redeemed. Refuses: NotFound, HuaweiOrderIsRedeemed."""
        order = turn.load(HuaweiOrder, command.order_id)
        order.correct(
            huawei_account_id=command.huawei_account_id,
            quantity=command.quantity,
            reason=command.reason,
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        return _order(order, correction=command.reason)

    @of_known_account
    @once
    def freeze_fund(self, turn: Turn, command: FreezeFund) -> FreezeView:
        """Take a voucher or card out of use. Refuses: NotFound, FundIsOver, FundIsFrozen, CashCannotBeFrozen."""
        wallet = wallet_of(turn, command.account_id)
        wallet.freeze(command.fund_id, reason=command.reason, by_member_id=command.by_member_id, at=turn.now)
        return _freeze(turn, command, is_frozen=True, repaid=Money(0, wallet.currency))

    @of_known_account
    @once
    def unfreeze_fund(self, turn: Turn, command: UnfreezeFund) -> FreezeView:
        """Put a fund back into use; it pays at once the debts it may.

        Refuses: NotFound, FundIsOver, FundIsNotFrozen, CashCannotBeFrozen.
        """
        wallet = wallet_of(turn, command.account_id)
        repaid = wallet.unfreeze(command.fund_id, reason=command.reason, by_member_id=command.by_member_id, at=turn.now)
        return _freeze(turn, command, is_frozen=False, repaid=total_of(repaid, wallet.currency))

    def list_huawei_orders(self, question: ListHuaweiOrders) -> Page[HuaweiOrderView]:
        return self.queries.huawei_orders(question)

    def list_vouchers(self, question: ListVouchers) -> Page[FundView]:
        kinds = (question.kind,) if question.kind else ("voucher", "discount_voucher")
        return self.queries.funds(question, kinds=kinds, at=self.clock.now())

    def list_cards(self, question: ListCards) -> Page[FundView]:
        return self.queries.funds(question, kinds=("card",), at=self.clock.now())


def _order(order: HuaweiOrder, *, correction: str | None) -> HuaweiOrderView:
    """An order that nobody has redeemed."""
    return HuaweiOrderView(
        order_id=order.id,
        order_number=order.order_number,
        huawei_account_id=order.huawei_account_id,
        quantity=order.quantity,
        face=face_of_order(order.quantity),
        state="open" if order.quantity else "cancelled",
        recorded_at=order.recorded_at,
        correction=correction,
        redeemed_by=None,
        redeemed_at=None,
    )


def _freeze(turn: Turn, command: FreezeFund | UnfreezeFund, *, is_frozen: bool, repaid: Money) -> FreezeView:
    return FreezeView(
        account_id=command.account_id,
        fund_id=command.fund_id,
        is_frozen=is_frozen,
        reason=command.reason,
        changed_at=turn.now,
        repaid=repaid,
    )
