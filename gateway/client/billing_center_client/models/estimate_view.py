from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.bill_line_view import BillLineView
    from ..models.money import Money


T = TypeVar("T", bound="EstimateView")


@_attrs_define
class EstimateView:
    """
    Attributes:
        site (str):
        region (str):
        day (datetime.date):
        price_book (str):
        rules_version (int):
        lines (list[BillLineView]):
        total (Money):
    """

    site: str
    region: str
    day: datetime.date
    price_book: str
    rules_version: int
    lines: list[BillLineView]
    total: Money

    def to_dict(self) -> dict[str, Any]:
        site = self.site

        region = self.region

        day = self.day.isoformat()

        price_book = self.price_book

        rules_version = self.rules_version

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        total = self.total.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "site": site,
                "region": region,
                "day": day,
                "price_book": price_book,
                "rules_version": rules_version,
                "lines": lines,
                "total": total,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bill_line_view import BillLineView
        from ..models.money import Money

        d = dict(src_dict)
        site = d.pop("site")

        region = d.pop("region")

        day = datetime.date.fromisoformat(d.pop("day"))

        price_book = d.pop("price_book")

        rules_version = d.pop("rules_version")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = BillLineView.from_dict(lines_item_data)

            lines.append(lines_item)

        total = Money.from_dict(d.pop("total"))

        estimate_view = cls(
            site=site,
            region=region,
            day=day,
            price_book=price_book,
            rules_version=rules_version,
            lines=lines,
            total=total,
        )

        return estimate_view
