from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.book_status_view_book import BookStatusViewBook

T = TypeVar("T", bound="BookStatusView")


@_attrs_define
class BookStatusView:
    """
    Attributes:
        book (BookStatusViewBook):
        position (int):
        recorded_at (datetime.datetime | None):
        digest (str):
        fault (None | str):
    """

    book: BookStatusViewBook
    position: int
    recorded_at: datetime.datetime | None
    digest: str
    fault: None | str

    def to_dict(self) -> dict[str, Any]:
        book = self.book.value

        position = self.position

        recorded_at: None | str
        if isinstance(self.recorded_at, datetime.datetime):
            recorded_at = self.recorded_at.isoformat()
        else:
            recorded_at = self.recorded_at

        digest = self.digest

        fault: None | str
        fault = self.fault

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "book": book,
                "position": position,
                "recorded_at": recorded_at,
                "digest": digest,
                "fault": fault,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        book = BookStatusViewBook(d.pop("book"))

        position = d.pop("position")

        def _parse_recorded_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                recorded_at_type_0 = datetime.datetime.fromisoformat(data)

                return recorded_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        recorded_at = _parse_recorded_at(d.pop("recorded_at"))

        digest = d.pop("digest")

        def _parse_fault(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        fault = _parse_fault(d.pop("fault"))

        book_status_view = cls(
            book=book,
            position=position,
            recorded_at=recorded_at,
            digest=digest,
            fault=fault,
        )

        return book_status_view
