from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.huawei_order_view_state import HuaweiOrderViewState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="HuaweiOrderView")


@_attrs_define
class HuaweiOrderView:
    """
    Attributes:
        order_id (UUID):
        order_number (str):
        huawei_account_id (str):
        quantity (int):
        face (Money):
        state (HuaweiOrderViewState):
        recorded_at (datetime.datetime):
        correction (None | str):
        redeemed_by (None | UUID):
        redeemed_at (datetime.datetime | None):
    """

    order_id: UUID
    order_number: str
    huawei_account_id: str
    quantity: int
    face: Money
    state: HuaweiOrderViewState
    recorded_at: datetime.datetime
    correction: None | str
    redeemed_by: None | UUID
    redeemed_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        order_id = str(self.order_id)

        order_number = self.order_number

        huawei_account_id = self.huawei_account_id

        quantity = self.quantity

        face = self.face.to_dict()

        state = self.state.value

        recorded_at = self.recorded_at.isoformat()

        correction: None | str
        correction = self.correction

        redeemed_by: None | str
        if isinstance(self.redeemed_by, UUID):
            redeemed_by = str(self.redeemed_by)
        else:
            redeemed_by = self.redeemed_by

        redeemed_at: None | str
        if isinstance(self.redeemed_at, datetime.datetime):
            redeemed_at = self.redeemed_at.isoformat()
        else:
            redeemed_at = self.redeemed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "order_id": order_id,
                "order_number": order_number,
                "huawei_account_id": huawei_account_id,
                "quantity": quantity,
                "face": face,
                "state": state,
                "recorded_at": recorded_at,
                "correction": correction,
                "redeemed_by": redeemed_by,
                "redeemed_at": redeemed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        order_id = UUID(d.pop("order_id"))

        order_number = d.pop("order_number")

        huawei_account_id = d.pop("huawei_account_id")

        quantity = d.pop("quantity")

        face = Money.from_dict(d.pop("face"))

        state = HuaweiOrderViewState(d.pop("state"))

        recorded_at = datetime.datetime.fromisoformat(d.pop("recorded_at"))

        def _parse_correction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        correction = _parse_correction(d.pop("correction"))

        def _parse_redeemed_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redeemed_by_type_0 = UUID(data)

                return redeemed_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        redeemed_by = _parse_redeemed_by(d.pop("redeemed_by"))

        def _parse_redeemed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redeemed_at_type_0 = datetime.datetime.fromisoformat(data)

                return redeemed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        redeemed_at = _parse_redeemed_at(d.pop("redeemed_at"))

        huawei_order_view = cls(
            order_id=order_id,
            order_number=order_number,
            huawei_account_id=huawei_account_id,
            quantity=quantity,
            face=face,
            state=state,
            recorded_at=recorded_at,
            correction=correction,
            redeemed_by=redeemed_by,
            redeemed_at=redeemed_at,
        )

        return huawei_order_view
