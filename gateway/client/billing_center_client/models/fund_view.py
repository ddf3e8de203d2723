from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.fund_view_kind import FundViewKind
from ..models.fund_view_source import FundViewSource
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
        card_number (None | str):
        face (Money):
        balance (Money):
        held (Money):
        expired (Money):
        status (FundViewStatus):
        source (FundViewSource):
        campaign (None | str):
        reference (None | str):
        activated_at (datetime.datetime):
        valid_until (datetime.datetime | None):
        frozen_at (datetime.datetime | None):
        frozen_reason (None | str):
    """

    fund_id: UUID
    kind: FundViewKind
    card_number: None | str
    face: Money
    balance: Money
    held: Money
    expired: Money
    status: FundViewStatus
    source: FundViewSource
    campaign: None | str
    reference: None | str
    activated_at: datetime.datetime
    valid_until: datetime.datetime | None
    frozen_at: datetime.datetime | None
    frozen_reason: None | str

    def to_dict(self) -> dict[str, Any]:
        fund_id = str(self.fund_id)

        kind = self.kind.value

        card_number: None | str
        card_number = self.card_number

        face = self.face.to_dict()

        balance = self.balance.to_dict()

        held = self.held.to_dict()

        expired = self.expired.to_dict()

        status = self.status.value

        source = self.source.value

        campaign: None | str
        campaign = self.campaign

        reference: None | str
        reference = self.reference

        activated_at = self.activated_at.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        frozen_at: None | str
        if isinstance(self.frozen_at, datetime.datetime):
            frozen_at = self.frozen_at.isoformat()
        else:
            frozen_at = self.frozen_at

        frozen_reason: None | str
        frozen_reason = self.frozen_reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "fund_id": fund_id,
                "kind": kind,
                "card_number": card_number,
                "face": face,
                "balance": balance,
                "held": held,
                "expired": expired,
                "status": status,
                "source": source,
                "campaign": campaign,
                "reference": reference,
                "activated_at": activated_at,
                "valid_until": valid_until,
                "frozen_at": frozen_at,
                "frozen_reason": frozen_reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        fund_id = UUID(d.pop("fund_id"))

        kind = FundViewKind(d.pop("kind"))

        def _parse_card_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        card_number = _parse_card_number(d.pop("card_number"))

        face = Money.from_dict(d.pop("face"))

        balance = Money.from_dict(d.pop("balance"))

        held = Money.from_dict(d.pop("held"))

        expired = Money.from_dict(d.pop("expired"))

        status = FundViewStatus(d.pop("status"))

        source = FundViewSource(d.pop("source"))

        def _parse_campaign(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign = _parse_campaign(d.pop("campaign"))

        def _parse_reference(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reference = _parse_reference(d.pop("reference"))

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

        def _parse_frozen_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                frozen_at_type_0 = datetime.datetime.fromisoformat(data)

                return frozen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        frozen_at = _parse_frozen_at(d.pop("frozen_at"))

        def _parse_frozen_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        frozen_reason = _parse_frozen_reason(d.pop("frozen_reason"))

        fund_view = cls(
            fund_id=fund_id,
            kind=kind,
            card_number=card_number,
            face=face,
            balance=balance,
            held=held,
            expired=expired,
            status=status,
            source=source,
            campaign=campaign,
            reference=reference,
            activated_at=activated_at,
            valid_until=valid_until,
            frozen_at=frozen_at,
            frozen_reason=frozen_reason,
        )

        return fund_view
