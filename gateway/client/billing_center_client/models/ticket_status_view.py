from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.ticket_status_view_state import TicketStatusViewState
from ..types import UNSET, Unset

T = TypeVar("T", bound="TicketStatusView")


@_attrs_define
class TicketStatusView:
    """
    Attributes:
        ticket_id (UUID):
        account_id (UUID):
        number (str):
        state (TicketStatusViewState):
        message_id (None | Unset | UUID):
    """

    ticket_id: UUID
    account_id: UUID
    number: str
    state: TicketStatusViewState
    message_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        account_id = str(self.account_id)

        number = self.number

        state = self.state.value

        message_id: None | str | Unset
        if isinstance(self.message_id, Unset):
            message_id = UNSET
        elif isinstance(self.message_id, UUID):
            message_id = str(self.message_id)
        else:
            message_id = self.message_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ticket_id": ticket_id,
                "account_id": account_id,
                "number": number,
                "state": state,
            }
        )
        if message_id is not UNSET:
            field_dict["message_id"] = message_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))

        account_id = UUID(d.pop("account_id"))

        number = d.pop("number")

        state = TicketStatusViewState(d.pop("state"))

        def _parse_message_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_id_type_0 = UUID(data)

                return message_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        message_id = _parse_message_id(d.pop("message_id", UNSET))

        ticket_status_view = cls(
            ticket_id=ticket_id,
            account_id=account_id,
            number=number,
            state=state,
            message_id=message_id,
        )

        return ticket_status_view
