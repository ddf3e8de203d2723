from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BankAccountView")


@_attrs_define
class BankAccountView:
    """
    Attributes:
        currency (str):
        account_name (str):
        account_number (str):
        bank (str):
        bank_code (str):
        bank_address (str):
    """

    currency: str
    account_name: str
    account_number: str
    bank: str
    bank_code: str
    bank_address: str

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        account_name = self.account_name

        account_number = self.account_number

        bank = self.bank

        bank_code = self.bank_code

        bank_address = self.bank_address

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "currency": currency,
                "account_name": account_name,
                "account_number": account_number,
                "bank": bank,
                "bank_code": bank_code,
                "bank_address": bank_address,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        currency = d.pop("currency")

        account_name = d.pop("account_name")

        account_number = d.pop("account_number")

        bank = d.pop("bank")

        bank_code = d.pop("bank_code")

        bank_address = d.pop("bank_address")

        bank_account_view = cls(
            currency=currency,
            account_name=account_name,
            account_number=account_number,
            bank=bank,
            bank_code=bank_code,
            bank_address=bank_address,
        )

        return bank_account_view
