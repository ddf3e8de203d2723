from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.goodwill_line import GoodwillLine


T = TypeVar("T", bound="WaiveChargeBody")


@_attrs_define
class WaiveChargeBody:
    """
    Attributes:
        lines (list[GoodwillLine]):
        reason (str): why this is done, for those who ask later Example: reported as stolen.
    """

    lines: list[GoodwillLine]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "lines": lines,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.goodwill_line import GoodwillLine

        d = dict(src_dict)
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = GoodwillLine.from_dict(lines_item_data)

            lines.append(lines_item)

        reason = d.pop("reason")

        waive_charge_body = cls(
            lines=lines,
            reason=reason,
        )

        return waive_charge_body
