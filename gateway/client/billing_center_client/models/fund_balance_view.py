from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.fund_balance_view_kind import FundBalanceViewKind

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="FundBalanceView")


@_attrs_define
class FundBalanceView:
    """
    Attributes:
        fund_id (UUID):
        kind (FundBalanceViewKind):
        amount (Money):
        held (Money):
        usable (Money):
        is_frozen (bool):
        valid_until (datetime.datetime | None):
    """

    fund_id: UUID
    kind: FundBalanceViewKind
    amount: Money
    held: Money
    usable: Money
    is_frozen: bool
    valid_until: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        fund_id = str(self.fund_id)

        kind = self.kind.value

        amount = self.amount.to_dict()

        held = self.held.to_dict()

        usable = self.usable.to_dict()

        is_frozen = self.is_frozen

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "fund_id": fund_id,
                "kind": kind,
                "amount": amount,
                "held": held,
                "usable": usable,
                "is_frozen": is_frozen,
                "valid_until": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        fund_id = UUID(d.pop("fund_id"))

        kind = FundBalanceViewKind(d.pop("kind"))

        amount = Money.from_dict(d.pop("amount"))

        held = Money.from_dict(d.pop("held"))

        usable = Money.from_dict(d.pop("usable"))

        is_frozen = d.pop("is_frozen")

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

        fund_balance_view = cls(
            fund_id=fund_id,
            kind=kind,
            amount=amount,
            held=held,
            usable=usable,
            is_frozen=is_frozen,
            valid_until=valid_until,
        )

        return fund_balance_view
