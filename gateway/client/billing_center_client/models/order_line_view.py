from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="OrderLineView")


@_attrs_define
class OrderLineView:
    """
    Attributes:
        line_id (UUID):
        title (str):
        amount (Money):
        vouchers_may_pay (bool):
    """

    line_id: UUID
    title: str
    amount: Money
    vouchers_may_pay: bool

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        title = self.title

        amount = self.amount.to_dict()

        vouchers_may_pay = self.vouchers_may_pay

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "title": title,
                "amount": amount,
                "vouchers_may_pay": vouchers_may_pay,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        title = d.pop("title")

        amount = Money.from_dict(d.pop("amount"))

        vouchers_may_pay = d.pop("vouchers_may_pay")

        order_line_view = cls(
            line_id=line_id,
            title=title,
            amount=amount,
            vouchers_may_pay=vouchers_may_pay,
        )

        return order_line_view
