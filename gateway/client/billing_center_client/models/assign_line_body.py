from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AssignLineBody")


@_attrs_define
class AssignLineBody:
    """
    Attributes:
        note (str):
        code (None | str | Unset): the code of an announced transfer, as people write it Example: 7K3MQ-2XP9A.
    """

    note: str
    code: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        note = self.note

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "note": note,
            }
        )
        if code is not UNSET:
            field_dict["code"] = code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        note = d.pop("note")

        def _parse_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code = _parse_code(d.pop("code", UNSET))

        assign_line_body = cls(
            note=note,
            code=code,
        )

        return assign_line_body
