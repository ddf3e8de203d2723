from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.compare_settlement_file_body_channel import (
    CompareSettlementFileBodyChannel,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="CompareSettlementFileBody")


@_attrs_define
class CompareSettlementFileBody:
    """
    Attributes:
        channel (CompareSettlementFileBodyChannel):
        day (datetime.date): the channel's day Example: 2026-11-23.
        content (None | str | Unset): the file as the channel gives it, in base 64
    """

    channel: CompareSettlementFileBodyChannel
    day: datetime.date
    content: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        day = self.day.isoformat()

        content: None | str | Unset
        if isinstance(self.content, Unset):
            content = UNSET
        else:
            content = self.content

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "day": day,
            }
        )
        if content is not UNSET:
            field_dict["content"] = content

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        channel = CompareSettlementFileBodyChannel(d.pop("channel"))

        day = datetime.date.fromisoformat(d.pop("day"))

        def _parse_content(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content = _parse_content(d.pop("content", UNSET))

        compare_settlement_file_body = cls(
            channel=channel,
            day=day,
            content=content,
        )

        return compare_settlement_file_body
