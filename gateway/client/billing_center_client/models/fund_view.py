from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.fund_view_kind import FundViewKind
from ..models.fund_view_status import FundViewStatus

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="FundView")


@_attrs_define
class FundView:
    """
    Attributes:
        fund_id (UUID):
        kind (FundViewKind):
        face (Money):
        balance (Money):
        status (FundViewStatus):
        activated_at (datetime.datetime):
        valid_until (datetime.datetime | None):
        campaign (None | str):
    """

    fund_id: UUID
    kind: FundViewKind
    face: Money
    balance: Money
    status: FundViewStatus
    activated_at: datetime.datetime
    valid_until: datetime.datetime | None
    campaign: None | str

    def to_dict(self) -> dict[str, Any]:
        fund_id = str(self.fund_id)

        kind = self.kind.value

        face = self.face.to_dict()

        balance = self.balance.to_dict()

        status = self.status.value

        activated_at = self.activated_at.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        campaign: None | str
        campaign = self.campaign

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "fund_id": fund_id,
                "kind": kind,
                "face": face,
                "balance": balance,
                "status": status,
                "activated_at": activated_at,
                "valid_until": valid_until,
                "campaign": campaign,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        fund_id = UUID(d.pop("fund_id"))

        kind = FundViewKind(d.pop("kind"))

        face = Money.from_dict(d.pop("face"))

        balance = Money.from_dict(d.pop("balance"))

        status = FundViewStatus(d.pop("status"))

        activated_at = datetime.datetime.fromisoformat(d.pop("activated_at"))

        def _parse_valid_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.datetime.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_until = _parse_valid_until(d.pop("valid_until"))

        def _parse_campaign(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign = _parse_campaign(d.pop("campaign"))

        fund_view = cls(
            fund_id=fund_id,
            kind=kind,
            face=face,
            balance=balance,
            status=status,
            activated_at=activated_at,
            valid_until=valid_until,
            campaign=campaign,
        )

        return fund_view
