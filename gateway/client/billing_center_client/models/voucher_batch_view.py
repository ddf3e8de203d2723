from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="VoucherBatchView")


@_attrs_define
class VoucherBatchView:
    """
    Attributes:
        batch_id (UUID):
        kind (str):
        face (Money):
        count (int):
        campaign (str):
        valid_until (datetime.datetime):
        codes (list[str] | None | Unset):
        already_shown (bool | Unset):  Default: False.
    """

    batch_id: UUID
    kind: str
    face: Money
    count: int
    campaign: str
    valid_until: datetime.datetime
    codes: list[str] | None | Unset = UNSET
    already_shown: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        batch_id = str(self.batch_id)

        kind = self.kind

        face = self.face.to_dict()

        count = self.count

        campaign = self.campaign

        valid_until = self.valid_until.isoformat()

        codes: list[str] | None | Unset
        if isinstance(self.codes, Unset):
            codes = UNSET
        elif isinstance(self.codes, list):
            codes = self.codes

        else:
            codes = self.codes

        already_shown = self.already_shown

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "batch_id": batch_id,
                "kind": kind,
                "face": face,
                "count": count,
                "campaign": campaign,
                "valid_until": valid_until,
            }
        )
        if codes is not UNSET:
            field_dict["codes"] = codes
        if already_shown is not UNSET:
            field_dict["already_shown"] = already_shown

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        batch_id = UUID(d.pop("batch_id"))

        kind = d.pop("kind")

        face = Money.from_dict(d.pop("face"))

        count = d.pop("count")

        campaign = d.pop("campaign")

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        def _parse_codes(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                codes_type_0 = cast(list[str], data)

                return codes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        codes = _parse_codes(d.pop("codes", UNSET))

        already_shown = d.pop("already_shown", UNSET)

        voucher_batch_view = cls(
            batch_id=batch_id,
            kind=kind,
            face=face,
            count=count,
            campaign=campaign,
            valid_until=valid_until,
            codes=codes,
            already_shown=already_shown,
        )

        return voucher_batch_view
