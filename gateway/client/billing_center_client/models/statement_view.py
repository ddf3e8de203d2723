from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.movement_view import MovementView
    from ..models.statement_totals_view import StatementTotalsView


T = TypeVar("T", bound="StatementView")


@_attrs_define
class StatementView:
    """
    Attributes:
        items (list[MovementView]):
        totals (None | StatementTotalsView):
        next_cursor (None | str):
    """

    items: list[MovementView]
    totals: None | StatementTotalsView
    next_cursor: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.statement_totals_view import StatementTotalsView

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        totals: dict[str, Any] | None
        if isinstance(self.totals, StatementTotalsView):
            totals = self.totals.to_dict()
        else:
            totals = self.totals

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
                "totals": totals,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.movement_view import MovementView
        from ..models.statement_totals_view import StatementTotalsView

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = MovementView.from_dict(items_item_data)

            items.append(items_item)

        def _parse_totals(data: object) -> None | StatementTotalsView:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                totals_type_0 = StatementTotalsView.from_dict(data)

                return totals_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StatementTotalsView, data)

        totals = _parse_totals(d.pop("totals"))

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        statement_view = cls(
            items=items,
            totals=totals,
            next_cursor=next_cursor,
        )

        return statement_view
