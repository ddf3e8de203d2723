from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.upload_bank_statement_body_format import UploadBankStatementBodyFormat

T = TypeVar("T", bound="UploadBankStatementBody")


@_attrs_define
class UploadBankStatementBody:
    """
    Attributes:
        format_ (UploadBankStatementBodyFormat):
        content (str): the file in base 64, or the file packed with gzip in base 64; unpacked 16 MiB and 20,000 lines at
            most. csv: a header with the columns reference, value_date, amount, currency, text, and if you like direction
            (credit or debit), reversal (yes or no) and payer, separated by comma, semicolon or tab; camt053: ISO 20022
            camt.053
    """

    format_: UploadBankStatementBodyFormat
    content: str

    def to_dict(self) -> dict[str, Any]:
        format_ = self.format_.value

        content = self.content

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "format": format_,
                "content": content,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        format_ = UploadBankStatementBodyFormat(d.pop("format"))

        content = d.pop("content")

        upload_bank_statement_body = cls(
            format_=format_,
            content=content,
        )

        return upload_bank_statement_body
