from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.account_opened_view_kind import AccountOpenedViewKind

T = TypeVar("T", bound="AccountOpenedView")


@_attrs_define
class AccountOpenedView:
    """
    Attributes:
        account_id (UUID):
        member_id (UUID):
        currency (str):
        kind (AccountOpenedViewKind):
        roles (list[str]):
        opened_at (datetime.datetime):
    """

    account_id: UUID
    member_id: UUID
    currency: str
    kind: AccountOpenedViewKind
    roles: list[str]
    opened_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        member_id = str(self.member_id)

        currency = self.currency

        kind = self.kind.value

        roles = self.roles

        opened_at = self.opened_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "member_id": member_id,
                "currency": currency,
                "kind": kind,
                "roles": roles,
                "opened_at": opened_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        member_id = UUID(d.pop("member_id"))

        currency = d.pop("currency")

        kind = AccountOpenedViewKind(d.pop("kind"))

        roles = cast(list[str], d.pop("roles"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        account_opened_view = cls(
            account_id=account_id,
            member_id=member_id,
            currency=currency,
            kind=kind,
            roles=roles,
            opened_at=opened_at,
        )

        return account_opened_view
