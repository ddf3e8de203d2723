from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AccruedView")


@_attrs_define
class AccruedView:
    """
    Attributes:
        account_id (UUID):
        accrued (Money | None):
        workspace_days (int):
        unpriced_days (int):
        position (int):
    """

    account_id: UUID
    accrued: Money | None
    workspace_days: int
    unpriced_days: int
    position: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money

        account_id = str(self.account_id)

        accrued: dict[str, Any] | None
        if isinstance(self.accrued, Money):
            accrued = self.accrued.to_dict()
        else:
            accrued = self.accrued

        workspace_days = self.workspace_days

        unpriced_days = self.unpriced_days

        position = self.position

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "accrued": accrued,
                "workspace_days": workspace_days,
                "unpriced_days": unpriced_days,
                "position": position,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        def _parse_accrued(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                accrued_type_0 = Money.from_dict(data)

                return accrued_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        accrued = _parse_accrued(d.pop("accrued"))

        workspace_days = d.pop("workspace_days")

        unpriced_days = d.pop("unpriced_days")

        position = d.pop("position")

        accrued_view = cls(
            account_id=account_id,
            accrued=accrued,
            workspace_days=workspace_days,
            unpriced_days=unpriced_days,
            position=position,
        )

        return accrued_view
