from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="BuyCardBody")


@_attrs_define
class BuyCardBody:
    """
    Attributes:
        price (Money):
    """

    price: Money

    def to_dict(self) -> dict[str, Any]:
        price = self.price.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "price": price,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        price = Money.from_dict(d.pop("price"))

        buy_card_body = cls(
            price=price,
        )

        return buy_card_body
