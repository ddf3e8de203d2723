from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.taken_view import TakenView


T = TypeVar("T", bound="CaptureView")


@_attrs_define
class CaptureView:
    """
    Attributes:
        hold_id (UUID):
        taken (list[TakenView]):
        repaid (Money):
    """

    hold_id: UUID
    taken: list[TakenView]
    repaid: Money

    def to_dict(self) -> dict[str, Any]:
        hold_id = str(self.hold_id)

        taken = []
        for taken_item_data in self.taken:
            taken_item = taken_item_data.to_dict()
            taken.append(taken_item)

        repaid = self.repaid.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "hold_id": hold_id,
                "taken": taken,
                "repaid": repaid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money
        from ..models.taken_view import TakenView

        d = dict(src_dict)
        hold_id = UUID(d.pop("hold_id"))

        taken = []
        _taken = d.pop("taken")
        for taken_item_data in _taken:
            taken_item = TakenView.from_dict(taken_item_data)

            taken.append(taken_item)

        repaid = Money.from_dict(d.pop("repaid"))

        capture_view = cls(
            hold_id=hold_id,
            taken=taken,
            repaid=repaid,
        )

        return capture_view
