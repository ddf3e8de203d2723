"""Card numbers: stable, readable, checked."""

import re
from uuid import UUID, uuid4

import pytest

from services.wallet.card_numbers import card_number, check_digit


def test_a_number_is_the_same_for_ever():
    assert card_number(UUID("7c6d5e4f-3a2b-5c1d-9e8f-7a6b5c4d3e07")) == "2823 8431 8511 0754 0493"


def test_a_number_is_twenty_digits_in_groups_of_four_with_luhn_s_check():
    for fund_id in (uuid4() for _ in range(200)):
        number = card_number(fund_id)

        assert re.fullmatch(r"\d{4}( \d{4}){4}", number)
        assert check_digit(number.replace(" ", "")[:-1]) == number[-1]


def test_thousands_of_cards_have_thousands_of_numbers():
    assert len({card_number(uuid4()) for _ in range(5_000)}) == 5_000


@pytest.mark.parametrize(("body", "digit"), [("7992739871", "3"), ("0", "0"), ("4539148803436", "4")])
def test_the_check_is_luhn_s(body, digit):
    assert check_digit(body) == digit
