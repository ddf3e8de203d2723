from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.order_view_status import OrderViewStatus

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.order_line_view import OrderLineView
    from ..models.taken_view import TakenView


T = TypeVar("T", bound="OrderView")


@_attrs_define
class OrderView:
    """
    Attributes:
        order_id (UUID):
        account_id (UUID):
        title (str):
        amount (Money):
        lines (list[OrderLineView]):
        status (OrderViewStatus):
        placed_at (datetime.datetime):
        expires_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        taken (list[TakenView]):
    """

    order_id: UUID
    account_id: UUID
    title: str
    amount: Money
    lines: list[OrderLineView]
    status: OrderViewStatus
    placed_at: datetime.datetime
    expires_at: datetime.datetime
    ended_at: datetime.datetime | None
    taken: list[TakenView]

    def to_dict(self) -> dict[str, Any]:
        order_id = str(self.order_id)

        account_id = str(self.account_id)

        title = self.title

        amount = self.amount.to_dict()

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        status = self.status.value

        placed_at = self.placed_at.isoformat()

        expires_at = self.expires_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        taken = []
        for taken_item_data in self.taken:
            taken_item = taken_item_data.to_dict()
            taken.append(taken_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "order_id": order_id,
                "account_id": account_id,
                "title": title,
                "amount": amount,
                "lines": lines,
                "status": status,
                "placed_at": placed_at,
                "expires_at": expires_at,
                "ended_at": ended_at,
                "taken": taken,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money
        from ..models.order_line_view import OrderLineView
        from ..models.taken_view import TakenView

        d = dict(src_dict)
        order_id = UUID(d.pop("order_id"))

        account_id = UUID(d.pop("account_id"))

        title = d.pop("title")

        amount = Money.from_dict(d.pop("amount"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = OrderLineView.from_dict(lines_item_data)

            lines.append(lines_item)

        status = OrderViewStatus(d.pop("status"))

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

        taken = []
        _taken = d.pop("taken")
        for taken_item_data in _taken:
            taken_item = TakenView.from_dict(taken_item_data)

            taken.append(taken_item)

        order_view = cls(
            order_id=order_id,
            account_id=account_id,
            title=title,
            amount=amount,
            lines=lines,
            status=status,
            placed_at=placed_at,
            expires_at=expires_at,
            ended_at=ended_at,
            taken=taken,
        )

        return order_view
