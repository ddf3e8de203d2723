from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RedeemCardBody")


@_attrs_define
class RedeemCardBody:
    """
    Attributes:
        code (str): sixteen characters; blanks, hyphens and case do not matter Example: 7Q3K-0V5D-M2XA-9TBH.
    """

    code: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        redeem_card_body = cls(
            code=code,
        )

        return redeem_card_body
