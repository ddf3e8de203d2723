from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ReceivedCardView")


@_attrs_define
class ReceivedCardView:
    """
    Attributes:
        account_id (UUID):
        card_id (UUID):
        card_number (str):
        face (Money):
        repaid (Money):
        balance (Money):
        source (str):
        reference (str):
        activated_at (datetime.datetime):
        valid_until (datetime.datetime | None):
    """

    account_id: UUID
    card_id: UUID
    card_number: str
    face: Money
    repaid: Money
    balance: Money
    source: str
    reference: str
    activated_at: datetime.datetime
    valid_until: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        card_id = str(self.card_id)

        card_number = self.card_number

        face = self.face.to_dict()

        repaid = self.repaid.to_dict()

        balance = self.balance.to_dict()

        source = self.source

        reference = self.reference

        activated_at = self.activated_at.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "card_id": card_id,
                "card_number": card_number,
                "face": face,
                "repaid": repaid,
                "balance": balance,
                "source": source,
                "reference": reference,
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

        card_id = UUID(d.pop("card_id"))

        card_number = d.pop("card_number")

        face = Money.from_dict(d.pop("face"))

        repaid = Money.from_dict(d.pop("repaid"))

        balance = Money.from_dict(d.pop("balance"))

        source = d.pop("source")

        reference = d.pop("reference")

        activated_at = datetime.datetime.fromisoformat(d.pop("activated_at"))

        def _parse_valid_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.datetime.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_until = _parse_valid_until(d.pop("valid_until"))

        received_card_view = cls(
            account_id=account_id,
            card_id=card_id,
            card_number=card_number,
            face=face,
            repaid=repaid,
            balance=balance,
            source=source,
            reference=reference,
            activated_at=activated_at,
            valid_until=valid_until,
        )

        return received_card_view
