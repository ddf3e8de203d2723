from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.bank_account_view import BankAccountView


T = TypeVar("T", bound="BankDetailsView")


@_attrs_define
class BankDetailsView:
    """
    Attributes:
        accounts (list[BankAccountView]):
        remark (str):
    """

    accounts: list[BankAccountView]
    remark: str

    def to_dict(self) -> dict[str, Any]:
        accounts = []
        for accounts_item_data in self.accounts:
            accounts_item = accounts_item_data.to_dict()
            accounts.append(accounts_item)

        remark = self.remark

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "accounts": accounts,
                "remark": remark,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bank_account_view import BankAccountView

        d = dict(src_dict)
        accounts = []
        _accounts = d.pop("accounts")
        for accounts_item_data in _accounts:
            accounts_item = BankAccountView.from_dict(accounts_item_data)

            accounts.append(accounts_item)

        remark = d.pop("remark")

        bank_details_view = cls(
            accounts=accounts,
            remark=remark,
        )

        return bank_details_view
