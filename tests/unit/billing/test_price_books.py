"""Price books: ours, and how a bad one is refused with the exact cell."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from services.billing import pricebook
from services.billing.pricebook import BOOKS, NoPriceBookForDay, PriceBookIsInvalid, book_for, book_named, read_book, shelf
from services.kernel.errors import NotFound
from tests.support import oracle_billing as oracle

CURRENT = (Path(pricebook.__file__).parent / "2024-02-01.toml").read_text()


def problems_of(text, name="2024-02-01"):
    with pytest.raises(PriceBookIsInvalid) as refusal:
        read_book(text, name=name)
    return {problem["cell"]: problem["detail"] for problem in refusal.value.details["problems"]}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_every_cell_of_our_books_is_that_of_the_product_facts(book):
    expected = oracle.prices_on(book.name)

    assert book.prices == {(item, days, region, currency): price * 10**6 for (item, days, currency, region), price in expected.items()}


def test_a_day_has_the_latest_book_in_force():
    assert book_for(date(2023, 11, 2)).name == "2023-11-02"
    assert book_for(date(2024, 1, 31)).name == "2023-11-02"
    assert book_for(date(2024, 2, 1)).name == "2024-02-01"
    assert book_for(date(2099, 1, 1)).name == "2024-02-01"


def test_a_day_before_the_first_book_is_refused_with_the_first_day():
    with pytest.raises(NoPriceBookForDay) as refusal:
        book_for(date(2023, 11, 1))

    assert refusal.value.details == {"day": "2023-11-01", "first_day": "2023-11-02"}


def test_a_book_that_a_bill_names_is_found_by_its_name():
    assert book_named("2023-11-02") is BOOKS[0]
    with pytest.raises(NotFound):
        book_named("2022-01-01")


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        ('180 = "4",    360 = "7" }', '360 = "7" }', "time_series 180 cny_cn"),
        ('usd_intl = "1.43"\n', "", "synthetic usd_intl"),
        ("[pipeline] # 1 GB raw", "[pipelines]", "pipeline cny_cn"),
        ('30 = "3.08"', "30 = 3.08", "logs_ingested 30 cny_intl"),
        ('30 = "3.08"', "30 = 3", "logs_ingested 30 cny_intl"),
        ('30 = "3.08"', '30 = "-3.08"', "logs_ingested 30 cny_intl"),
        ('30 = "3.08"', '30 = "3.0800001"', "logs_ingested 30 cny_intl"),
        ('30 = "3.08"', '30 = "NaN"', "logs_ingested 30 cny_intl"),
        ('14 = "0.8",', '14 = "0.8", 15 = "0.9",', "time_series 15 cny_cn"),
        ('usd_intl = "1.43"\n', 'usd_intl = "1.43"\neur_intl = "1"\n', "synthetic eur_intl"),
        ('usd_intl = "1.43"\n', 'usd_intl = { 3 = "1.43" }\n', "synthetic usd_intl"),
        ("effective_from = 2024-02-01", "effective_from = 2024-02-01T00:00:00", "effective_from"),
        ("effective_from = 2024-02-01", "effective_from = 2024-02-02", "effective_from"),
    ],
)
def test_a_bad_cell_is_named(old, new, cell):
    assert CURRENT.count(old) == 1

    assert cell in problems_of(CURRENT.replace(old, new))


def test_all_problems_are_reported_at_once():
    text = CURRENT.replace('"3.08"', "3.08").replace('"64.8"', "64.8")

    assert problems_of(text).keys() == {"logs_ingested 30 cny_intl", "trace 60 cny_intl"}


def test_a_doubled_row_or_other_nonsense_is_refused():
    assert "not TOML" in problems_of(CURRENT + '\n[sms]\ncny_cn = "1"\n')[""]
    assert "effective_from" in problems_of("")


def test_two_books_of_one_day_are_refused():
    with pytest.raises(PriceBookIsInvalid):
        shelf([*BOOKS, BOOKS[0]])


def test_the_books_leave_no_day_without_prices_once_they_began():
    days = [BOOKS[0].effective_from + timedelta(days=n) for n in range(0, 3650, 7)]

    assert {book_for(day).name for day in days} == {book.name for book in BOOKS}
