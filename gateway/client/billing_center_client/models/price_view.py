from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="PriceView")


@_attrs_define
class PriceView:
    """
    Attributes:
        item (str):
        retention_days (int | None):
        unit_size (int):
        unit_price (Money):
        vouchers_may_pay (bool):
    """

    item: str
    retention_days: int | None
    unit_size: int
    unit_price: Money
    vouchers_may_pay: bool

    def to_dict(self) -> dict[str, Any]:
        item = self.item

        retention_days: int | None
        retention_days = self.retention_days

        unit_size = self.unit_size

        unit_price = self.unit_price.to_dict()

        vouchers_may_pay = self.vouchers_may_pay

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "item": item,
                "retention_days": retention_days,
                "unit_size": unit_size,
                "unit_price": unit_price,
                "vouchers_may_pay": vouchers_may_pay,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        item = d.pop("item")

        def _parse_retention_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        retention_days = _parse_retention_days(d.pop("retention_days"))

        unit_size = d.pop("unit_size")

        unit_price = Money.from_dict(d.pop("unit_price"))

        vouchers_may_pay = d.pop("vouchers_may_pay")

        price_view = cls(
            item=item,
            retention_days=retention_days,
            unit_size=unit_size,
            unit_price=unit_price,
            vouchers_may_pay=vouchers_may_pay,
        )

        return price_view
