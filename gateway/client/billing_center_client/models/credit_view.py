from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

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
        code (None | str | Unset):
        differs (bool | Unset):  Default: False.
    """

    account_id: UUID
    reference: str
    amount: Money
    repaid: Money
    cash: Money
    debt: Money
    code: None | str | Unset = UNSET
    differs: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        reference = self.reference

        amount = self.amount.to_dict()

        repaid = self.repaid.to_dict()

        cash = self.cash.to_dict()

        debt = self.debt.to_dict()

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        differs = self.differs

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
        if code is not UNSET:
            field_dict["code"] = code
        if differs is not UNSET:
            field_dict["differs"] = differs

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

        def _parse_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code = _parse_code(d.pop("code", UNSET))

        differs = d.pop("differs", UNSET)

        credit_view = cls(
            account_id=account_id,
            reference=reference,
            amount=amount,
            repaid=repaid,
            cash=cash,
            debt=debt,
            code=code,
            differs=differs,
        )

        return credit_view
