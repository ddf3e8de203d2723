from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.account_total_view import AccountTotalView


T = TypeVar("T", bound="TrialBalanceView")


@_attrs_define
class TrialBalanceView:
    """
    Attributes:
        accounts (list[AccountTotalView]):
        position (int):
    """

    accounts: list[AccountTotalView]
    position: int

    def to_dict(self) -> dict[str, Any]:
        accounts = []
        for accounts_item_data in self.accounts:
            accounts_item = accounts_item_data.to_dict()
            accounts.append(accounts_item)

        position = self.position

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "accounts": accounts,
                "position": position,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.account_total_view import AccountTotalView

        d = dict(src_dict)
        accounts = []
        _accounts = d.pop("accounts")
        for accounts_item_data in _accounts:
            accounts_item = AccountTotalView.from_dict(accounts_item_data)

            accounts.append(accounts_item)

        position = d.pop("position")

        trial_balance_view = cls(
            accounts=accounts,
            position=position,
        )

        return trial_balance_view
