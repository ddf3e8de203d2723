from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="RevokedApiKeyView")


@_attrs_define
class RevokedApiKeyView:
    """
    Attributes:
        key_id (UUID):
        ends_at (datetime.datetime):
    """

    key_id: UUID
    ends_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        key_id = str(self.key_id)

        ends_at = self.ends_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "ends_at": ends_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        key_id = UUID(d.pop("key_id"))

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))

        revoked_api_key_view = cls(
            key_id=key_id,
            ends_at=ends_at,
        )

        return revoked_api_key_view
