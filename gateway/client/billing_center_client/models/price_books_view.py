from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.price_book_view import PriceBookView


T = TypeVar("T", bound="PriceBooksView")


@_attrs_define
class PriceBooksView:
    """
    Attributes:
        books (list[PriceBookView]):
    """

    books: list[PriceBookView]

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
        from ..models.price_book_view import PriceBookView

        d = dict(src_dict)
        books = []
        _books = d.pop("books")
        for books_item_data in _books:
            books_item = PriceBookView.from_dict(books_item_data)

            books.append(books_item)

        price_books_view = cls(
            books=books,
        )

        return price_books_view
