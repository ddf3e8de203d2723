from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.withdrawal_view_state import WithdrawalViewState
from ..types import UNSET, Unset

T = TypeVar("T", bound="WithdrawalView")


@_attrs_define
class WithdrawalView:
    """
    Attributes:
        batch_id (UUID):
        withdrawn_count (int):
        reason (str):
        withdrawn_at (datetime.datetime):
        state (WithdrawalViewState | Unset):  Default: WithdrawalViewState.WITHDRAWN.
    """

    batch_id: UUID
    withdrawn_count: int
    reason: str
    withdrawn_at: datetime.datetime
    state: WithdrawalViewState | Unset = WithdrawalViewState.WITHDRAWN

    def to_dict(self) -> dict[str, Any]:
        batch_id = str(self.batch_id)

        withdrawn_count = self.withdrawn_count

        reason = self.reason

        withdrawn_at = self.withdrawn_at.isoformat()

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "batch_id": batch_id,
                "withdrawn_count": withdrawn_count,
                "reason": reason,
                "withdrawn_at": withdrawn_at,
            }
        )
        if state is not UNSET:
            field_dict["state"] = state

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        batch_id = UUID(d.pop("batch_id"))

        withdrawn_count = d.pop("withdrawn_count")

        reason = d.pop("reason")

        withdrawn_at = datetime.datetime.fromisoformat(d.pop("withdrawn_at"))

        _state = d.pop("state", UNSET)
        state: WithdrawalViewState | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = WithdrawalViewState(_state)

        withdrawal_view = cls(
            batch_id=batch_id,
            withdrawn_count=withdrawn_count,
            reason=reason,
            withdrawn_at=withdrawn_at,
            state=state,
        )

        return withdrawal_view
