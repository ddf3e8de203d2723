from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.tickets_message_view_side import TicketsMessageViewSide

T = TypeVar("T", bound="TicketsMessageView")


@_attrs_define
class TicketsMessageView:
    """
    Attributes:
        message_id (UUID):
        side (TicketsMessageViewSide):
        body (None | str):
        written_at (datetime.datetime):
    """

    message_id: UUID
    side: TicketsMessageViewSide
    body: None | str
    written_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        message_id = str(self.message_id)

        side = self.side.value

        body: None | str
        body = self.body

        written_at = self.written_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "message_id": message_id,
                "side": side,
                "body": body,
                "written_at": written_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        message_id = UUID(d.pop("message_id"))

        side = TicketsMessageViewSide(d.pop("side"))

        def _parse_body(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        body = _parse_body(d.pop("body"))

        written_at = datetime.datetime.fromisoformat(d.pop("written_at"))

        tickets_message_view = cls(
            message_id=message_id,
            side=side,
            body=body,
            written_at=written_at,
        )

        return tickets_message_view
