from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.signed_in_view_kind import SignedInViewKind

T = TypeVar("T", bound="SignedInView")


@_attrs_define
class SignedInView:
    """
    Attributes:
        session_id (UUID):
        session_token (str):
        expires_at (datetime.datetime):
        account_id (UUID):
        member_id (UUID):
        kind (SignedInViewKind):
        roles (list[str]):
    """

    session_id: UUID
    session_token: str
    expires_at: datetime.datetime
    account_id: UUID
    member_id: UUID
    kind: SignedInViewKind
    roles: list[str]

    def to_dict(self) -> dict[str, Any]:
        session_id = str(self.session_id)

        session_token = self.session_token

        expires_at = self.expires_at.isoformat()

        account_id = str(self.account_id)

        member_id = str(self.member_id)

        kind = self.kind.value

        roles = self.roles

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "session_id": session_id,
                "session_token": session_token,
                "expires_at": expires_at,
                "account_id": account_id,
                "member_id": member_id,
                "kind": kind,
                "roles": roles,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        session_id = UUID(d.pop("session_id"))

        session_token = d.pop("session_token")

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        account_id = UUID(d.pop("account_id"))

        member_id = UUID(d.pop("member_id"))

        kind = SignedInViewKind(d.pop("kind"))

        roles = cast(list[str], d.pop("roles"))

        signed_in_view = cls(
            session_id=session_id,
            session_token=session_token,
            expires_at=expires_at,
            account_id=account_id,
            member_id=member_id,
            kind=kind,
            roles=roles,
        )

        return signed_in_view
