from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="IssuedApiKeyView")


@_attrs_define
class IssuedApiKeyView:
    """
    Attributes:
        key_id (UUID):
        prefix (str):
        scopes (list[str]):
        issued_at (datetime.datetime):
        replaces_key_id (None | Unset | UUID):
        replaced_ends_at (datetime.datetime | None | Unset):
        key (None | str | Unset):
        already_shown (bool | Unset):  Default: False.
    """

    key_id: UUID
    prefix: str
    scopes: list[str]
    issued_at: datetime.datetime
    replaces_key_id: None | Unset | UUID = UNSET
    replaced_ends_at: datetime.datetime | None | Unset = UNSET
    key: None | str | Unset = UNSET
    already_shown: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        key_id = str(self.key_id)

        prefix = self.prefix

        scopes = self.scopes

        issued_at = self.issued_at.isoformat()

        replaces_key_id: None | str | Unset
        if isinstance(self.replaces_key_id, Unset):
            replaces_key_id = UNSET
        elif isinstance(self.replaces_key_id, UUID):
            replaces_key_id = str(self.replaces_key_id)
        else:
            replaces_key_id = self.replaces_key_id

        replaced_ends_at: None | str | Unset
        if isinstance(self.replaced_ends_at, Unset):
            replaced_ends_at = UNSET
        elif isinstance(self.replaced_ends_at, datetime.datetime):
            replaced_ends_at = self.replaced_ends_at.isoformat()
        else:
            replaced_ends_at = self.replaced_ends_at

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        already_shown = self.already_shown

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "prefix": prefix,
                "scopes": scopes,
                "issued_at": issued_at,
            }
        )
        if replaces_key_id is not UNSET:
            field_dict["replaces_key_id"] = replaces_key_id
        if replaced_ends_at is not UNSET:
            field_dict["replaced_ends_at"] = replaced_ends_at
        if key is not UNSET:
            field_dict["key"] = key
        if already_shown is not UNSET:
            field_dict["already_shown"] = already_shown

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        key_id = UUID(d.pop("key_id"))

        prefix = d.pop("prefix")

        scopes = cast(list[str], d.pop("scopes"))

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        def _parse_replaces_key_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                replaces_key_id_type_0 = UUID(data)

                return replaces_key_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        replaces_key_id = _parse_replaces_key_id(d.pop("replaces_key_id", UNSET))

        def _parse_replaced_ends_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                replaced_ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return replaced_ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        replaced_ends_at = _parse_replaced_ends_at(d.pop("replaced_ends_at", UNSET))

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))

        already_shown = d.pop("already_shown", UNSET)

        issued_api_key_view = cls(
            key_id=key_id,
            prefix=prefix,
            scopes=scopes,
            issued_at=issued_at,
            replaces_key_id=replaces_key_id,
            replaced_ends_at=replaced_ends_at,
            key=key,
            already_shown=already_shown,
        )

        return issued_api_key_view
