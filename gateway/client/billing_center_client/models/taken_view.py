from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="TakenView")


@_attrs_define
class TakenView:
    """
    Attributes:
        line_id (UUID):
        fund_id (UUID):
        kind (str):
        amount_micros (int):
    """

    line_id: UUID
    fund_id: UUID
    kind: str
    amount_micros: int

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        fund_id = str(self.fund_id)

        kind = self.kind

        amount_micros = self.amount_micros

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "fund_id": fund_id,
                "kind": kind,
                "amount_micros": amount_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        fund_id = UUID(d.pop("fund_id"))

        kind = d.pop("kind")

        amount_micros = d.pop("amount_micros")

        taken_view = cls(
            line_id=line_id,
            fund_id=fund_id,
            kind=kind,
            amount_micros=amount_micros,
        )

        return taken_view
