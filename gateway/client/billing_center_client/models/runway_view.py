from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RunwayView")


@_attrs_define
class RunwayView:
    """
    Attributes:
        account_id (UUID):
        usable (Money):
        spent (Money):
        days (int):
        a_day (Money):
        lasts_days (int | None):
        lasts_until (datetime.datetime | None):
    """

    account_id: UUID
    usable: Money
    spent: Money
    days: int
    a_day: Money
    lasts_days: int | None
    lasts_until: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        usable = self.usable.to_dict()

        spent = self.spent.to_dict()

        days = self.days

        a_day = self.a_day.to_dict()

        lasts_days: int | None
        lasts_days = self.lasts_days

        lasts_until: None | str
        if isinstance(self.lasts_until, datetime.datetime):
            lasts_until = self.lasts_until.isoformat()
        else:
            lasts_until = self.lasts_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "usable": usable,
                "spent": spent,
                "days": days,
                "a_day": a_day,
                "lasts_days": lasts_days,
                "lasts_until": lasts_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        usable = Money.from_dict(d.pop("usable"))

        spent = Money.from_dict(d.pop("spent"))

        days = d.pop("days")

        a_day = Money.from_dict(d.pop("a_day"))

        def _parse_lasts_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        lasts_days = _parse_lasts_days(d.pop("lasts_days"))

        def _parse_lasts_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lasts_until_type_0 = datetime.datetime.fromisoformat(data)

                return lasts_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        lasts_until = _parse_lasts_until(d.pop("lasts_until"))

        runway_view = cls(
            account_id=account_id,
            usable=usable,
            spent=spent,
            days=days,
            a_day=a_day,
            lasts_days=lasts_days,
            lasts_until=lasts_until,
        )

        return runway_view
