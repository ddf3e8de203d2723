from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.bind_workspace_body_method import BindWorkspaceBodyMethod
from ..models.bind_workspace_body_plan import BindWorkspaceBodyPlan
from ..types import UNSET, Unset

T = TypeVar("T", bound="BindWorkspaceBody")


@_attrs_define
class BindWorkspaceBody:
    """
    Attributes:
        name (str): what people call the workspace Example: shop-production.
        site (str): the site that holds the workspace's data Example: CN1.
        plan (BindWorkspaceBodyPlan | Unset):  Default: BindWorkspaceBodyPlan.COMMERCIAL.
        method (BindWorkspaceBodyMethod | Unset):  Default: BindWorkspaceBodyMethod.BILLING_CENTER.
        billable_from (datetime.datetime | None | Unset): the first instant whose usage is billed: up to 400 days back,
            by default the start of today at the site
    """

    name: str
    site: str
    plan: BindWorkspaceBodyPlan | Unset = BindWorkspaceBodyPlan.COMMERCIAL
    method: BindWorkspaceBodyMethod | Unset = BindWorkspaceBodyMethod.BILLING_CENTER
    billable_from: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        site = self.site

        plan: str | Unset = UNSET
        if not isinstance(self.plan, Unset):
            plan = self.plan.value

        method: str | Unset = UNSET
        if not isinstance(self.method, Unset):
            method = self.method.value

        billable_from: None | str | Unset
        if isinstance(self.billable_from, Unset):
            billable_from = UNSET
        elif isinstance(self.billable_from, datetime.datetime):
            billable_from = self.billable_from.isoformat()
        else:
            billable_from = self.billable_from

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "site": site,
            }
        )
        if plan is not UNSET:
            field_dict["plan"] = plan
        if method is not UNSET:
            field_dict["method"] = method
        if billable_from is not UNSET:
            field_dict["billable_from"] = billable_from

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name")

        site = d.pop("site")

        _plan = d.pop("plan", UNSET)
        plan: BindWorkspaceBodyPlan | Unset
        if isinstance(_plan, Unset):
            plan = UNSET
        else:
            plan = BindWorkspaceBodyPlan(_plan)

        _method = d.pop("method", UNSET)
        method: BindWorkspaceBodyMethod | Unset
        if isinstance(_method, Unset):
            method = UNSET
        else:
            method = BindWorkspaceBodyMethod(_method)

        def _parse_billable_from(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                billable_from_type_0 = datetime.datetime.fromisoformat(data)

                return billable_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        billable_from = _parse_billable_from(d.pop("billable_from", UNSET))

        bind_workspace_body = cls(
            name=name,
            site=site,
            plan=plan,
            method=method,
            billable_from=billable_from,
        )

        return bind_workspace_body
