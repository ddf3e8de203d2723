from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.recharge_view_channel import RechargeViewChannel
from ..models.recharge_view_state import RechargeViewState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RechargeView")


@_attrs_define
class RechargeView:
    """
    Attributes:
        recharge_id (UUID):
        account_id (UUID):
        channel (RechargeViewChannel):
        amount (Money):
        state (RechargeViewState):
        pay_url (None | str):
        placed_at (datetime.datetime):
        expires_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        reference (None | str):
    """

    recharge_id: UUID
    account_id: UUID
    channel: RechargeViewChannel
    amount: Money
    state: RechargeViewState
    pay_url: None | str
    placed_at: datetime.datetime
    expires_at: datetime.datetime
    ended_at: datetime.datetime | None
    reference: None | str

    def to_dict(self) -> dict[str, Any]:
        recharge_id = str(self.recharge_id)

        account_id = str(self.account_id)

        channel = self.channel.value

        amount = self.amount.to_dict()

        state = self.state.value

        pay_url: None | str
        pay_url = self.pay_url

        placed_at = self.placed_at.isoformat()

        expires_at = self.expires_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        reference: None | str
        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "recharge_id": recharge_id,
                "account_id": account_id,
                "channel": channel,
                "amount": amount,
                "state": state,
                "pay_url": pay_url,
                "placed_at": placed_at,
                "expires_at": expires_at,
                "ended_at": ended_at,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        recharge_id = UUID(d.pop("recharge_id"))

        account_id = UUID(d.pop("account_id"))

        channel = RechargeViewChannel(d.pop("channel"))

        amount = Money.from_dict(d.pop("amount"))

        state = RechargeViewState(d.pop("state"))

        def _parse_pay_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        pay_url = _parse_pay_url(d.pop("pay_url"))

        placed_at = datetime.datetime.fromisoformat(d.pop("placed_at"))

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

        def _parse_reference(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reference = _parse_reference(d.pop("reference"))

        recharge_view = cls(
            recharge_id=recharge_id,
            account_id=account_id,
            channel=channel,
            amount=amount,
            state=state,
            pay_url=pay_url,
            placed_at=placed_at,
            expires_at=expires_at,
            ended_at=ended_at,
            reference=reference,
        )

        return recharge_view
