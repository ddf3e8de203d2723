from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.usage_event_specversion import UsageEventSpecversion
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.usage_data import UsageData


T = TypeVar("T", bound="UsageEvent")


@_attrs_define
class UsageEvent:
    """A CloudEvent that says how much of an item a workspace used in an hour, or takes such an event back.

    Example:
        {'specversion': '1.0', 'type': 'usage.sample.v1', 'source': 'cn1/collector-7', 'id':
            'logs-2026-11-23T08-default', 'subject': '0193529c-5f8a-7cc0-9f2e-2f4b6d1f0a55', 'time': '2026-11-23T08:00:00Z',
            'data': {'item': 'logs', 'quantity': 1204331, 'retention_days': 30, 'index': 'default'}}

    Attributes:
        specversion (UsageEventSpecversion):
        type_ (str): usage.sample.v1 or usage.retraction.v1
        source (str): what reports; with id it names the event
        id (str): unique within source and local day
        subject (str | Unset): the workspace's id
        time (datetime.datetime | Unset): the start of a whole UTC hour
        data (UsageData | Unset): How much of an item was used in the hour. A retraction needs no data.
    """

    specversion: UsageEventSpecversion
    type_: str
    source: str
    id: str
    subject: str | Unset = UNSET
    time: datetime.datetime | Unset = UNSET
    data: UsageData | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        specversion = self.specversion.value

        type_ = self.type_

        source = self.source

        id = self.id

        subject = self.subject

        time: str | Unset = UNSET
        if not isinstance(self.time, Unset):
            time = self.time.isoformat()

        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "specversion": specversion,
                "type": type_,
                "source": source,
                "id": id,
            }
        )
        if subject is not UNSET:
            field_dict["subject"] = subject
        if time is not UNSET:
            field_dict["time"] = time
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.usage_data import UsageData

        d = dict(src_dict)
        specversion = UsageEventSpecversion(d.pop("specversion"))

        type_ = d.pop("type")

        source = d.pop("source")

        id = d.pop("id")

        subject = d.pop("subject", UNSET)

        _time = d.pop("time", UNSET)
        time: datetime.datetime | Unset
        if isinstance(_time, Unset):
            time = UNSET
        else:
            time = datetime.datetime.fromisoformat(_time)

        _data = d.pop("data", UNSET)
        data: UsageData | Unset
        if isinstance(_data, Unset):
            data = UNSET
        else:
            data = UsageData.from_dict(_data)

        usage_event = cls(
            specversion=specversion,
            type_=type_,
            source=source,
            id=id,
            subject=subject,
            time=time,
            data=data,
        )

        usage_event.additional_properties = d
        return usage_event

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
