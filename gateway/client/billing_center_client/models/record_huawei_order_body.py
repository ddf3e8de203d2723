from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecordHuaweiOrderBody")


@_attrs_define
class RecordHuaweiOrderBody:
    """
    Attributes:
        order_number (str): the order's number in Huawei's marketplace Example: CS2611230042ABCDE.
        huawei_account_id (str): the id of the account that ordered Example: 8990a122f45643a4.
        quantity (int): units of a hundred: 50 is a card of 5,000 Example: 50.
    """

    order_number: str
    huawei_account_id: str
    quantity: int

    def to_dict(self) -> dict[str, Any]:
        order_number = self.order_number

        huawei_account_id = self.huawei_account_id

        quantity = self.quantity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "order_number": order_number,
                "huawei_account_id": huawei_account_id,
                "quantity": quantity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        order_number = d.pop("order_number")

        huawei_account_id = d.pop("huawei_account_id")

        quantity = d.pop("quantity")

        record_huawei_order_body = cls(
            order_number=order_number,
            huawei_account_id=huawei_account_id,
            quantity=quantity,
        )

        return record_huawei_order_body
