from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.account_total_view_type import AccountTotalViewType

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AccountTotalView")


@_attrs_define
class AccountTotalView:
    """
    Attributes:
        account (str):
        type_ (AccountTotalViewType):
        balance (Money):
    """

    account: str
    type_: AccountTotalViewType
    balance: Money

    def to_dict(self) -> dict[str, Any]:
        account = self.account

        type_ = self.type_.value

        balance = self.balance.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account": account,
                "type": type_,
                "balance": balance,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account = d.pop("account")

        type_ = AccountTotalViewType(d.pop("type"))

        balance = Money.from_dict(d.pop("balance"))

        account_total_view = cls(
            account=account,
            type_=type_,
            balance=balance,
        )

        return account_total_view
