from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="ExplanationView")


@_attrs_define
class ExplanationView:
    """
    Attributes:
        bill_id (UUID):
        explanation (Any):
    """

    bill_id: UUID
    explanation: Any

    def to_dict(self) -> dict[str, Any]:
        bill_id = str(self.bill_id)

        explanation = self.explanation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bill_id": bill_id,
                "explanation": explanation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        bill_id = UUID(d.pop("bill_id"))

        explanation = d.pop("explanation")

        explanation_view = cls(
            bill_id=bill_id,
            explanation=explanation,
        )

        return explanation_view
