from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.hold_view_status import HoldViewStatus

if TYPE_CHECKING:
    from ..models.hold_share_view import HoldShareView
    from ..models.money import Money


T = TypeVar("T", bound="HoldView")


@_attrs_define
class HoldView:
    """
    Attributes:
        hold_id (UUID):
        account_id (UUID):
        subject (UUID):
        purpose (str):
        amount (Money):
        captured (Money):
        status (HoldViewStatus):
        reserved_at (datetime.datetime):
        expires_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        shares (list[HoldShareView]):
    """

    hold_id: UUID
    account_id: UUID
    subject: UUID
    purpose: str
    amount: Money
    captured: Money
    status: HoldViewStatus
    reserved_at: datetime.datetime
    expires_at: datetime.datetime
    ended_at: datetime.datetime | None
    shares: list[HoldShareView]

    def to_dict(self) -> dict[str, Any]:
        hold_id = str(self.hold_id)

        account_id = str(self.account_id)

        subject = str(self.subject)

        purpose = self.purpose

        amount = self.amount.to_dict()

        captured = self.captured.to_dict()

        status = self.status.value

        reserved_at = self.reserved_at.isoformat()

        expires_at = self.expires_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        shares = []
        for shares_item_data in self.shares:
            shares_item = shares_item_data.to_dict()
            shares.append(shares_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "hold_id": hold_id,
                "account_id": account_id,
                "subject": subject,
                "purpose": purpose,
                "amount": amount,
                "captured": captured,
                "status": status,
                "reserved_at": reserved_at,
                "expires_at": expires_at,
                "ended_at": ended_at,
                "shares": shares,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.hold_share_view import HoldShareView
        from ..models.money import Money

        d = dict(src_dict)
        hold_id = UUID(d.pop("hold_id"))

        account_id = UUID(d.pop("account_id"))

        subject = UUID(d.pop("subject"))

        purpose = d.pop("purpose")

        amount = Money.from_dict(d.pop("amount"))

        captured = Money.from_dict(d.pop("captured"))

        status = HoldViewStatus(d.pop("status"))

        reserved_at = datetime.datetime.fromisoformat(d.pop("reserved_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        shares = []
        _shares = d.pop("shares")
        for shares_item_data in _shares:
            shares_item = HoldShareView.from_dict(shares_item_data)

            shares.append(shares_item)

        hold_view = cls(
            hold_id=hold_id,
            account_id=account_id,
            subject=subject,
            purpose=purpose,
            amount=amount,
            captured=captured,
            status=status,
            reserved_at=reserved_at,
            expires_at=expires_at,
            ended_at=ended_at,
            shares=shares,
        )

        return hold_view
