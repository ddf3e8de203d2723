from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ClockMovedView")


@_attrs_define
class ClockMovedView:
    """
    Attributes:
        moved_from (datetime.datetime):
        to (datetime.datetime):
    """

    moved_from: datetime.datetime
    to: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        moved_from = self.moved_from.isoformat()

        to = self.to.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "moved_from": moved_from,
                "to": to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        moved_from = datetime.datetime.fromisoformat(d.pop("moved_from"))

        to = datetime.datetime.fromisoformat(d.pop("to"))

        clock_moved_view = cls(
            moved_from=moved_from,
            to=to,
        )

        return clock_moved_view
