from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.member_view_language import MemberViewLanguage

T = TypeVar("T", bound="MemberView")


@_attrs_define
class MemberView:
    """
    Attributes:
        member_id (UUID):
        account_id (UUID):
        username (None | str):
        email (None | str):
        phone (None | str):
        language (MemberViewLanguage):
        roles (list[str]):
        joined_at (datetime.datetime):
    """

    member_id: UUID
    account_id: UUID
    username: None | str
    email: None | str
    phone: None | str
    language: MemberViewLanguage
    roles: list[str]
    joined_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        member_id = str(self.member_id)

        account_id = str(self.account_id)

        username: None | str
        username = self.username

        email: None | str
        email = self.email

        phone: None | str
        phone = self.phone

        language = self.language.value

        roles = self.roles

        joined_at = self.joined_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "member_id": member_id,
                "account_id": account_id,
                "username": username,
                "email": email,
                "phone": phone,
                "language": language,
                "roles": roles,
                "joined_at": joined_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        member_id = UUID(d.pop("member_id"))

        account_id = UUID(d.pop("account_id"))

        def _parse_username(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        username = _parse_username(d.pop("username"))

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        language = MemberViewLanguage(d.pop("language"))

        roles = cast(list[str], d.pop("roles"))

        joined_at = datetime.datetime.fromisoformat(d.pop("joined_at"))

        member_view = cls(
            member_id=member_id,
            account_id=account_id,
            username=username,
            email=email,
            phone=phone,
            language=language,
            roles=roles,
            joined_at=joined_at,
        )

        return member_view
