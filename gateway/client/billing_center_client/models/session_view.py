from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="SessionView")


@_attrs_define
class SessionView:
    """
    Attributes:
        session_id (UUID):
        began_at (datetime.datetime):
        expires_at (datetime.datetime):
        client_address (str):
        client_program (str):
    """

    session_id: UUID
    began_at: datetime.datetime
    expires_at: datetime.datetime
    client_address: str
    client_program: str

    def to_dict(self) -> dict[str, Any]:
        session_id = str(self.session_id)

        began_at = self.began_at.isoformat()

        expires_at = self.expires_at.isoformat()

        client_address = self.client_address

        client_program = self.client_program

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "session_id": session_id,
                "began_at": began_at,
                "expires_at": expires_at,
                "client_address": client_address,
                "client_program": client_program,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        session_id = UUID(d.pop("session_id"))

        began_at = datetime.datetime.fromisoformat(d.pop("began_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        client_address = d.pop("client_address")

        client_program = d.pop("client_program")

        session_view = cls(
            session_id=session_id,
            began_at=began_at,
            expires_at=expires_at,
            client_address=client_address,
            client_program=client_program,
        )

        return session_view
