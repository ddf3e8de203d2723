from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.settlement_file_view_channel import SettlementFileViewChannel

T = TypeVar("T", bound="SettlementFileView")


@_attrs_define
class SettlementFileView:
    """
    Attributes:
        channel (SettlementFileViewChannel):
        day (datetime.date):
        rows (int):
        matched (int):
        credited (int):
        found (list[UUID]):
    """

    channel: SettlementFileViewChannel
    day: datetime.date
    rows: int
    matched: int
    credited: int
    found: list[UUID]

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        day = self.day.isoformat()

        rows = self.rows

        matched = self.matched

        credited = self.credited

        found = []
        for found_item_data in self.found:
            found_item = str(found_item_data)
            found.append(found_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "day": day,
                "rows": rows,
                "matched": matched,
                "credited": credited,
                "found": found,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        channel = SettlementFileViewChannel(d.pop("channel"))

        day = datetime.date.fromisoformat(d.pop("day"))

        rows = d.pop("rows")

        matched = d.pop("matched")

        credited = d.pop("credited")

        found = []
        _found = d.pop("found")
        for found_item_data in _found:
            found_item = UUID(found_item_data)

            found.append(found_item)

        settlement_file_view = cls(
            channel=channel,
            day=day,
            rows=rows,
            matched=matched,
            credited=credited,
            found=found,
        )

        return settlement_file_view
