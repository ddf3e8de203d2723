from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.payment_view_kind import PaymentViewKind
from ..models.payment_view_paid import PaymentViewPaid

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="PaymentView")


@_attrs_define
class PaymentView:
    """
    Attributes:
        position (int):
        seq (int):
        bill_id (UUID):
        line_id (UUID):
        fund_id (UUID):
        kind (PaymentViewKind):
        amount (Money):
        paid (PaymentViewPaid):
        occurred_at (datetime.datetime):
        recorded_at (datetime.datetime):
    """

    position: int
    seq: int
    bill_id: UUID
    line_id: UUID
    fund_id: UUID
    kind: PaymentViewKind
    amount: Money
    paid: PaymentViewPaid
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        seq = self.seq

        bill_id = str(self.bill_id)

        line_id = str(self.line_id)

        fund_id = str(self.fund_id)

        kind = self.kind.value

        amount = self.amount.to_dict()

        paid = self.paid.value

        occurred_at = self.occurred_at.isoformat()

        recorded_at = self.recorded_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "position": position,
                "seq": seq,
                "bill_id": bill_id,
                "line_id": line_id,
                "fund_id": fund_id,
                "kind": kind,
                "amount": amount,
                "paid": paid,
                "occurred_at": occurred_at,
                "recorded_at": recorded_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        position = d.pop("position")

        seq = d.pop("seq")

        bill_id = UUID(d.pop("bill_id"))

        line_id = UUID(d.pop("line_id"))

        fund_id = UUID(d.pop("fund_id"))

        kind = PaymentViewKind(d.pop("kind"))

        amount = Money.from_dict(d.pop("amount"))

        paid = PaymentViewPaid(d.pop("paid"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        recorded_at = datetime.datetime.fromisoformat(d.pop("recorded_at"))

        payment_view = cls(
            position=position,
            seq=seq,
            bill_id=bill_id,
            line_id=line_id,
            fund_id=fund_id,
            kind=kind,
            amount=amount,
            paid=paid,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
        )

        return payment_view
