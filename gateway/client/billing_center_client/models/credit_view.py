from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="CreditView")


@_attrs_define
class CreditView:
    """
    Attributes:
        account_id (UUID):
        reference (str):
        amount (Money):
        repaid (Money):
        cash (Money):
        debt (Money):
    """

    account_id: UUID
    reference: str
    amount: Money
    repaid: Money
    cash: Money
    debt: Money

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        reference = self.reference

        amount = self.amount.to_dict()

        repaid = self.repaid.to_dict()

        cash = self.cash.to_dict()

        debt = self.debt.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "reference": reference,
                "amount": amount,
                "repaid": repaid,
                "cash": cash,
                "debt": debt,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        reference = d.pop("reference")

        amount = Money.from_dict(d.pop("amount"))

        repaid = Money.from_dict(d.pop("repaid"))

        cash = Money.from_dict(d.pop("cash"))

        debt = Money.from_dict(d.pop("debt"))

        credit_view = cls(
            account_id=account_id,
            reference=reference,
            amount=amount,
            repaid=repaid,
            cash=cash,
            debt=debt,
        )

        return credit_view
