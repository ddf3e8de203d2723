from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.account_view_kind import AccountViewKind

T = TypeVar("T", bound="AccountView")


@_attrs_define
class AccountView:
    """
    Attributes:
        account_id (UUID):
        currency (str):
        kind (AccountViewKind):
        opened_at (datetime.datetime):
    """

    account_id: UUID
    currency: str
    kind: AccountViewKind
    opened_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        currency = self.currency

        kind = self.kind.value

        opened_at = self.opened_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "currency": currency,
                "kind": kind,
                "opened_at": opened_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        currency = d.pop("currency")

        kind = AccountViewKind(d.pop("kind"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        account_view = cls(
            account_id=account_id,
            currency=currency,
            kind=kind,
            opened_at=opened_at,
        )

        return account_view
