from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.message_view_channel import MessageViewChannel

T = TypeVar("T", bound="MessageView")


@_attrs_define
class MessageView:
    """
    Attributes:
        message_id (UUID):
        channel (MessageViewChannel):
        kind (str):
        recipient (str):
        subject (str):
        body (str):
        written_at (datetime.datetime):
    """

    message_id: UUID
    channel: MessageViewChannel
    kind: str
    recipient: str
    subject: str
    body: str
    written_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        message_id = str(self.message_id)

        channel = self.channel.value

        kind = self.kind

        recipient = self.recipient

        subject = self.subject

        body = self.body

        written_at = self.written_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "message_id": message_id,
                "channel": channel,
                "kind": kind,
                "recipient": recipient,
                "subject": subject,
                "body": body,
                "written_at": written_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        message_id = UUID(d.pop("message_id"))

        channel = MessageViewChannel(d.pop("channel"))

        kind = d.pop("kind")

        recipient = d.pop("recipient")

        subject = d.pop("subject")

        body = d.pop("body")

        written_at = datetime.datetime.fromisoformat(d.pop("written_at"))

        message_view = cls(
            message_id=message_id,
            channel=channel,
            kind=kind,
            recipient=recipient,
            subject=subject,
            body=body,
            written_at=written_at,
        )

        return message_view
