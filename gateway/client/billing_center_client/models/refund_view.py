from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.refund_view_state import RefundViewState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RefundView")


@_attrs_define
class RefundView:
    """
    Attributes:
        refund_id (UUID):
        account_id (UUID):
        amount (Money):
        reason (str):
        payout_account (str):
        state (RefundViewState):
        requested_by (UUID):
        requested_at (datetime.datetime):
        expires_at (datetime.datetime):
        decided_by (None | UUID):
        decided_at (datetime.datetime | None):
        reference (None | str):
        note (None | str):
    """

    refund_id: UUID
    account_id: UUID
    amount: Money
    reason: str
    payout_account: str
    state: RefundViewState
    requested_by: UUID
    requested_at: datetime.datetime
    expires_at: datetime.datetime
    decided_by: None | UUID
    decided_at: datetime.datetime | None
    reference: None | str
    note: None | str

    def to_dict(self) -> dict[str, Any]:
        refund_id = str(self.refund_id)

        account_id = str(self.account_id)

        amount = self.amount.to_dict()

        reason = self.reason

        payout_account = self.payout_account

        state = self.state.value

        requested_by = str(self.requested_by)

        requested_at = self.requested_at.isoformat()

        expires_at = self.expires_at.isoformat()

        decided_by: None | str
        if isinstance(self.decided_by, UUID):
            decided_by = str(self.decided_by)
        else:
            decided_by = self.decided_by

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        reference: None | str
        reference = self.reference

        note: None | str
        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "refund_id": refund_id,
                "account_id": account_id,
                "amount": amount,
                "reason": reason,
                "payout_account": payout_account,
                "state": state,
                "requested_by": requested_by,
                "requested_at": requested_at,
                "expires_at": expires_at,
                "decided_by": decided_by,
                "decided_at": decided_at,
                "reference": reference,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        refund_id = UUID(d.pop("refund_id"))

        account_id = UUID(d.pop("account_id"))

        amount = Money.from_dict(d.pop("amount"))

        reason = d.pop("reason")

        payout_account = d.pop("payout_account")

        state = RefundViewState(d.pop("state"))

        requested_by = UUID(d.pop("requested_by"))

        requested_at = datetime.datetime.fromisoformat(d.pop("requested_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_decided_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_by_type_0 = UUID(data)

                return decided_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        decided_by = _parse_decided_by(d.pop("decided_by"))

        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)

                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))

        def _parse_reference(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reference = _parse_reference(d.pop("reference"))

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        refund_view = cls(
            refund_id=refund_id,
            account_id=account_id,
            amount=amount,
            reason=reason,
            payout_account=payout_account,
            state=state,
            requested_by=requested_by,
            requested_at=requested_at,
            expires_at=expires_at,
            decided_by=decided_by,
            decided_at=decided_at,
            reference=reference,
            note=note,
        )

        return refund_view
