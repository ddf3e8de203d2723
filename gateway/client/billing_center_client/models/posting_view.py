from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="PostingView")


@_attrs_define
class PostingView:
    """
    Attributes:
        account (str):
        fund_id (None | UUID):
        amount (Money):
    """

    account: str
    fund_id: None | UUID
    amount: Money

    def to_dict(self) -> dict[str, Any]:
        account = self.account

        fund_id: None | str
        if isinstance(self.fund_id, UUID):
            fund_id = str(self.fund_id)
        else:
            fund_id = self.fund_id

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account": account,
                "fund_id": fund_id,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account = d.pop("account")

        def _parse_fund_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fund_id_type_0 = UUID(data)

                return fund_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        fund_id = _parse_fund_id(d.pop("fund_id"))

        amount = Money.from_dict(d.pop("amount"))

        posting_view = cls(
            account=account,
            fund_id=fund_id,
            amount=amount,
        )

        return posting_view
