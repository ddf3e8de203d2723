from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="SetLimitsBody")


@_attrs_define
class SetLimitsBody:
    """
    Attributes:
        low_balance (Money | None | Unset): tell me when less than this can be spent
        month_limit (Money | None | Unset): refuse new orders beyond this in a month (UTC)
    """

    low_balance: Money | None | Unset = UNSET
    month_limit: Money | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money

        low_balance: dict[str, Any] | None | Unset
        if isinstance(self.low_balance, Unset):
            low_balance = UNSET
        elif isinstance(self.low_balance, Money):
            low_balance = self.low_balance.to_dict()
        else:
            low_balance = self.low_balance

        month_limit: dict[str, Any] | None | Unset
        if isinstance(self.month_limit, Unset):
            month_limit = UNSET
        elif isinstance(self.month_limit, Money):
            month_limit = self.month_limit.to_dict()
        else:
            month_limit = self.month_limit

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if low_balance is not UNSET:
            field_dict["low_balance"] = low_balance
        if month_limit is not UNSET:
            field_dict["month_limit"] = month_limit

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)

        def _parse_low_balance(data: object) -> Money | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                low_balance_type_0 = Money.from_dict(data)

                return low_balance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None | Unset, data)

        low_balance = _parse_low_balance(d.pop("low_balance", UNSET))

        def _parse_month_limit(data: object) -> Money | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                month_limit_type_0 = Money.from_dict(data)

                return month_limit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None | Unset, data)

        month_limit = _parse_month_limit(d.pop("month_limit", UNSET))

        set_limits_body = cls(
            low_balance=low_balance,
            month_limit=month_limit,
        )

        return set_limits_body
