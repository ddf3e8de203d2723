"""Orders: something at a fixed price that a customer pays in full, from the kinds of funds that he chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.money import MICROS, Money, require_whole_minor_units
from services.wallet.allocation import Demand, FundKind
from services.wallet.domain.refusals import AmountIsOutOfRange, OrderIsOver

MOST_ORDER_MICROS: Final = 10_000_000 * MICROS


class OrderItem(msgspec.Struct, frozen=True):
    """One thing of an order."""

    line_id: UUID
    title: str
    amount_micros: int
    vouchers_may_pay: bool


class PurchaseOrder(Aggregate):
    """An offer to one account: open until it is paid, cancelled, or its time is over."""

    TOPIC = "wallet.purchase_order"
    account_id: UUID
    currency: str
    items: list[OrderItem]
    expires_at: datetime
    status: str

    class Event(Aggregate.Event):
        TOPIC = "wallet.purchase_order.event"

    class Placed(Event, Aggregate.Created):
        """`by_member_id`: the operator who offers it."""

        TOPIC = "wallet.order_placed"
        account_id: UUID
        title: str
        currency: str
        items: list[OrderItem]
        expires_at: datetime
        by_member_id: UUID | None
        occurred_at: datetime

    class Paid(Event):
        """The wallet has captured `hold_id` for it, in the same save. `kinds`: the funds that the customer let it use."""

        TOPIC = "wallet.order_paid"
        account_id: UUID
        hold_id: UUID
        kinds: list[FundKind]
        occurred_at: datetime

    class Cancelled(Event):
        TOPIC = "wallet.order_cancelled"
        account_id: UUID
        reason: str
        occurred_at: datetime

    @classmethod
    def place(
        cls,
        order_id: UUID,
        account_id: UUID,
        title: str,
        items: Sequence[OrderItem],
        *,
        currency: str,
        expires_at: datetime,
        at: datetime,
        by_member_id: UUID | None = None,
    ) -> PurchaseOrder:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine."""
        for item in items:
            require_whole_minor_units(Money(item.amount_micros, currency))
        amount_micros = sum(item.amount_micros for item in items)
        if not 0 < amount_micros <= MOST_ORDER_MICROS:
            raise AmountIsOutOfRange(amount_micros=amount_micros, least_micros=MICROS // 100, most_micros=MOST_ORDER_MICROS)
        return cls._create(
            cls.Placed,
            id=order_id,
            account_id=account_id,
            title=title,
            currency=currency,
            items=[*items],
            expires_at=expires_at,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    @property
    def lines(self) -> list[Demand]:
        return [Demand(item.line_id, item.amount_micros, item.vouchers_may_pay) for item in self.items]

    def pay(self, hold_id: UUID, kinds: Sequence[FundKind], *, at: datetime) -> None:
        """Refuses: OrderIsOver."""
        self.require_open(at=at)
        self.trigger_event(self.Paid, account_id=self.account_id, hold_id=hold_id, kinds=[*kinds], occurred_at=at)

    def cancel(self, *, reason: str, at: datetime) -> None:
        """Refuses: OrderIsOver."""
        self.require_open(at=at)
        self.trigger_event(self.Cancelled, account_id=self.account_id, reason=reason, occurred_at=at)

    def require_open(self, *, at: datetime) -> None:
        """Refuses: OrderIsOver."""
        status = "expired" if self.status == "open" and at >= self.expires_at else self.status
        if status != "open":
            raise OrderIsOver(order_id=self.id, status=status)

    @event(Placed)
    def __init__(self, account_id: UUID, currency: str, items: list[OrderItem], expires_at: datetime) -> None:
        self.account_id = account_id
        self.currency = currency
        self.items = items
        self.expires_at = expires_at
        self.status = "open"

    @event(Paid)
    def _paid(self) -> None:
        self.status = "paid"

    @event(Cancelled)
    def _cancelled(self) -> None:
        self.status = "cancelled"
