from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.ledger_account_view import LedgerAccountView


T = TypeVar("T", bound="ChartView")


@_attrs_define
class ChartView:
    """
    Attributes:
        accounts (list[LedgerAccountView]):
    """

    accounts: list[LedgerAccountView]

    def to_dict(self) -> dict[str, Any]:
        accounts = []
        for accounts_item_data in self.accounts:
            accounts_item = accounts_item_data.to_dict()
            accounts.append(accounts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "accounts": accounts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.ledger_account_view import LedgerAccountView

        d = dict(src_dict)
        accounts = []
        _accounts = d.pop("accounts")
        for accounts_item_data in _accounts:
            accounts_item = LedgerAccountView.from_dict(accounts_item_data)

            accounts.append(accounts_item)

        chart_view = cls(
            accounts=accounts,
        )

        return chart_view
