from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="FreezeView")


@_attrs_define
class FreezeView:
    """
    Attributes:
        account_id (UUID):
        fund_id (UUID):
        is_frozen (bool):
        reason (str):
        changed_at (datetime.datetime):
        repaid (Money):
    """

    account_id: UUID
    fund_id: UUID
    is_frozen: bool
    reason: str
    changed_at: datetime.datetime
    repaid: Money

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        fund_id = str(self.fund_id)

        is_frozen = self.is_frozen

        reason = self.reason

        changed_at = self.changed_at.isoformat()

        repaid = self.repaid.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "fund_id": fund_id,
                "is_frozen": is_frozen,
                "reason": reason,
                "changed_at": changed_at,
                "repaid": repaid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        fund_id = UUID(d.pop("fund_id"))

        is_frozen = d.pop("is_frozen")

        reason = d.pop("reason")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        repaid = Money.from_dict(d.pop("repaid"))

        freeze_view = cls(
            account_id=account_id,
            fund_id=fund_id,
            is_frozen=is_frozen,
            reason=reason,
            changed_at=changed_at,
            repaid=repaid,
        )

        return freeze_view
