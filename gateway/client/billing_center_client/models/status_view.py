from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.book_status_view import BookStatusView


T = TypeVar("T", bound="StatusView")


@_attrs_define
class StatusView:
    """
    Attributes:
        books (list[BookStatusView]):
    """

    books: list[BookStatusView]

    def to_dict(self) -> dict[str, Any]:
        books = []
        for books_item_data in self.books:
            books_item = books_item_data.to_dict()
            books.append(books_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "books": books,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.book_status_view import BookStatusView

        d = dict(src_dict)
        books = []
        _books = d.pop("books")
        for books_item_data in _books:
            books_item = BookStatusView.from_dict(books_item_data)

            books.append(books_item)

        status_view = cls(
            books=books,
        )

        return status_view
