from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_line import OrderLine


T = TypeVar("T", bound="PlaceOrderBody")


@_attrs_define
class PlaceOrderBody:
    """
    Attributes:
        title (str):
        lines (list[OrderLine]):
        expires_in_s (int | Unset): how long, in seconds; it ends earlier with the first fund in it that ends Default:
            604800.
    """

    title: str
    lines: list[OrderLine]
    expires_in_s: int | Unset = 604800

    def to_dict(self) -> dict[str, Any]:
        title = self.title

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        expires_in_s = self.expires_in_s

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "title": title,
                "lines": lines,
            }
        )
        if expires_in_s is not UNSET:
            field_dict["expires_in_s"] = expires_in_s

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.order_line import OrderLine

        d = dict(src_dict)
        title = d.pop("title")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = OrderLine.from_dict(lines_item_data)

            lines.append(lines_item)

        expires_in_s = d.pop("expires_in_s", UNSET)

        place_order_body = cls(
            title=title,
            lines=lines,
            expires_in_s=expires_in_s,
        )

        return place_order_body
