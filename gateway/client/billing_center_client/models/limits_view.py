from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="LimitsView")


@_attrs_define
class LimitsView:
    """
    Attributes:
        account_id (UUID):
        low_balance (Money | None):
        month_limit (Money | None):
        is_low (bool):
        spent_this_month (Money):
    """

    account_id: UUID
    low_balance: Money | None
    month_limit: Money | None
    is_low: bool
    spent_this_month: Money

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money

        account_id = str(self.account_id)

        low_balance: dict[str, Any] | None
        if isinstance(self.low_balance, Money):
            low_balance = self.low_balance.to_dict()
        else:
            low_balance = self.low_balance

        month_limit: dict[str, Any] | None
        if isinstance(self.month_limit, Money):
            month_limit = self.month_limit.to_dict()
        else:
            month_limit = self.month_limit

        is_low = self.is_low

        spent_this_month = self.spent_this_month.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "low_balance": low_balance,
                "month_limit": month_limit,
                "is_low": is_low,
                "spent_this_month": spent_this_month,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        def _parse_low_balance(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                low_balance_type_0 = Money.from_dict(data)

                return low_balance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        low_balance = _parse_low_balance(d.pop("low_balance"))

        def _parse_month_limit(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                month_limit_type_0 = Money.from_dict(data)

                return month_limit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        month_limit = _parse_month_limit(d.pop("month_limit"))

        is_low = d.pop("is_low")

        spent_this_month = Money.from_dict(d.pop("spent_this_month"))

        limits_view = cls(
            account_id=account_id,
            low_balance=low_balance,
            month_limit=month_limit,
            is_low=is_low,
            spent_this_month=spent_this_month,
        )

        return limits_view
