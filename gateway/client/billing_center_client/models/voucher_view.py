from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="VoucherView")


@_attrs_define
class VoucherView:
    """
    Attributes:
        account_id (UUID):
        voucher_id (UUID):
        kind (str):
        face (Money):
        repaid (Money):
        balance (Money):
        campaign (str):
        activated_at (datetime.datetime):
        valid_until (datetime.datetime):
    """

    account_id: UUID
    voucher_id: UUID
    kind: str
    face: Money
    repaid: Money
    balance: Money
    campaign: str
    activated_at: datetime.datetime
    valid_until: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        voucher_id = str(self.voucher_id)

        kind = self.kind

        face = self.face.to_dict()

        repaid = self.repaid.to_dict()

        balance = self.balance.to_dict()

        campaign = self.campaign

        activated_at = self.activated_at.isoformat()

        valid_until = self.valid_until.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "voucher_id": voucher_id,
                "kind": kind,
                "face": face,
                "repaid": repaid,
                "balance": balance,
                "campaign": campaign,
                "activated_at": activated_at,
                "valid_until": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        voucher_id = UUID(d.pop("voucher_id"))

        kind = d.pop("kind")

        face = Money.from_dict(d.pop("face"))

        repaid = Money.from_dict(d.pop("repaid"))

        balance = Money.from_dict(d.pop("balance"))

        campaign = d.pop("campaign")

        activated_at = datetime.datetime.fromisoformat(d.pop("activated_at"))

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        voucher_view = cls(
            account_id=account_id,
            voucher_id=voucher_id,
            kind=kind,
            face=face,
            repaid=repaid,
            balance=balance,
            campaign=campaign,
            activated_at=activated_at,
            valid_until=valid_until,
        )

        return voucher_view
