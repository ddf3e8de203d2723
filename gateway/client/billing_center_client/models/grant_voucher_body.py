from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.grant_voucher_body_kind import GrantVoucherBodyKind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="GrantVoucherBody")


@_attrs_define
class GrantVoucherBody:
    """
    Attributes:
        face (Money):
        reason (str): why this is done, for those who ask later Example: reported as stolen.
        kind (GrantVoucherBodyKind | Unset):  Default: GrantVoucherBodyKind.VOUCHER.
        valid_until (datetime.datetime | None | Unset): the end of its validity; a year from now unless given
    """

    face: Money
    reason: str
    kind: GrantVoucherBodyKind | Unset = GrantVoucherBodyKind.VOUCHER
    valid_until: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        face = self.face.to_dict()

        reason = self.reason

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
                "face": face,
                "reason": reason,
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
        face = Money.from_dict(d.pop("face"))

        reason = d.pop("reason")

        _kind = d.pop("kind", UNSET)
        kind: GrantVoucherBodyKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = GrantVoucherBodyKind(_kind)

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

        grant_voucher_body = cls(
            face=face,
            reason=reason,
            kind=kind,
            valid_until=valid_until,
        )

        return grant_voucher_body
