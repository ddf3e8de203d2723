from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="StatementTotalsView")


@_attrs_define
class StatementTotalsView:
    """
    Attributes:
        income (Money):
        expenditure (Money):
    """

    income: Money
    expenditure: Money

    def to_dict(self) -> dict[str, Any]:
        income = self.income.to_dict()

        expenditure = self.expenditure.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "income": income,
                "expenditure": expenditure,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        income = Money.from_dict(d.pop("income"))

        expenditure = Money.from_dict(d.pop("expenditure"))

        statement_totals_view = cls(
            income=income,
            expenditure=expenditure,
        )

        return statement_totals_view
