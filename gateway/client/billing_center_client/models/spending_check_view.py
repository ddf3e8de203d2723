from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.spending_check_view_reason_type_1 import SpendingCheckViewReasonType1
from ..models.spending_check_view_reason_type_2_type_1 import (
    SpendingCheckViewReasonType2Type1,
)
from ..models.spending_check_view_reason_type_3_type_1 import (
    SpendingCheckViewReasonType3Type1,
)

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="SpendingCheckView")


@_attrs_define
class SpendingCheckView:
    """
    Attributes:
        amount (Money):
        may_spend (bool):
        reason (None | SpendingCheckViewReasonType1 | SpendingCheckViewReasonType2Type1 |
            SpendingCheckViewReasonType3Type1):
        usable (Money):
        held (Money):
        debt (Money):
        accrued (Money):
        remaining (Money):
        month_room (Money | None):
        unpriced_days (int):
    """

    amount: Money
    may_spend: bool
    reason: (
        None
        | SpendingCheckViewReasonType1
        | SpendingCheckViewReasonType2Type1
        | SpendingCheckViewReasonType3Type1
    )
    usable: Money
    held: Money
    debt: Money
    accrued: Money
    remaining: Money
    month_room: Money | None
    unpriced_days: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money

        amount = self.amount.to_dict()

        may_spend = self.may_spend

        reason: None | str
        if (
            isinstance(self.reason, SpendingCheckViewReasonType1)
            or isinstance(self.reason, SpendingCheckViewReasonType2Type1)
            or isinstance(self.reason, SpendingCheckViewReasonType3Type1)
        ):
            reason = self.reason.value
        else:
            reason = self.reason

        usable = self.usable.to_dict()

        held = self.held.to_dict()

        debt = self.debt.to_dict()

        accrued = self.accrued.to_dict()

        remaining = self.remaining.to_dict()

        month_room: dict[str, Any] | None
        if isinstance(self.month_room, Money):
            month_room = self.month_room.to_dict()
        else:
            month_room = self.month_room

        unpriced_days = self.unpriced_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "may_spend": may_spend,
                "reason": reason,
                "usable": usable,
                "held": held,
                "debt": debt,
                "accrued": accrued,
                "remaining": remaining,
                "month_room": month_room,
                "unpriced_days": unpriced_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        may_spend = d.pop("may_spend")

        def _parse_reason(
            data: object,
        ) -> (
            None
            | SpendingCheckViewReasonType1
            | SpendingCheckViewReasonType2Type1
            | SpendingCheckViewReasonType3Type1
        ):
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_1 = SpendingCheckViewReasonType1(data)

                return reason_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_2_type_1 = SpendingCheckViewReasonType2Type1(data)

                return reason_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_3_type_1 = SpendingCheckViewReasonType3Type1(data)

                return reason_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                None
                | SpendingCheckViewReasonType1
                | SpendingCheckViewReasonType2Type1
                | SpendingCheckViewReasonType3Type1,
                data,
            )

        reason = _parse_reason(d.pop("reason"))

        usable = Money.from_dict(d.pop("usable"))

        held = Money.from_dict(d.pop("held"))

        debt = Money.from_dict(d.pop("debt"))

        accrued = Money.from_dict(d.pop("accrued"))

        remaining = Money.from_dict(d.pop("remaining"))

        def _parse_month_room(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                month_room_type_0 = Money.from_dict(data)

                return month_room_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        month_room = _parse_month_room(d.pop("month_room"))

        unpriced_days = d.pop("unpriced_days")

        spending_check_view = cls(
            amount=amount,
            may_spend=may_spend,
            reason=reason,
            usable=usable,
            held=held,
            debt=debt,
            accrued=accrued,
            remaining=remaining,
            month_room=month_room,
            unpriced_days=unpriced_days,
        )

        return spending_check_view
