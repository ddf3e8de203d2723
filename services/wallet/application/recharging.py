"""Orders to pay money in online, and the watch over those that wait.

Channels are asked outside the turns; what follows is decided inside one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id, new_id
from services.kernel.money import CurrencyDiffers
from services.kernel.schemas import Page
from services.kernel.telemetry import get_logger
from services.wallet.application.notices import Notices
from services.wallet.application.room import of_known_account, wallet_of
from services.wallet.domain import ChannelDoesNotAnswer, ChannelIsUnavailable, RechargeOrder, TooManyRecharges
from services.wallet.payments import OrderToPay
from services.wallet.queries.recharges import recharge_view
from services.wallet.schemas import (
    CancelRecharge,
    ExpireRecharge,
    ListRecharges,
    OpenPage,
    OrderRecharge,
    RechargeOf,
    RechargeReturned,
    RechargeReturnedView,
    RechargeView,
)

STRANGERS_ASK_EVERY: Final = timedelta(seconds=2)
REMEMBERED_ORDERS: Final = 10_000

log = get_logger("services.wallet")


class Recharging(Notices):
    """Orders to pay in."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._asked_at: dict[UUID, datetime] = {}

    # -- ordering

    def order_recharge(self, command: OrderRecharge) -> RechargeView:
        """Order to pay in; a repeat gets the order as it is now, and a page that could not be opened before.

        Refuses: NotFound, ChannelIsUnavailable, ChannelTakesOtherCurrency, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine,
        TooManyRecharges, ChannelDoesNotAnswer (the order stands; ask again).
        """
        self.channels.taking(command.channel, command.amount.currency)
        placed = self._order_recharge(command)
        if command.dry_run:
            return placed
        order = self._stored(placed.recharge_id)
        if order.pay_url is None and order.state_at(self.clock.now()) == "pending":
            page = self.channels.named(order.channel).page_payment(self._to_pay(order))
            self._open_page(OpenPage(id=new_id(), recharge_id=order.id, cashier_id=page.cashier_id, pay_url=page.pay_url))
        return self._seen(placed.recharge_id)

    def recharge_of(self, question: RechargeOf) -> RechargeView:
        """Refuses: NotFound."""
        return recharge_view(self._owned(question), at=self.clock.now())

    def list_recharges(self, question: ListRecharges) -> Page[RechargeView]:
        return self.queries.recharges(question, at=self.clock.now())

    def cancel_recharge(self, command: CancelRecharge) -> RechargeView:
        """Give an order up; the channel is asked first, and told to close it then. Refuses: NotFound, RechargeIsOver."""
        order = self._owned(command)
        if command.dry_run:
            return self._cancel_recharge(command)
        self._ask_quietly(order)
        self._cancel_recharge(command)
        self._close_quietly(order)
        return self._seen(order.id)

    # -- asking the channel

    def recharge_returned(self, question: RechargeReturned) -> RechargeReturnedView:
        """A browser came back: ask the channel, so that the customer finds the cash there. Refuses: NotFound."""
        order = self._stored(question.recharge_id)
        if order.state == "pending" and self._may_be_asked_about(order):
            self._ask_quietly(order)
            order = self._stored(order.id)
        return RechargeReturnedView(state=order.state_at(self.clock.now()))

    def ask_channel(self, recharge_id: UUID) -> bool:
        """Ask the channel whether the order was paid, and credit it if so; whether it was.

        Refuses: NotFound, ChannelIsUnavailable, ChannelDoesNotAnswer.
        """
        order = self._stored(recharge_id)
        payment = self.channels.named(order.channel).query(self._to_pay(order))
        if payment is None:
            return False
        return self.record_payment(payment).outcome != "refused"

    def look_after(self, recharge_id: UUID) -> None:
        """Settle what no notice has settled; at the end of its time, close the order and let it expire.

        Refuses: ChannelDoesNotAnswer (the order goes on waiting).
        """
        order = self._stored(recharge_id)
        is_over = order.state_at(self.clock.now()) == "expired"
        try:
            if self.ask_channel(recharge_id):
                return
            if is_over:
                self.channels.named(order.channel).close(self._to_pay(order))
        except ChannelIsUnavailable:
            pass  # nobody is left to ask
        if is_over:
            self._expire_recharge(ExpireRecharge(id=derived_id(recharge_id, "expiry"), recharge_id=recharge_id))

    # -- decisions

    @of_known_account
    @once
    def _order_recharge(self, turn: Turn, command: OrderRecharge) -> RechargeView:
        wallet = wallet_of(turn, command.account_id)
        if command.amount.currency != wallet.currency:
            raise CurrencyDiffers(expected=wallet.currency, actual=command.amount.currency)
        most = self.recharge_terms.most_waiting
        if self.queries.count_waiting(wallet.account_id, at=turn.now) >= most:
            raise TooManyRecharges(most=most)
        order = RechargeOrder.place(
            derived_id(command.id, "recharge"),
            wallet.account_id,
            command.channel,
            command.amount,
            self.recharge_terms,
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        return recharge_view(turn.add(order), at=turn.now)

    @once
    def _open_page(self, turn: Turn, command: OpenPage) -> RechargeView:
        order = turn.load(RechargeOrder, command.recharge_id)
        order.open_page(command.cashier_id, command.pay_url, at=turn.now)
        return recharge_view(order, at=turn.now)

    @once
    def _cancel_recharge(self, turn: Turn, command: CancelRecharge) -> RechargeView:
        order = turn.load(RechargeOrder, command.recharge_id)
        order.cancel(at=turn.now, by_member_id=command.by_member_id)
        return recharge_view(order, at=turn.now)

    @once
    def _expire_recharge(self, turn: Turn, command: ExpireRecharge) -> RechargeView:
        order = turn.load(RechargeOrder, command.recharge_id)
        order.expire(at=turn.now)
        return recharge_view(order, at=turn.now)

    # -- words

    def _stored(self, recharge_id: UUID) -> RechargeOrder:
        """Refuses: NotFound."""
        order = self.read(RechargeOrder, recharge_id)
        if not isinstance(order, RechargeOrder):
            raise NotFound("recharge", recharge_id)
        return order

    def _owned(self, asked: RechargeOf | CancelRecharge) -> RechargeOrder:
        """Refuses: NotFound, for another account's too."""
        order = self._stored(asked.recharge_id)
        if asked.account_id not in (None, order.account_id):
            raise NotFound("recharge", asked.recharge_id)
        return order

    def _seen(self, recharge_id: UUID) -> RechargeView:
        return recharge_view(self._stored(recharge_id), at=self.clock.now())

    def _to_pay(self, order: RechargeOrder) -> OrderToPay:
        return OrderToPay(order.id, order.amount, f"{self.channels.return_url}{order.id}", order.cashier_id)

    def _may_be_asked_about(self, order: RechargeOrder) -> bool:
        """Whether strangers may make us ask the channel about this order, which they may every two seconds."""
        now, earlier = self.clock.now(), self._asked_at.get(order.id)
        if earlier is not None and now < earlier + STRANGERS_ASK_EVERY:
            return False
        if len(self._asked_at) >= REMEMBERED_ORDERS:
            self._asked_at.clear()
        self._asked_at[order.id] = now
        return True

    def _ask_quietly(self, order: RechargeOrder) -> None:
        """Ask the channel; where it does not answer, the watch asks again."""
        try:
            self.ask_channel(order.id)
        except (ChannelDoesNotAnswer, ChannelIsUnavailable):
            log.warning("a channel was not asked", recharge_id=str(order.id))

    def _close_quietly(self, order: RechargeOrder) -> None:
        """Close at the channel; where it does not answer, a payment that still comes is credited."""
        try:
            self.channels.named(order.channel).close(self._to_pay(order))
        except (ChannelDoesNotAnswer, ChannelIsUnavailable):
            log.warning("a payment was not closed at its channel", recharge_id=str(order.id))

