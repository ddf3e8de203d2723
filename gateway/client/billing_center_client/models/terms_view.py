from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.terms_view_currency import TermsViewCurrency

if TYPE_CHECKING:
    from ..models.terms_view_default_retentions import TermsViewDefaultRetentions


T = TypeVar("T", bound="TermsView")


@_attrs_define
class TermsView:
    """
    Attributes:
        workspace_id (UUID):
        account_id (UUID):
        currency (TermsViewCurrency):
        site (str):
        region (str):
        zone (str):
        plan (str):
        edition (str):
        billable_from (datetime.datetime):
        default_retentions (TermsViewDefaultRetentions):
    """

    workspace_id: UUID
    account_id: UUID
    currency: TermsViewCurrency
    site: str
    region: str
    zone: str
    plan: str
    edition: str
    billable_from: datetime.datetime
    default_retentions: TermsViewDefaultRetentions

    def to_dict(self) -> dict[str, Any]:
        workspace_id = str(self.workspace_id)

        account_id = str(self.account_id)

        currency = self.currency.value

        site = self.site

        region = self.region

        zone = self.zone

        plan = self.plan

        edition = self.edition

        billable_from = self.billable_from.isoformat()

        default_retentions = self.default_retentions.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "workspace_id": workspace_id,
                "account_id": account_id,
                "currency": currency,
                "site": site,
                "region": region,
                "zone": zone,
                "plan": plan,
                "edition": edition,
                "billable_from": billable_from,
                "default_retentions": default_retentions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.terms_view_default_retentions import TermsViewDefaultRetentions

        d = dict(src_dict)
        workspace_id = UUID(d.pop("workspace_id"))

        account_id = UUID(d.pop("account_id"))

        currency = TermsViewCurrency(d.pop("currency"))

        site = d.pop("site")

        region = d.pop("region")

        zone = d.pop("zone")

        plan = d.pop("plan")

        edition = d.pop("edition")

        billable_from = datetime.datetime.fromisoformat(d.pop("billable_from"))

        default_retentions = TermsViewDefaultRetentions.from_dict(
            d.pop("default_retentions")
        )

        terms_view = cls(
            workspace_id=workspace_id,
            account_id=account_id,
            currency=currency,
            site=site,
            region=region,
            zone=zone,
            plan=plan,
            edition=edition,
            billable_from=billable_from,
            default_retentions=default_retentions,
        )

        return terms_view
