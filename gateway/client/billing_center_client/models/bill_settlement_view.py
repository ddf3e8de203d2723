from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.bill_settlement_view_state import BillSettlementViewState
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.owed_share_view import OwedShareView
    from ..models.paid_share_view import PaidShareView


T = TypeVar("T", bound="BillSettlementView")


@_attrs_define
class BillSettlementView:
    """
    Attributes:
        bill_id (UUID):
        workspace_id (UUID):
        account_id (UUID):
        method (str):
        state (BillSettlementViewState):
        taken_total (Money):
        owed_total (Money):
        cloud_total (Money):
        taken (list[PaidShareView]):
        owed (list[OwedShareView]):
        cloud (list[OwedShareView]):
        settled_at (datetime.datetime):
        cleared_at (datetime.datetime | None | Unset):
    """

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    method: str
    state: BillSettlementViewState
    taken_total: Money
    owed_total: Money
    cloud_total: Money
    taken: list[PaidShareView]
    owed: list[OwedShareView]
    cloud: list[OwedShareView]
    settled_at: datetime.datetime
    cleared_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bill_id = str(self.bill_id)

        workspace_id = str(self.workspace_id)

        account_id = str(self.account_id)

        method = self.method

        state = self.state.value

        taken_total = self.taken_total.to_dict()

        owed_total = self.owed_total.to_dict()

        cloud_total = self.cloud_total.to_dict()

        taken = []
        for taken_item_data in self.taken:
            taken_item = taken_item_data.to_dict()
            taken.append(taken_item)

        owed = []
        for owed_item_data in self.owed:
            owed_item = owed_item_data.to_dict()
            owed.append(owed_item)

        cloud = []
        for cloud_item_data in self.cloud:
            cloud_item = cloud_item_data.to_dict()
            cloud.append(cloud_item)

        settled_at = self.settled_at.isoformat()

        cleared_at: None | str | Unset
        if isinstance(self.cleared_at, Unset):
            cleared_at = UNSET
        elif isinstance(self.cleared_at, datetime.datetime):
            cleared_at = self.cleared_at.isoformat()
        else:
            cleared_at = self.cleared_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bill_id": bill_id,
                "workspace_id": workspace_id,
                "account_id": account_id,
                "method": method,
                "state": state,
                "taken_total": taken_total,
                "owed_total": owed_total,
                "cloud_total": cloud_total,
                "taken": taken,
                "owed": owed,
                "cloud": cloud,
                "settled_at": settled_at,
            }
        )
        if cleared_at is not UNSET:
            field_dict["cleared_at"] = cleared_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money
        from ..models.owed_share_view import OwedShareView
        from ..models.paid_share_view import PaidShareView

        d = dict(src_dict)
        bill_id = UUID(d.pop("bill_id"))

        workspace_id = UUID(d.pop("workspace_id"))

        account_id = UUID(d.pop("account_id"))

        method = d.pop("method")

        state = BillSettlementViewState(d.pop("state"))

        taken_total = Money.from_dict(d.pop("taken_total"))

        owed_total = Money.from_dict(d.pop("owed_total"))

        cloud_total = Money.from_dict(d.pop("cloud_total"))

        taken = []
        _taken = d.pop("taken")
        for taken_item_data in _taken:
            taken_item = PaidShareView.from_dict(taken_item_data)

            taken.append(taken_item)

        owed = []
        _owed = d.pop("owed")
        for owed_item_data in _owed:
            owed_item = OwedShareView.from_dict(owed_item_data)

            owed.append(owed_item)

        cloud = []
        _cloud = d.pop("cloud")
        for cloud_item_data in _cloud:
            cloud_item = OwedShareView.from_dict(cloud_item_data)

            cloud.append(cloud_item)

        settled_at = datetime.datetime.fromisoformat(d.pop("settled_at"))

        def _parse_cleared_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cleared_at_type_0 = datetime.datetime.fromisoformat(data)

                return cleared_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        cleared_at = _parse_cleared_at(d.pop("cleared_at", UNSET))

        bill_settlement_view = cls(
            bill_id=bill_id,
            workspace_id=workspace_id,
            account_id=account_id,
            method=method,
            state=state,
            taken_total=taken_total,
            owed_total=owed_total,
            cloud_total=cloud_total,
            taken=taken,
            owed=owed,
            cloud=cloud,
            settled_at=settled_at,
            cleared_at=cleared_at,
        )

        return bill_settlement_view
