from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AssignTicketBody")


@_attrs_define
class AssignTicketBody:
    """
    Attributes:
        handler_id (None | Unset | UUID):
    """

    handler_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        handler_id: None | str | Unset
        if isinstance(self.handler_id, Unset):
            handler_id = UNSET
        elif isinstance(self.handler_id, UUID):
            handler_id = str(self.handler_id)
        else:
            handler_id = self.handler_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if handler_id is not UNSET:
            field_dict["handler_id"] = handler_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_handler_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                handler_id_type_0 = UUID(data)

                return handler_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        handler_id = _parse_handler_id(d.pop("handler_id", UNSET))

        assign_ticket_body = cls(
            handler_id=handler_id,
        )

        return assign_ticket_body
