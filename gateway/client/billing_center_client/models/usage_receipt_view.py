from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.refused_event_view import RefusedEventView


T = TypeVar("T", bound="UsageReceiptView")


@_attrs_define
class UsageReceiptView:
    """
    Attributes:
        receipt_id (UUID):
        events (int):
        accepted (int):
        repeated (int):
        refused (int):
        refusals (list[RefusedEventView]): the first thousand
        received_at (datetime.datetime):
        recorded_at (datetime.datetime):
    """

    receipt_id: UUID
    events: int
    accepted: int
    repeated: int
    refused: int
    refusals: list[RefusedEventView]
    received_at: datetime.datetime
    recorded_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        receipt_id = str(self.receipt_id)

        events = self.events

        accepted = self.accepted

        repeated = self.repeated

        refused = self.refused

        refusals = []
        for refusals_item_data in self.refusals:
            refusals_item = refusals_item_data.to_dict()
            refusals.append(refusals_item)

        received_at = self.received_at.isoformat()

        recorded_at = self.recorded_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "receipt_id": receipt_id,
                "events": events,
                "accepted": accepted,
                "repeated": repeated,
                "refused": refused,
                "refusals": refusals,
                "received_at": received_at,
                "recorded_at": recorded_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.refused_event_view import RefusedEventView

        d = dict(src_dict)
        receipt_id = UUID(d.pop("receipt_id"))

        events = d.pop("events")

        accepted = d.pop("accepted")

        repeated = d.pop("repeated")

        refused = d.pop("refused")

        refusals = []
        _refusals = d.pop("refusals")
        for refusals_item_data in _refusals:
            refusals_item = RefusedEventView.from_dict(refusals_item_data)

            refusals.append(refusals_item)

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        recorded_at = datetime.datetime.fromisoformat(d.pop("recorded_at"))

        usage_receipt_view = cls(
            receipt_id=receipt_id,
            events=events,
            accepted=accepted,
            repeated=repeated,
            refused=refused,
            refusals=refusals,
            received_at=received_at,
            recorded_at=recorded_at,
        )

        return usage_receipt_view
