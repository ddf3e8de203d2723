from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.ledger_account_view_type import LedgerAccountViewType

T = TypeVar("T", bound="LedgerAccountView")


@_attrs_define
class LedgerAccountView:
    """
    Attributes:
        account (str):
        type_ (LedgerAccountViewType):
        meaning (str):
    """

    account: str
    type_: LedgerAccountViewType
    meaning: str

    def to_dict(self) -> dict[str, Any]:
        account = self.account

        type_ = self.type_.value

        meaning = self.meaning

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account": account,
                "type": type_,
                "meaning": meaning,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account = d.pop("account")

        type_ = LedgerAccountViewType(d.pop("type"))

        meaning = d.pop("meaning")

        ledger_account_view = cls(
            account=account,
            type_=type_,
            meaning=meaning,
        )

        return ledger_account_view
