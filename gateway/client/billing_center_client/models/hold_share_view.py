from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.hold_share_view_kind import HoldShareViewKind

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="HoldShareView")


@_attrs_define
class HoldShareView:
    """
    Attributes:
        fund_id (UUID):
        kind (HoldShareViewKind):
        amount (Money):
    """

    fund_id: UUID
    kind: HoldShareViewKind
    amount: Money

    def to_dict(self) -> dict[str, Any]:
        fund_id = str(self.fund_id)

        kind = self.kind.value

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "fund_id": fund_id,
                "kind": kind,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        fund_id = UUID(d.pop("fund_id"))

        kind = HoldShareViewKind(d.pop("kind"))

        amount = Money.from_dict(d.pop("amount"))

        hold_share_view = cls(
            fund_id=fund_id,
            kind=kind,
            amount=amount,
        )

        return hold_share_view
