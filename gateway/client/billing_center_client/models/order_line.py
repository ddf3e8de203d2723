from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="OrderLine")


@_attrs_define
class OrderLine:
    """
    Attributes:
        title (str):
        amount (Money):
        vouchers_may_pay (bool | Unset):  Default: True.
    """

    title: str
    amount: Money
    vouchers_may_pay: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        title = self.title

        amount = self.amount.to_dict()

        vouchers_may_pay = self.vouchers_may_pay

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "title": title,
                "amount": amount,
            }
        )
        if vouchers_may_pay is not UNSET:
            field_dict["vouchers_may_pay"] = vouchers_may_pay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        title = d.pop("title")

        amount = Money.from_dict(d.pop("amount"))

        vouchers_may_pay = d.pop("vouchers_may_pay", UNSET)

        order_line = cls(
            title=title,
            amount=amount,
            vouchers_may_pay=vouchers_may_pay,
        )

        return order_line
