from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.ticket_view import TicketView
    from ..models.tickets_message_view import TicketsMessageView


T = TypeVar("T", bound="ConversationView")


@_attrs_define
class ConversationView:
    """
    Attributes:
        ticket (TicketView):
        messages (list[TicketsMessageView]):
    """

    ticket: TicketView
    messages: list[TicketsMessageView]

    def to_dict(self) -> dict[str, Any]:
        ticket = self.ticket.to_dict()

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ticket": ticket,
                "messages": messages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.ticket_view import TicketView
        from ..models.tickets_message_view import TicketsMessageView

        d = dict(src_dict)
        ticket = TicketView.from_dict(d.pop("ticket"))

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = TicketsMessageView.from_dict(messages_item_data)

            messages.append(messages_item)

        conversation_view = cls(
            ticket=ticket,
            messages=messages,
        )

        return conversation_view
