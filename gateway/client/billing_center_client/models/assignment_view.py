from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.review_item_view import ReviewItemView


T = TypeVar("T", bound="AssignmentView")


@_attrs_define
class AssignmentView:
    """
    Attributes:
        account_id (UUID):
        reference (str):
        amount (str):
        currency (str):
        item (ReviewItemView):
    """

    account_id: UUID
    reference: str
    amount: str
    currency: str
    item: ReviewItemView

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        reference = self.reference

        amount = self.amount

        currency = self.currency

        item = self.item.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "reference": reference,
                "amount": amount,
                "currency": currency,
                "item": item,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.review_item_view import ReviewItemView

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        reference = d.pop("reference")

        amount = d.pop("amount")

        currency = d.pop("currency")

        item = ReviewItemView.from_dict(d.pop("item"))

        assignment_view = cls(
            account_id=account_id,
            reference=reference,
            amount=amount,
            currency=currency,
            item=item,
        )

        return assignment_view
