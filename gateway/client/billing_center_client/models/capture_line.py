from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="CaptureLine")


@_attrs_define
class CaptureLine:
    """
    Attributes:
        line_id (UUID):
        amount_micros (int):
    """

    line_id: UUID
    amount_micros: int

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        amount_micros = self.amount_micros

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "amount_micros": amount_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        amount_micros = d.pop("amount_micros")

        capture_line = cls(
            line_id=line_id,
            amount_micros=amount_micros,
        )

        return capture_line
