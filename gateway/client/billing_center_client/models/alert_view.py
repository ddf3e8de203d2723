from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.alert_view_kind import AlertViewKind

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AlertView")


@_attrs_define
class AlertView:
    """
    Attributes:
        position (int):
        kind (AlertViewKind):
        amount (Money):
        threshold (Money):
        occurred_at (datetime.datetime):
    """

    position: int
    kind: AlertViewKind
    amount: Money
    threshold: Money
    occurred_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        kind = self.kind.value

        amount = self.amount.to_dict()

        threshold = self.threshold.to_dict()

        occurred_at = self.occurred_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "position": position,
                "kind": kind,
                "amount": amount,
                "threshold": threshold,
                "occurred_at": occurred_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        position = d.pop("position")

        kind = AlertViewKind(d.pop("kind"))

        amount = Money.from_dict(d.pop("amount"))

        threshold = Money.from_dict(d.pop("threshold"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        alert_view = cls(
            position=position,
            kind=kind,
            amount=amount,
            threshold=threshold,
            occurred_at=occurred_at,
        )

        return alert_view
