"""Orders to pay money in through a payment channel. Crediting is the wallet's; the order says for what, and that it happens once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.money import MICROS, Money, require_whole_minor_units
from services.wallet.domain.refusals import AmountIsOutOfRange, PaymentDiffers, RechargeIsOver, RechargeIsPaid

PaymentChannel = Literal["alipay", "stripe"]
RechargeState = Literal["pending", "paid", "expired", "cancelled"]
CHANNELS: Final = ("alipay", "stripe")


def order_id_of(text: str) -> UUID | None:
    """The id that a channel's name of an order stands for, if it can be one of ours."""
    try:
        return UUID(text)
    except ValueError:
        return None


class RechargeTerms(msgspec.Struct, frozen=True):
    """How much may be paid in at once, and how long an order waits. Source: decision 13."""

    least_micros: int = MICROS
    most_micros: int = 1_000_000 * MICROS
    lasts: timedelta = timedelta(minutes=30)
    most_waiting: int = 20

    def require_payable(self, amount: Money) -> None:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine."""
        if not self.least_micros <= amount.amount_micros <= self.most_micros:
            raise AmountIsOutOfRange(amount_micros=amount.amount_micros, least_micros=self.least_micros, most_micros=self.most_micros)
        require_whole_minor_units(amount)


class Payment(msgspec.Struct, frozen=True):
    """What a channel says was paid: for which order (as it names it), under its own `reference`, how much, when."""

    channel: PaymentChannel
    order: str
    reference: str
    amount: Money
    paid_at: datetime

    @property
    def order_id(self) -> UUID | None:
        """The order's id, if it can be one of ours."""
        return order_id_of(self.order)

    @property
    def sentence(self) -> str:
        """The whole of it, as a name: two payments with the same sentence are the same."""
        return f"{self.channel} {self.reference}: {self.amount} for {self.order}"


class RechargeOrder(Aggregate):
    """Money that a customer means to pay in. A payment is taken once, also after the order has expired or was cancelled."""

    TOPIC = "wallet.recharge_order"
    account_id: UUID
    channel: PaymentChannel
    amount: Money
    placed_at: datetime
    expires_at: datetime
    cashier_id: str
    pay_url: str | None
    state: RechargeState
    ended_at: datetime | None
    reference: str | None

    class Event(Aggregate.Event):
        TOPIC = "wallet.recharge_order.event"

    class Ordered(Event, Aggregate.Created):
        TOPIC = "wallet.recharge_ordered"
        account_id: UUID
        channel: PaymentChannel
        amount: Money
        expires_at: datetime
        by_member_id: UUID | None
        occurred_at: datetime

    class PageOpened(Event):
        """The channel has a page where the order can be paid. `cashier_id`: its own name of that page, or nothing."""

        TOPIC = "wallet.recharge_page_opened"
        account_id: UUID
        cashier_id: str
        pay_url: str
        occurred_at: datetime

    class Paid(Event):
        """The channel says it was paid; the wallet is credited in the same save. `was`: what the order was before."""

        TOPIC = "wallet.recharge_paid"
        account_id: UUID
        reference: str
        was: RechargeState
        occurred_at: datetime

    class Expired(Event):
        TOPIC = "wallet.recharge_expired"
        account_id: UUID
        occurred_at: datetime

    class Cancelled(Event):
        TOPIC = "wallet.recharge_cancelled"
        account_id: UUID
        by_member_id: UUID | None
        occurred_at: datetime

    @classmethod
    def place(
        cls,
        order_id: UUID,
        account_id: UUID,
        channel: PaymentChannel,
        amount: Money,
        terms: RechargeTerms,
        *,
        at: datetime,
        by_member_id: UUID | None = None,
    ) -> RechargeOrder:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine."""
        terms.require_payable(amount)
        return cls._create(
            cls.Ordered,
            id=order_id,
            account_id=account_id,
            channel=channel,
            amount=amount,
            expires_at=at + terms.lasts,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    def state_at(self, at: datetime) -> RechargeState:
        """An order is over at the end of its time, whether or not that has been recorded."""
        return "expired" if self.state == "pending" and at >= self.expires_at else self.state

    def open_page(self, cashier_id: str, pay_url: str, *, at: datetime) -> None:
        """Note where it can be paid. The first page stays. Refuses: RechargeIsOver."""
        self._require_pending(at)
        if self.pay_url is None:
            self.trigger_event(self.PageOpened, account_id=self.account_id, cashier_id=cashier_id, pay_url=pay_url, occurred_at=at)

    def awaits(self, payment: Payment) -> bool:
        """Whether this payment is to be credited now; False if it has been.

        Refuses: PaymentDiffers (channel, currency or amount), RechargeIsPaid (by another payment).
        """
        if (payment.channel, payment.amount) != (self.channel, self.amount):
            raise PaymentDiffers(ordered=f"{self.channel} {self.amount}", paid=f"{payment.channel} {payment.amount}")
        if self.reference not in (None, payment.reference):
            raise RechargeIsPaid(recharge_id=self.id, reference=self.reference or "")
        return self.reference is None

    def pay(self, payment: Payment, *, at: datetime) -> None:
        """Note that it was paid, in the turn that credits the wallet. Ask `awaits` before."""
        self.trigger_event(self.Paid, account_id=self.account_id, reference=payment.reference, was=self.state_at(at), occurred_at=at)

    def expire(self, *, at: datetime) -> bool:
        """Note that nothing was paid in time; whether there was something to note."""
        if self.state != "pending" or at < self.expires_at:
            return False
        self.trigger_event(self.Expired, account_id=self.account_id, occurred_at=self.expires_at)
        return True

    def cancel(self, *, at: datetime, by_member_id: UUID | None = None) -> None:
        """Refuses: RechargeIsOver."""
        self._require_pending(at)
        self.trigger_event(self.Cancelled, account_id=self.account_id, by_member_id=by_member_id, occurred_at=at)

    def _require_pending(self, at: datetime) -> None:
        state = self.state_at(at)
        if state != "pending":
            raise RechargeIsOver(recharge_id=self.id, state=state)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Ordered)
    def __init__(self, account_id: UUID, channel: PaymentChannel, amount: Money, expires_at: datetime, occurred_at: datetime) -> None:
        self.account_id = account_id
        self.channel = channel
        self.amount = amount
        self.placed_at = occurred_at
        self.expires_at = expires_at
        self.cashier_id = ""
        self.pay_url = None
        self.state = "pending"
        self.ended_at = None
        self.reference = None

    @event(PageOpened)
    def _page_opened(self, cashier_id: str, pay_url: str) -> None:
        self.cashier_id = cashier_id
        self.pay_url = pay_url

    @event(Paid)
    def _paid(self, reference: str, occurred_at: datetime) -> None:
        self.state = "paid"
        self.reference = reference
        self.ended_at = occurred_at

    @event(Expired)
    def _expired(self, occurred_at: datetime) -> None:
        self.state = "expired"
        self.ended_at = occurred_at

    @event(Cancelled)
    def _cancelled(self, occurred_at: datetime) -> None:
        self.state = "cancelled"
        self.ended_at = occurred_at
