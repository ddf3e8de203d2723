from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ClockView")


@_attrs_define
class ClockView:
    """
    Attributes:
        now (datetime.datetime):
        movable (bool):
    """

    now: datetime.datetime
    movable: bool

    def to_dict(self) -> dict[str, Any]:
        now = self.now.isoformat()

        movable = self.movable

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "now": now,
                "movable": movable,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        now = datetime.datetime.fromisoformat(d.pop("now"))

        movable = d.pop("movable")

        clock_view = cls(
            now=now,
            movable=movable,
        )

        return clock_view
