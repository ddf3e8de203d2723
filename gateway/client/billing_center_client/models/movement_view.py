from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.movement_view_kind import MovementViewKind
from ..models.movement_view_reason import MovementViewReason

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="MovementView")


@_attrs_define
class MovementView:
    """
    Attributes:
        position (int):
        seq (int):
        fund_id (None | UUID):
        kind (MovementViewKind):
        reason (MovementViewReason):
        counterpart_kind (str):
        counterpart (str):
        amount (Money):
        balance_after (Money):
        occurred_at (datetime.datetime):
        recorded_at (datetime.datetime):
    """

    position: int
    seq: int
    fund_id: None | UUID
    kind: MovementViewKind
    reason: MovementViewReason
    counterpart_kind: str
    counterpart: str
    amount: Money
    balance_after: Money
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        seq = self.seq

        fund_id: None | str
        if isinstance(self.fund_id, UUID):
            fund_id = str(self.fund_id)
        else:
            fund_id = self.fund_id

        kind = self.kind.value

        reason = self.reason.value

        counterpart_kind = self.counterpart_kind

        counterpart = self.counterpart

        amount = self.amount.to_dict()

        balance_after = self.balance_after.to_dict()

        occurred_at = self.occurred_at.isoformat()

        recorded_at = self.recorded_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "position": position,
                "seq": seq,
                "fund_id": fund_id,
                "kind": kind,
                "reason": reason,
                "counterpart_kind": counterpart_kind,
                "counterpart": counterpart,
                "amount": amount,
                "balance_after": balance_after,
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

        def _parse_fund_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fund_id_type_0 = UUID(data)

                return fund_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        fund_id = _parse_fund_id(d.pop("fund_id"))

        kind = MovementViewKind(d.pop("kind"))

        reason = MovementViewReason(d.pop("reason"))

        counterpart_kind = d.pop("counterpart_kind")

        counterpart = d.pop("counterpart")

        amount = Money.from_dict(d.pop("amount"))

        balance_after = Money.from_dict(d.pop("balance_after"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        recorded_at = datetime.datetime.fromisoformat(d.pop("recorded_at"))

        movement_view = cls(
            position=position,
            seq=seq,
            fund_id=fund_id,
            kind=kind,
            reason=reason,
            counterpart_kind=counterpart_kind,
            counterpart=counterpart,
            amount=amount,
            balance_after=balance_after,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
        )

        return movement_view
