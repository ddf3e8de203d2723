"""Price books: what a unit of each item costs, by retention, region and currency, from a day on. Data in files, read once, immutable.

A file names every cell: a price as a decimal string, or "-" for what is not sold. A hole, a float or a stray cell is refused by name.
Source: product facts 3.1 and 3.2; decisions 20 and 27.
"""

from services.billing.pricebook.book import NoPriceForItem, PriceBook, PriceBookIsInvalid, read_book
from services.billing.pricebook.shelf import BOOKS, NoPriceBookForDay, book_for, book_named, shelf

__all__ = [
    "BOOKS",
    "NoPriceBookForDay",
    "NoPriceForItem",
    "PriceBook",
    "PriceBookIsInvalid",
    "book_for",
    "book_named",
    "read_book",
    "shelf",
]
