from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="GoodwillLine")


@_attrs_define
class GoodwillLine:
    """
    Attributes:
        line_id (UUID):
        amount (Money):
    """

    line_id: UUID
    amount: Money

    def to_dict(self) -> dict[str, Any]:
        line_id = str(self.line_id)

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        line_id = UUID(d.pop("line_id"))

        amount = Money.from_dict(d.pop("amount"))

        goodwill_line = cls(
            line_id=line_id,
            amount=amount,
        )

        return goodwill_line
