from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ReleaseView")


@_attrs_define
class ReleaseView:
    """
    Attributes:
        hold_id (UUID):
        repaid (Money):
    """

    hold_id: UUID
    repaid: Money

    def to_dict(self) -> dict[str, Any]:
        hold_id = str(self.hold_id)

        repaid = self.repaid.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "hold_id": hold_id,
                "repaid": repaid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        hold_id = UUID(d.pop("hold_id"))

        repaid = Money.from_dict(d.pop("repaid"))

        release_view = cls(
            hold_id=hold_id,
            repaid=repaid,
        )

        return release_view
