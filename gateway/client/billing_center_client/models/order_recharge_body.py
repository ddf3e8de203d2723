from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.order_recharge_body_channel import OrderRechargeBodyChannel

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="OrderRechargeBody")


@_attrs_define
class OrderRechargeBody:
    """
    Attributes:
        amount (Money):
        channel (OrderRechargeBodyChannel):
    """

    amount: Money
    channel: OrderRechargeBodyChannel

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        channel = self.channel.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "channel": channel,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        channel = OrderRechargeBodyChannel(d.pop("channel"))

        order_recharge_body = cls(
            amount=amount,
            channel=channel,
        )

        return order_recharge_body
