from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RedeemOperatorLinkBody")


@_attrs_define
class RedeemOperatorLinkBody:
    """
    Attributes:
        token (str):
        username (str): 3 to 32 letters, digits, dots, dashes or underscores Example: lin.wei.
        password (str): 10 to 128 characters that are not easily guessed Example: a long phrase of yours.
    """

    token: str
    username: str
    password: str

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        username = self.username

        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "username": username,
                "password": password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        token = d.pop("token")

        username = d.pop("username")

        password = d.pop("password")

        redeem_operator_link_body = cls(
            token=token,
            username=username,
            password=password,
        )

        return redeem_operator_link_body
