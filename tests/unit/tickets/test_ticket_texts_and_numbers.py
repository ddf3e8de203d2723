"""Seals of texts, and the numbers that people call tickets by."""

from services.kernel.ids import new_id
from services.tickets.domain import TicketNumbers
from services.tickets.texts import Text, new_text

SALT = "00112233445566778899aabbccddeeff"


def test_a_seal_is_the_same_for_the_same_words_and_salt():
    assert Text(body="a", title="b", salt=SALT).seal == Text(body="a", title="b", salt=SALT).seal


def test_a_seal_tells_apart_what_would_run_together():
    texts = [("ab", "c"), ("a", "bc"), ("abc", ""), ("abc", None), ("", "abc")]

    seals = {Text(body=body, title=title, salt=SALT).seal for title, body in [(title, body) for body, title in texts]}

    assert len(seals) == len(texts)


def test_the_same_words_are_sealed_differently_each_time_so_that_nobody_can_guess_them():
    assert new_text("my phone is 138 0013 8000").seal != new_text("my phone is 138 0013 8000").seal


def test_numbers_count_from_one_within_a_year():
    numbers = TicketNumbers.begin(2026)

    taken = [numbers.take(new_id()) for _ in range(3)]

    assert taken == ["T-2026-000001", "T-2026-000002", "T-2026-000003"]


def test_a_number_does_not_run_out_of_digits():
    numbers = TicketNumbers.begin(2026)
    numbers.taken = 999_999

    assert numbers.take(new_id()) == "T-2026-1000000"
