from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="BillLineView")


@_attrs_define
class BillLineView:
    """
    Attributes:
        line_id (UUID):
        item (str):
        retention_days (int | None):
        key (str): log index or forwarding rule, if the line is of one
        quantity (int): the day's fold in base units
        billable (str): what is billed in base units, exact: "n" or "n/d" Example: 25000003/10.
        unit_size (int):
        unit_price (Money):
        vouchers_may_pay (bool):
        amount (Money):
    """

    line_id: UUID
    item: str
    retention_days: int | None
    key: str
    quantity: int
    billable: str
    unit_size: int
    unit_price: Money
    vouchers_may_pay: bool
    amount: Money

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        item = self.item

        retention_days: int | None
        retention_days = self.retention_days

        key = self.key

        quantity = self.quantity

        billable = self.billable

        unit_size = self.unit_size

        unit_price = self.unit_price.to_dict()

        vouchers_may_pay = self.vouchers_may_pay

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "item": item,
                "retention_days": retention_days,
                "key": key,
                "quantity": quantity,
                "billable": billable,
                "unit_size": unit_size,
                "unit_price": unit_price,
                "vouchers_may_pay": vouchers_may_pay,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        item = d.pop("item")

        def _parse_retention_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        retention_days = _parse_retention_days(d.pop("retention_days"))

        key = d.pop("key")

        quantity = d.pop("quantity")

        billable = d.pop("billable")

        unit_size = d.pop("unit_size")

        unit_price = Money.from_dict(d.pop("unit_price"))

        vouchers_may_pay = d.pop("vouchers_may_pay")

        amount = Money.from_dict(d.pop("amount"))

        bill_line_view = cls(
            line_id=line_id,
            item=item,
            retention_days=retention_days,
            key=key,
            quantity=quantity,
            billable=billable,
            unit_size=unit_size,
            unit_price=unit_price,
            vouchers_may_pay=vouchers_may_pay,
            amount=amount,
        )

        return bill_line_view
