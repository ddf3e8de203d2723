from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.transfer_order_view_state import TransferOrderViewState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TransferOrderView")


@_attrs_define
class TransferOrderView:
    """
    Attributes:
        transfer_order_id (UUID):
        account_id (UUID):
        code (str):
        amount (Money):
        state (TransferOrderViewState):
        placed_at (datetime.datetime):
        expires_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        credited (Money | None):
        differs (bool):
        reference (None | str):
    """

    transfer_order_id: UUID
    account_id: UUID
    code: str
    amount: Money
    state: TransferOrderViewState
    placed_at: datetime.datetime
    expires_at: datetime.datetime
    ended_at: datetime.datetime | None
    credited: Money | None
    differs: bool
    reference: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money

        transfer_order_id = str(self.transfer_order_id)

        account_id = str(self.account_id)

        code = self.code

        amount = self.amount.to_dict()

        state = self.state.value

        placed_at = self.placed_at.isoformat()

        expires_at = self.expires_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        credited: dict[str, Any] | None
        if isinstance(self.credited, Money):
            credited = self.credited.to_dict()
        else:
            credited = self.credited

        differs = self.differs

        reference: None | str
        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "transfer_order_id": transfer_order_id,
                "account_id": account_id,
                "code": code,
                "amount": amount,
                "state": state,
                "placed_at": placed_at,
                "expires_at": expires_at,
                "ended_at": ended_at,
                "credited": credited,
                "differs": differs,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        transfer_order_id = UUID(d.pop("transfer_order_id"))

        account_id = UUID(d.pop("account_id"))

        code = d.pop("code")

        amount = Money.from_dict(d.pop("amount"))

        state = TransferOrderViewState(d.pop("state"))

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

        def _parse_credited(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                credited_type_0 = Money.from_dict(data)

                return credited_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        credited = _parse_credited(d.pop("credited"))

        differs = d.pop("differs")

        def _parse_reference(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reference = _parse_reference(d.pop("reference"))

        transfer_order_view = cls(
            transfer_order_id=transfer_order_id,
            account_id=account_id,
            code=code,
            amount=amount,
            state=state,
            placed_at=placed_at,
            expires_at=expires_at,
            ended_at=ended_at,
            credited=credited,
            differs=differs,
            reference=reference,
        )

        return transfer_order_view
