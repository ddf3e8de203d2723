"""Orders of prepaid cards at Huawei's marketplace: recorded by operators, redeemed by customers, each once."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import MICROS, Money
from services.wallet.domain.refusals import HuaweiOrderIsRedeemed, HuaweiOrderIsUnknown

UNIT_MICROS: Final = 100 * MICROS
"""What one unit of an order is worth, in CNY: 50 units are a card of 5,000. Source: TV-14."""


def face_of_order(quantity: int) -> Money:
    """The face value of the card that an order of so many units becomes."""
    return Money(quantity * UNIT_MICROS, "CNY")


class HuaweiOrder(Aggregate):
    """One order: who bought how many units of a hundred. Its id is that of the card which it becomes.

    Source: product facts 2.2, "Prepaid cards" (HUC), TV-14.
    """

    TOPIC = "wallet.huawei_order"
    order_number: str
    huawei_account_id: str
    quantity: int
    recorded_at: datetime
    redeemed_by: UUID | None

    class Event(Aggregate.Event):
        TOPIC = "wallet.huawei_order.event"

    class Recorded(Event, Aggregate.Created):
        TOPIC = "wallet.huawei_order_recorded"
        huawei_account_id: str
        order_number: str
        quantity: int
        by_member_id: UUID | None
        occurred_at: datetime

    class Corrected(Event):
        """What had been recorded was wrong. A quantity of 0: there is nothing to redeem."""

        TOPIC = "wallet.huawei_order_corrected"
        huawei_account_id: str
        quantity: int
        reason: str
        by_member_id: UUID | None
        occurred_at: datetime

    class Redeemed(Event):
        TOPIC = "wallet.huawei_order_redeemed"
        account_id: UUID
        occurred_at: datetime

    @staticmethod
    def id_of(order_number: str) -> UUID:
        """An order number means one order for ever, however it is typed."""
        return natural_id("huawei_order", as_compared(order_number))

    @classmethod
    def record(
        cls, order_number: str, *, huawei_account_id: str, quantity: int, by_member_id: UUID | None = None, at: datetime
    ) -> HuaweiOrder:
        """An order that Huawei told us of. That a number is recorded once is held by its id."""
        return cls._create(
            cls.Recorded,
            id=cls.id_of(order_number),
            huawei_account_id=huawei_account_id,
            order_number=order_number,
            quantity=quantity,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    def correct(self, *, huawei_account_id: str, quantity: int, reason: str, by_member_id: UUID | None = None, at: datetime) -> None:
        """Put right what was recorded; with a quantity of 0 the order is cancelled. Refuses: HuaweiOrderIsRedeemed."""
        if self.redeemed_by is not None:
            raise HuaweiOrderIsRedeemed(order_id=self.id)
        self.trigger_event(
            self.Corrected,
            huawei_account_id=huawei_account_id,
            quantity=quantity,
            reason=reason,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    def redeem(self, account_id: UUID, *, huawei_account_id: str, at: datetime) -> None:
        """Use the order up. A wrong account id, a used and a cancelled order are refused like a number that nobody knows.

        Refuses: HuaweiOrderIsUnknown.
        """
        if self.redeemed_by is not None or not self.quantity or as_compared(huawei_account_id) != as_compared(self.huawei_account_id):
            raise HuaweiOrderIsUnknown()
        self.trigger_event(self.Redeemed, account_id=account_id, occurred_at=at)

    @event(Recorded)
    def __init__(self, order_number: str, huawei_account_id: str, quantity: int, occurred_at: datetime) -> None:
        self.order_number = order_number
        self.recorded_at = occurred_at
        self.huawei_account_id = huawei_account_id
        self.quantity = quantity
        self.redeemed_by = None

    @event(Corrected)
    def _corrected(self, huawei_account_id: str, quantity: int) -> None:
        self.huawei_account_id = huawei_account_id
        self.quantity = quantity

    @event(Redeemed)
    def _redeemed(self, account_id: UUID) -> None:
        self.redeemed_by = account_id


def as_compared(identifier: str) -> str:
    """People type blanks and capitals as they like."""
    return "".join(identifier.split()).upper()
