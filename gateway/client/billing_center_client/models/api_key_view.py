from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="ApiKeyView")


@_attrs_define
class ApiKeyView:
    """
    Attributes:
        key_id (UUID):
        prefix (str):
        name (str):
        scopes (list[str]):
        issued_at (datetime.datetime):
        ends_at (datetime.datetime | None):
    """

    key_id: UUID
    prefix: str
    name: str
    scopes: list[str]
    issued_at: datetime.datetime
    ends_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        key_id = str(self.key_id)

        prefix = self.prefix

        name = self.name

        scopes = self.scopes

        issued_at = self.issued_at.isoformat()

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "prefix": prefix,
                "name": name,
                "scopes": scopes,
                "issued_at": issued_at,
                "ends_at": ends_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        key_id = UUID(d.pop("key_id"))

        prefix = d.pop("prefix")

        name = d.pop("name")

        scopes = cast(list[str], d.pop("scopes"))

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        api_key_view = cls(
            key_id=key_id,
            prefix=prefix,
            name=name,
            scopes=scopes,
            issued_at=issued_at,
            ends_at=ends_at,
        )

        return api_key_view
