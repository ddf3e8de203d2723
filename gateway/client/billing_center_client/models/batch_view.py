from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.batch_view_kind import BatchViewKind
from ..models.batch_view_state import BatchViewState

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="BatchView")


@_attrs_define
class BatchView:
    """
    Attributes:
        batch_id (UUID):
        kind (BatchViewKind):
        face (Money):
        count (int):
        campaign (str):
        state (BatchViewState):
        issued_at (datetime.datetime):
        valid_until (datetime.datetime):
        redeemed_count (int):
        unused_count (int):
        expired_count (int):
        withdrawn_count (int):
        issued (Money):
        redeemed (Money):
        withdrawn_at (datetime.datetime | None):
        withdrawn_reason (None | str):
    """

    batch_id: UUID
    kind: BatchViewKind
    face: Money
    count: int
    campaign: str
    state: BatchViewState
    issued_at: datetime.datetime
    valid_until: datetime.datetime
    redeemed_count: int
    unused_count: int
    expired_count: int
    withdrawn_count: int
    issued: Money
    redeemed: Money
    withdrawn_at: datetime.datetime | None
    withdrawn_reason: None | str

    def to_dict(self) -> dict[str, Any]:
        batch_id = str(self.batch_id)

        kind = self.kind.value

        face = self.face.to_dict()

        count = self.count

        campaign = self.campaign

        state = self.state.value

        issued_at = self.issued_at.isoformat()

        valid_until = self.valid_until.isoformat()

        redeemed_count = self.redeemed_count

        unused_count = self.unused_count

        expired_count = self.expired_count

        withdrawn_count = self.withdrawn_count

        issued = self.issued.to_dict()

        redeemed = self.redeemed.to_dict()

        withdrawn_at: None | str
        if isinstance(self.withdrawn_at, datetime.datetime):
            withdrawn_at = self.withdrawn_at.isoformat()
        else:
            withdrawn_at = self.withdrawn_at

        withdrawn_reason: None | str
        withdrawn_reason = self.withdrawn_reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "batch_id": batch_id,
                "kind": kind,
                "face": face,
                "count": count,
                "campaign": campaign,
                "state": state,
                "issued_at": issued_at,
                "valid_until": valid_until,
                "redeemed_count": redeemed_count,
                "unused_count": unused_count,
                "expired_count": expired_count,
                "withdrawn_count": withdrawn_count,
                "issued": issued,
                "redeemed": redeemed,
                "withdrawn_at": withdrawn_at,
                "withdrawn_reason": withdrawn_reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        batch_id = UUID(d.pop("batch_id"))

        kind = BatchViewKind(d.pop("kind"))

        face = Money.from_dict(d.pop("face"))

        count = d.pop("count")

        campaign = d.pop("campaign")

        state = BatchViewState(d.pop("state"))

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        redeemed_count = d.pop("redeemed_count")

        unused_count = d.pop("unused_count")

        expired_count = d.pop("expired_count")

        withdrawn_count = d.pop("withdrawn_count")

        issued = Money.from_dict(d.pop("issued"))

        redeemed = Money.from_dict(d.pop("redeemed"))

        def _parse_withdrawn_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                withdrawn_at_type_0 = datetime.datetime.fromisoformat(data)

                return withdrawn_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        withdrawn_at = _parse_withdrawn_at(d.pop("withdrawn_at"))

        def _parse_withdrawn_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        withdrawn_reason = _parse_withdrawn_reason(d.pop("withdrawn_reason"))

        batch_view = cls(
            batch_id=batch_id,
            kind=kind,
            face=face,
            count=count,
            campaign=campaign,
            state=state,
            issued_at=issued_at,
            valid_until=valid_until,
            redeemed_count=redeemed_count,
            unused_count=unused_count,
            expired_count=expired_count,
            withdrawn_count=withdrawn_count,
            issued=issued,
            redeemed=redeemed,
            withdrawn_at=withdrawn_at,
            withdrawn_reason=withdrawn_reason,
        )

        return batch_view
