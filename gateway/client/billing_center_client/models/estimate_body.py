from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.estimate_body_currency import EstimateBodyCurrency
from ..models.estimate_body_site import EstimateBodySite
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.estimated_usage import EstimatedUsage


T = TypeVar("T", bound="EstimateBody")


@_attrs_define
class EstimateBody:
    """
    Attributes:
        site (EstimateBodySite):
        currency (EstimateBodyCurrency):
        usage (list[EstimatedUsage]):
        day (datetime.date | None | Unset):
    """

    site: EstimateBodySite
    currency: EstimateBodyCurrency
    usage: list[EstimatedUsage]
    day: datetime.date | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        site = self.site.value

        currency = self.currency.value

        usage = []
        for usage_item_data in self.usage:
            usage_item = usage_item_data.to_dict()
            usage.append(usage_item)

        day: None | str | Unset
        if isinstance(self.day, Unset):
            day = UNSET
        elif isinstance(self.day, datetime.date):
            day = self.day.isoformat()
        else:
            day = self.day

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "site": site,
                "currency": currency,
                "usage": usage,
            }
        )
        if day is not UNSET:
            field_dict["day"] = day

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.estimated_usage import EstimatedUsage

        d = dict(src_dict)
        site = EstimateBodySite(d.pop("site"))

        currency = EstimateBodyCurrency(d.pop("currency"))

        usage = []
        _usage = d.pop("usage")
        for usage_item_data in _usage:
            usage_item = EstimatedUsage.from_dict(usage_item_data)

            usage.append(usage_item)

        def _parse_day(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                day_type_0 = datetime.date.fromisoformat(data)

                return day_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        day = _parse_day(d.pop("day", UNSET))

        estimate_body = cls(
            site=site,
            currency=currency,
            usage=usage,
            day=day,
        )

        return estimate_body
