"""Laws of amounts and ids."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refusal
from services.kernel.ids import natural_id
from services.kernel.money import LARGEST_MICROS, MICROS, AmountIsInvalid, Money, format_amount, parse_amount, round_to_micros

micros = st.integers(-LARGEST_MICROS, LARGEST_MICROS)
fractions = st.fractions(-(10**9), 10**9)
parts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=4)


@given(micros)
def test_what_is_written_is_read_back_to_the_last_digit(amount_micros: int) -> None:
    text = format_amount(amount_micros)

    assert parse_amount(text) == amount_micros
    assert Fraction(text) == Fraction(amount_micros, MICROS)
    assert 2 <= len(text.partition(".")[2]) <= 6


@given(st.text(max_size=30) | st.from_regex(r"-?\d{1,15}(\.\d{0,8})?", fullmatch=True))
def test_a_text_is_read_as_the_number_it_says_or_refused(text: str) -> None:
    try:
        amount_micros = parse_amount(text)
    except AmountIsInvalid:
        return
    assert text.isascii()
    assert Fraction(text) * MICROS == amount_micros


@given(fractions)
def test_rounding_moves_an_amount_by_half_a_micro_at_most(exact: Fraction) -> None:
    assert abs(Fraction(round_to_micros(exact), MICROS) - exact) <= Fraction(1, 2 * MICROS)


@given(fractions, fractions)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))

    assert round_to_micros(low) <= round_to_micros(high)


@given(fractions)
def test_rounding_treats_what_is_owed_as_what_is_owned(exact: Fraction) -> None:
    assert round_to_micros(-exact) == -round_to_micros(exact)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_money_adds_like_its_micros(one: int, other: int) -> None:
    a, b = Money(one, "CNY"), Money(other, "CNY")

    assert (a + b) - b == a
    assert a + b == b + a
    assert (a < b) == (one < other)


@given(parts, parts)
def test_two_lists_of_parts_have_one_id_only_if_they_are_the_same(one: list[str], other: list[str]) -> None:
    assert (natural_id("x", *one) == natural_id("x", *other)) == (one == other)


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.uuids()
    | st.dates()
    | st.datetimes()
    | st.binary()
    | st.decimals(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.uuids(), inner) | st.tuples(inner),
    max_leaves=10,
)


@given(json_like)
def test_whatever_the_details_json_can_say_them(detail: Any) -> None:
    said = json.dumps(Refusal(detail=detail).details, allow_nan=False)

    assert said.encode()
