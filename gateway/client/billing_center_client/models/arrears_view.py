from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ArrearsView")


@_attrs_define
class ArrearsView:
    """
    Attributes:
        account_id (UUID):
        in_arrears (bool):
        owed_bill_ids (list[UUID]):
        since (datetime.datetime | None | Unset):
        bill_id (None | Unset | UUID):
    """

    account_id: UUID
    in_arrears: bool
    owed_bill_ids: list[UUID]
    since: datetime.datetime | None | Unset = UNSET
    bill_id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        in_arrears = self.in_arrears

        owed_bill_ids = []
        for owed_bill_ids_item_data in self.owed_bill_ids:
            owed_bill_ids_item = str(owed_bill_ids_item_data)
            owed_bill_ids.append(owed_bill_ids_item)

        since: None | str | Unset
        if isinstance(self.since, Unset):
            since = UNSET
        elif isinstance(self.since, datetime.datetime):
            since = self.since.isoformat()
        else:
            since = self.since

        bill_id: None | str | Unset
        if isinstance(self.bill_id, Unset):
            bill_id = UNSET
        elif isinstance(self.bill_id, UUID):
            bill_id = str(self.bill_id)
        else:
            bill_id = self.bill_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "in_arrears": in_arrears,
                "owed_bill_ids": owed_bill_ids,
            }
        )
        if since is not UNSET:
            field_dict["since"] = since
        if bill_id is not UNSET:
            field_dict["bill_id"] = bill_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        in_arrears = d.pop("in_arrears")

        owed_bill_ids = []
        _owed_bill_ids = d.pop("owed_bill_ids")
        for owed_bill_ids_item_data in _owed_bill_ids:
            owed_bill_ids_item = UUID(owed_bill_ids_item_data)

            owed_bill_ids.append(owed_bill_ids_item)

        def _parse_since(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.datetime.fromisoformat(data)

                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        since = _parse_since(d.pop("since", UNSET))

        def _parse_bill_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                bill_id_type_0 = UUID(data)

                return bill_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        bill_id = _parse_bill_id(d.pop("bill_id", UNSET))

        arrears_view = cls(
            account_id=account_id,
            in_arrears=in_arrears,
            owed_bill_ids=owed_bill_ids,
            since=since,
            bill_id=bill_id,
        )

        return arrears_view
