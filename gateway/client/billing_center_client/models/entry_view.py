from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.posting_view import PostingView


T = TypeVar("T", bound="EntryView")


@_attrs_define
class EntryView:
    """
    Attributes:
        position (int):
        fact (str):
        account_id (UUID):
        postings (list[PostingView]):
        occurred_at (datetime.datetime):
        recorded_at (datetime.datetime):
    """

    position: int
    fact: str
    account_id: UUID
    postings: list[PostingView]
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        fact = self.fact

        account_id = str(self.account_id)

        postings = []
        for postings_item_data in self.postings:
            postings_item = postings_item_data.to_dict()
            postings.append(postings_item)

        occurred_at = self.occurred_at.isoformat()

        recorded_at = self.recorded_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "position": position,
                "fact": fact,
                "account_id": account_id,
                "postings": postings,
                "occurred_at": occurred_at,
                "recorded_at": recorded_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.posting_view import PostingView

        d = dict(src_dict)
        position = d.pop("position")

        fact = d.pop("fact")

        account_id = UUID(d.pop("account_id"))

        postings = []
        _postings = d.pop("postings")
        for postings_item_data in _postings:
            postings_item = PostingView.from_dict(postings_item_data)

            postings.append(postings_item)

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        recorded_at = datetime.datetime.fromisoformat(d.pop("recorded_at"))

        entry_view = cls(
            position=position,
            fact=fact,
            account_id=account_id,
            postings=postings,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
        )

        return entry_view
