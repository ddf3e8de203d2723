from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="RolesView")


@_attrs_define
class RolesView:
    """
    Attributes:
        account_id (UUID):
        member_id (UUID):
        roles (list[str]):
    """

    account_id: UUID
    member_id: UUID
    roles: list[str]

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        member_id = str(self.member_id)

        roles = self.roles

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "member_id": member_id,
                "roles": roles,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        member_id = UUID(d.pop("member_id"))

        roles = cast(list[str], d.pop("roles"))

        roles_view = cls(
            account_id=account_id,
            member_id=member_id,
            roles=roles,
        )

        return roles_view
