from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="UsageLineView")


@_attrs_define
class UsageLineView:
    """
    Attributes:
        day (datetime.date):
        item (str):
        retention_days (int | None):
        key (str):
        quantity (int):
        billable (str):
    """

    day: datetime.date
    item: str
    retention_days: int | None
    key: str
    quantity: int
    billable: str

    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        item = self.item

        retention_days: int | None
        retention_days = self.retention_days

        key = self.key

        quantity = self.quantity

        billable = self.billable

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "day": day,
                "item": item,
                "retention_days": retention_days,
                "key": key,
                "quantity": quantity,
                "billable": billable,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))

        item = d.pop("item")

        def _parse_retention_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        retention_days = _parse_retention_days(d.pop("retention_days"))

        key = d.pop("key")

        quantity = d.pop("quantity")

        billable = d.pop("billable")

        usage_line_view = cls(
            day=day,
            item=item,
            retention_days=retention_days,
            key=key,
            quantity=quantity,
            billable=billable,
        )

        return usage_line_view
