from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.issue_vouchers_body_kind import IssueVouchersBodyKind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="IssueVouchersBody")


@_attrs_define
class IssueVouchersBody:
    """
    Attributes:
        count (int):
        face (Money):
        campaign (str): why these vouchers are given away Example: welcome.
        kind (IssueVouchersBodyKind | Unset):  Default: IssueVouchersBodyKind.VOUCHER.
        valid_until (datetime.datetime | None | Unset): the end of their validity; a year from now unless given
    """

    count: int
    face: Money
    campaign: str
    kind: IssueVouchersBodyKind | Unset = IssueVouchersBodyKind.VOUCHER
    valid_until: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        face = self.face.to_dict()

        campaign = self.campaign

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value

        valid_until: None | str | Unset
        if isinstance(self.valid_until, Unset):
            valid_until = UNSET
        elif isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "face": face,
                "campaign": campaign,
            }
        )
        if kind is not UNSET:
            field_dict["kind"] = kind
        if valid_until is not UNSET:
            field_dict["valid_until"] = valid_until

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        count = d.pop("count")

        face = Money.from_dict(d.pop("face"))

        campaign = d.pop("campaign")

        _kind = d.pop("kind", UNSET)
        kind: IssueVouchersBodyKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = IssueVouchersBodyKind(_kind)

        def _parse_valid_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.datetime.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        valid_until = _parse_valid_until(d.pop("valid_until", UNSET))

        issue_vouchers_body = cls(
            count=count,
            face=face,
            campaign=campaign,
            kind=kind,
            valid_until=valid_until,
        )

        return issue_vouchers_body
