from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.estimated_usage_item import EstimatedUsageItem
from ..types import UNSET, Unset

T = TypeVar("T", bound="EstimatedUsage")


@_attrs_define
class EstimatedUsage:
    """
    Attributes:
        item (EstimatedUsageItem):
        quantity (int): in base units: records, bytes, calls, series, sessions Example: 2000000.
        retention_days (int | None | Unset):
        key (str | Unset):  Default: ''.
        spans (int | None | Unset): in base units: records, bytes, calls, series, sessions Example: 2000000.
        rum_events (int | None | Unset): in base units: records, bytes, calls, series, sessions Example: 2000000.
    """

    item: EstimatedUsageItem
    quantity: int
    retention_days: int | None | Unset = UNSET
    key: str | Unset = ""
    spans: int | None | Unset = UNSET
    rum_events: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        item = self.item.value

        quantity = self.quantity

        retention_days: int | None | Unset
        if isinstance(self.retention_days, Unset):
            retention_days = UNSET
        else:
            retention_days = self.retention_days

        key = self.key

        spans: int | None | Unset
        if isinstance(self.spans, Unset):
            spans = UNSET
        else:
            spans = self.spans

        rum_events: int | None | Unset
        if isinstance(self.rum_events, Unset):
            rum_events = UNSET
        else:
            rum_events = self.rum_events

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "item": item,
                "quantity": quantity,
            }
        )
        if retention_days is not UNSET:
            field_dict["retention_days"] = retention_days
        if key is not UNSET:
            field_dict["key"] = key
        if spans is not UNSET:
            field_dict["spans"] = spans
        if rum_events is not UNSET:
            field_dict["rum_events"] = rum_events

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        item = EstimatedUsageItem(d.pop("item"))

        quantity = d.pop("quantity")

        def _parse_retention_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        retention_days = _parse_retention_days(d.pop("retention_days", UNSET))

        key = d.pop("key", UNSET)

        def _parse_spans(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        spans = _parse_spans(d.pop("spans", UNSET))

        def _parse_rum_events(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        rum_events = _parse_rum_events(d.pop("rum_events", UNSET))

        estimated_usage = cls(
            item=item,
            quantity=quantity,
            retention_days=retention_days,
            key=key,
            spans=spans,
            rum_events=rum_events,
        )

        return estimated_usage
