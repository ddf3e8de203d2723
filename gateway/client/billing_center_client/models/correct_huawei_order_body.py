from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CorrectHuaweiOrderBody")


@_attrs_define
class CorrectHuaweiOrderBody:
    """
    Attributes:
        huawei_account_id (str): the id of the account that ordered Example: 8990a122f45643a4.
        quantity (int): units of a hundred; 0: there is nothing to redeem Example: 50.
        reason (str): why this is done, for those who ask later Example: reported as stolen.
    """

    huawei_account_id: str
    quantity: int
    reason: str

    def to_dict(self) -> dict[str, Any]:
        huawei_account_id = self.huawei_account_id

        quantity = self.quantity

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "huawei_account_id": huawei_account_id,
                "quantity": quantity,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        huawei_account_id = d.pop("huawei_account_id")

        quantity = d.pop("quantity")

        reason = d.pop("reason")

        correct_huawei_order_body = cls(
            huawei_account_id=huawei_account_id,
            quantity=quantity,
            reason=reason,
        )

        return correct_huawei_order_body
