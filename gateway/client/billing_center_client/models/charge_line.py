from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="ChargeLine")


@_attrs_define
class ChargeLine:
    """
    Attributes:
        line_id (UUID):
        amount_micros (int):
        vouchers_may_pay (bool):
    """

    line_id: UUID
    amount_micros: int
    vouchers_may_pay: bool

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        amount_micros = self.amount_micros

        vouchers_may_pay = self.vouchers_may_pay

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "amount_micros": amount_micros,
                "vouchers_may_pay": vouchers_may_pay,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        amount_micros = d.pop("amount_micros")

        vouchers_may_pay = d.pop("vouchers_may_pay")

        charge_line = cls(
            line_id=line_id,
            amount_micros=amount_micros,
            vouchers_may_pay=vouchers_may_pay,
        )

        return charge_line
