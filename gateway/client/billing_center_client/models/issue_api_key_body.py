from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssueApiKeyBody")


@_attrs_define
class IssueApiKeyBody:
    """
    Attributes:
        name (str): what the key is for Example: intake of cn1.
        scopes (list[str]): what the key may do Example: ['usage:write'].
    """

    name: str
    scopes: list[str]

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        scopes = self.scopes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "scopes": scopes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name")

        scopes = cast(list[str], d.pop("scopes"))

        issue_api_key_body = cls(
            name=name,
            scopes=scopes,
        )

        return issue_api_key_body
