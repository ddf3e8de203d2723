from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UsageData")


@_attrs_define
class UsageData:
    """How much of an item was used in the hour. A retraction needs no data.

    Attributes:
        item (str):  Example: logs.
        quantity (int): in base units: records, bytes, calls, series, sessions
        retention_days (int | Unset): how long the data is kept; wins over the workspace's setting
        index (str | Unset): the log index, for logs
        rule (str | Unset): the forwarding rule, for forwarding
        spans (int | Unset): for trace
        rum_events (int | Unset): for page views: resource, long task, error and action events
    """

    item: str
    quantity: int
    retention_days: int | Unset = UNSET
    index: str | Unset = UNSET
    rule: str | Unset = UNSET
    spans: int | Unset = UNSET
    rum_events: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        item = self.item

        quantity = self.quantity

        retention_days = self.retention_days

        index = self.index

        rule = self.rule

        spans = self.spans

        rum_events = self.rum_events

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "item": item,
                "quantity": quantity,
            }
        )
        if retention_days is not UNSET:
            field_dict["retention_days"] = retention_days
        if index is not UNSET:
            field_dict["index"] = index
        if rule is not UNSET:
            field_dict["rule"] = rule
        if spans is not UNSET:
            field_dict["spans"] = spans
        if rum_events is not UNSET:
            field_dict["rum_events"] = rum_events

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        item = d.pop("item")

        quantity = d.pop("quantity")

        retention_days = d.pop("retention_days", UNSET)

        index = d.pop("index", UNSET)

        rule = d.pop("rule", UNSET)

        spans = d.pop("spans", UNSET)

        rum_events = d.pop("rum_events", UNSET)

        usage_data = cls(
            item=item,
            quantity=quantity,
            retention_days=retention_days,
            index=index,
            rule=rule,
            spans=spans,
            rum_events=rum_events,
        )

        usage_data.additional_properties = d
        return usage_data

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
