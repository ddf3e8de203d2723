from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MoveClockBody")


@_attrs_define
class MoveClockBody:
    """
    Attributes:
        to (datetime.datetime):
    """

    to: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        to = self.to.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "to": to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        to = datetime.datetime.fromisoformat(d.pop("to"))

        move_clock_body = cls(
            to=to,
        )

        return move_clock_body
