from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.review_item_view_status import ReviewItemViewStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.review_item_view_details import ReviewItemViewDetails


T = TypeVar("T", bound="ReviewItemView")


@_attrs_define
class ReviewItemView:
    """
    Attributes:
        review_id (UUID):
        kind (str):
        subject (str):
        details (ReviewItemViewDetails):
        account_id (None | UUID):
        status (ReviewItemViewStatus):
        opened_at (datetime.datetime):
        note (None | str | Unset):
        by_member_id (None | Unset | UUID):
        resolved_at (datetime.datetime | None | Unset):
    """

    review_id: UUID
    kind: str
    subject: str
    details: ReviewItemViewDetails
    account_id: None | UUID
    status: ReviewItemViewStatus
    opened_at: datetime.datetime
    note: None | str | Unset = UNSET
    by_member_id: None | Unset | UUID = UNSET
    resolved_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        review_id = str(self.review_id)

        kind = self.kind

        subject = self.subject

        details = self.details.to_dict()

        account_id: None | str
        if isinstance(self.account_id, UUID):
            account_id = str(self.account_id)
        else:
            account_id = self.account_id

        status = self.status.value

        opened_at = self.opened_at.isoformat()

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        by_member_id: None | str | Unset
        if isinstance(self.by_member_id, Unset):
            by_member_id = UNSET
        elif isinstance(self.by_member_id, UUID):
            by_member_id = str(self.by_member_id)
        else:
            by_member_id = self.by_member_id

        resolved_at: None | str | Unset
        if isinstance(self.resolved_at, Unset):
            resolved_at = UNSET
        elif isinstance(self.resolved_at, datetime.datetime):
            resolved_at = self.resolved_at.isoformat()
        else:
            resolved_at = self.resolved_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "review_id": review_id,
                "kind": kind,
                "subject": subject,
                "details": details,
                "account_id": account_id,
                "status": status,
                "opened_at": opened_at,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note
        if by_member_id is not UNSET:
            field_dict["by_member_id"] = by_member_id
        if resolved_at is not UNSET:
            field_dict["resolved_at"] = resolved_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.review_item_view_details import ReviewItemViewDetails

        d = dict(src_dict)
        review_id = UUID(d.pop("review_id"))

        kind = d.pop("kind")

        subject = d.pop("subject")

        details = ReviewItemViewDetails.from_dict(d.pop("details"))

        def _parse_account_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                account_id_type_0 = UUID(data)

                return account_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        account_id = _parse_account_id(d.pop("account_id"))

        status = ReviewItemViewStatus(d.pop("status"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))

        def _parse_by_member_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                by_member_id_type_0 = UUID(data)

                return by_member_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        by_member_id = _parse_by_member_id(d.pop("by_member_id", UNSET))

        def _parse_resolved_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_at_type_0 = datetime.datetime.fromisoformat(data)

                return resolved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        resolved_at = _parse_resolved_at(d.pop("resolved_at", UNSET))

        review_item_view = cls(
            review_id=review_id,
            kind=kind,
            subject=subject,
            details=details,
            account_id=account_id,
            status=status,
            opened_at=opened_at,
            note=note,
            by_member_id=by_member_id,
            resolved_at=resolved_at,
        )

        return review_item_view
