from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.workspace_view_state import WorkspaceViewState
from ..types import UNSET, Unset

T = TypeVar("T", bound="WorkspaceView")


@_attrs_define
class WorkspaceView:
    """
    Attributes:
        workspace_id (UUID):
        account_id (UUID):
        name (str):
        site (str):
        region (str):
        zone (str):
        currency (str):
        plan (str):
        edition (str):
        method (str):
        state (WorkspaceViewState):
        billable_from (datetime.datetime):
        bound_at (datetime.datetime):
        arrears_since (datetime.datetime | None | Unset):
    """

    workspace_id: UUID
    account_id: UUID
    name: str
    site: str
    region: str
    zone: str
    currency: str
    plan: str
    edition: str
    method: str
    state: WorkspaceViewState
    billable_from: datetime.datetime
    bound_at: datetime.datetime
    arrears_since: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        workspace_id = str(self.workspace_id)

        account_id = str(self.account_id)

        name = self.name

        site = self.site

        region = self.region

        zone = self.zone

        currency = self.currency

        plan = self.plan

        edition = self.edition

        method = self.method

        state = self.state.value

        billable_from = self.billable_from.isoformat()

        bound_at = self.bound_at.isoformat()

        arrears_since: None | str | Unset
        if isinstance(self.arrears_since, Unset):
            arrears_since = UNSET
        elif isinstance(self.arrears_since, datetime.datetime):
            arrears_since = self.arrears_since.isoformat()
        else:
            arrears_since = self.arrears_since

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "workspace_id": workspace_id,
                "account_id": account_id,
                "name": name,
                "site": site,
                "region": region,
                "zone": zone,
                "currency": currency,
                "plan": plan,
                "edition": edition,
                "method": method,
                "state": state,
                "billable_from": billable_from,
                "bound_at": bound_at,
            }
        )
        if arrears_since is not UNSET:
            field_dict["arrears_since"] = arrears_since

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        workspace_id = UUID(d.pop("workspace_id"))

        account_id = UUID(d.pop("account_id"))

        name = d.pop("name")

        site = d.pop("site")

        region = d.pop("region")

        zone = d.pop("zone")

        currency = d.pop("currency")

        plan = d.pop("plan")

        edition = d.pop("edition")

        method = d.pop("method")

        state = WorkspaceViewState(d.pop("state"))

        billable_from = datetime.datetime.fromisoformat(d.pop("billable_from"))

        bound_at = datetime.datetime.fromisoformat(d.pop("bound_at"))

        def _parse_arrears_since(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                arrears_since_type_0 = datetime.datetime.fromisoformat(data)

                return arrears_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        arrears_since = _parse_arrears_since(d.pop("arrears_since", UNSET))

        workspace_view = cls(
            workspace_id=workspace_id,
            account_id=account_id,
            name=name,
            site=site,
            region=region,
            zone=zone,
            currency=currency,
            plan=plan,
            edition=edition,
            method=method,
            state=state,
            billable_from=billable_from,
            bound_at=bound_at,
            arrears_since=arrears_since,
        )

        return workspace_view
