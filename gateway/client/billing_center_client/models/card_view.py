from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.grant_view import GrantView
    from ..models.money import Money


T = TypeVar("T", bound="CardView")


@_attrs_define
class CardView:
    """
    Attributes:
        account_id (UUID):
        card_id (UUID):
        face (Money):
        bought_at (datetime.datetime):
        valid_until (datetime.datetime | None):
        granted (GrantView | None):
        cash (Money):
    """

    account_id: UUID
    card_id: UUID
    face: Money
    bought_at: datetime.datetime
    valid_until: datetime.datetime | None
    granted: GrantView | None
    cash: Money

    def to_dict(self) -> dict[str, Any]:
        from ..models.grant_view import GrantView

        account_id = str(self.account_id)

        card_id = str(self.card_id)

        face = self.face.to_dict()

        bought_at = self.bought_at.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        granted: dict[str, Any] | None
        if isinstance(self.granted, GrantView):
            granted = self.granted.to_dict()
        else:
            granted = self.granted

        cash = self.cash.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "card_id": card_id,
                "face": face,
                "bought_at": bought_at,
                "valid_until": valid_until,
                "granted": granted,
                "cash": cash,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.grant_view import GrantView
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        card_id = UUID(d.pop("card_id"))

        face = Money.from_dict(d.pop("face"))

        bought_at = datetime.datetime.fromisoformat(d.pop("bought_at"))

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

        def _parse_granted(data: object) -> GrantView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                granted_type_0 = GrantView.from_dict(data)

                return granted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GrantView | None, data)

        granted = _parse_granted(d.pop("granted"))

        cash = Money.from_dict(d.pop("cash"))

        card_view = cls(
            account_id=account_id,
            card_id=card_id,
            face=face,
            bought_at=bought_at,
            valid_until=valid_until,
            granted=granted,
            cash=cash,
        )

        return card_view
