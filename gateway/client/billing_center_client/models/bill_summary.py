from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.bill_summary_kind import BillSummaryKind
from ..models.bill_summary_state import BillSummaryState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="BillSummary")


@_attrs_define
class BillSummary:
    """
    Attributes:
        bill_id (UUID):
        workspace_id (UUID):
        account_id (UUID):
        site (str):
        day (datetime.date):
        day_start (datetime.datetime):
        day_end (datetime.datetime):
        kind (BillSummaryKind):
        state (BillSummaryState): `issued` until settlement has collected it
        method (None | str):
        total (Money):
        paid (Money):
        owed (Money):
        left_to_cloud (Money):
        issued_at (datetime.datetime):
    """

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    site: str
    day: datetime.date
    day_start: datetime.datetime
    day_end: datetime.datetime
    kind: BillSummaryKind
    state: BillSummaryState
    method: None | str
    total: Money
    paid: Money
    owed: Money
    left_to_cloud: Money
    issued_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        bill_id = str(self.bill_id)

        workspace_id = str(self.workspace_id)

        account_id = str(self.account_id)

        site = self.site

        day = self.day.isoformat()

        day_start = self.day_start.isoformat()

        day_end = self.day_end.isoformat()

        kind = self.kind.value

        state = self.state.value

        method: None | str
        method = self.method

        total = self.total.to_dict()

        paid = self.paid.to_dict()

        owed = self.owed.to_dict()

        left_to_cloud = self.left_to_cloud.to_dict()

        issued_at = self.issued_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bill_id": bill_id,
                "workspace_id": workspace_id,
                "account_id": account_id,
                "site": site,
                "day": day,
                "day_start": day_start,
                "day_end": day_end,
                "kind": kind,
                "state": state,
                "method": method,
                "total": total,
                "paid": paid,
                "owed": owed,
                "left_to_cloud": left_to_cloud,
                "issued_at": issued_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        bill_id = UUID(d.pop("bill_id"))

        workspace_id = UUID(d.pop("workspace_id"))

        account_id = UUID(d.pop("account_id"))

        site = d.pop("site")

        day = datetime.date.fromisoformat(d.pop("day"))

        day_start = datetime.datetime.fromisoformat(d.pop("day_start"))

        day_end = datetime.datetime.fromisoformat(d.pop("day_end"))

        kind = BillSummaryKind(d.pop("kind"))

        state = BillSummaryState(d.pop("state"))

        def _parse_method(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        method = _parse_method(d.pop("method"))

        total = Money.from_dict(d.pop("total"))

        paid = Money.from_dict(d.pop("paid"))

        owed = Money.from_dict(d.pop("owed"))

        left_to_cloud = Money.from_dict(d.pop("left_to_cloud"))

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        bill_summary = cls(
            bill_id=bill_id,
            workspace_id=workspace_id,
            account_id=account_id,
            site=site,
            day=day,
            day_start=day_start,
            day_end=day_end,
            kind=kind,
            state=state,
            method=method,
            total=total,
            paid=paid,
            owed=owed,
            left_to_cloud=left_to_cloud,
            issued_at=issued_at,
        )

        return bill_summary
