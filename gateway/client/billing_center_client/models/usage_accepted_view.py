from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="UsageAcceptedView")


@_attrs_define
class UsageAcceptedView:
    """
    Attributes:
        receipt_id (UUID):
        events (int):
    """

    receipt_id: UUID
    events: int

    def to_dict(self) -> dict[str, Any]:
        receipt_id = str(self.receipt_id)

        events = self.events

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "receipt_id": receipt_id,
                "events": events,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        receipt_id = UUID(d.pop("receipt_id"))

        events = d.pop("events")

        usage_accepted_view = cls(
            receipt_id=receipt_id,
            events=events,
        )

        return usage_accepted_view
