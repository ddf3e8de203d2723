"""Money: an integer of micros, read and written without losing a digit, and never mixed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from services.kernel.money import (
    LARGEST_MICROS,
    AmountIsInvalid,
    AmountIsTooFine,
    CurrencyIsUnknown,
    Money,
    format_amount,
    parse_amount,
    require_known_currency,
    require_whole_minor_units,
    round_to_micros,
)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("13.40", 13_400_000),
        ("13.4", 13_400_000),
        ("13", 13_000_000),
        ("0.000001", 1),
        ("-0.000001", -1),
        ("-0", 0),
        ("-0.00", 0),
        ("007", 7_000_000),
        ("9223372036854.775807", LARGEST_MICROS),
        ("-9223372036854.775807", -LARGEST_MICROS),
    ],
)
def test_a_decimal_string_is_read_exactly(text, micros):
    assert parse_amount(text) == micros


@pytest.mark.parametrize(
    "wrong",
    [
        13.4, 13, True, None, b"13", Decimal("13"), [],
        "", " ", "13 ", " 13", "13\n", "+13", "--1", "-", ".5", "5.", "1,000.00", "1_000", "1e5", "1E5", "0x10", "NaN", "inf", "-Infinity",
        "13.4000001", "0.0000001", "9223372036854.775808", "-9223372036854.775808", "10000000000000", "9" * 5000,
        "\u0661\u0663.\u0664", "\uff11\uff13", "1\u00b2", "\u221213", "13\u066b40", "13\x00",
    ],
)  # fmt: skip
def test_what_is_not_a_decimal_string_within_the_limits_is_refused(wrong):
    with pytest.raises(AmountIsInvalid) as refusal:
        parse_amount(wrong)

    assert len(str(refusal.value.details["amount"])) <= 64


def test_a_number_too_long_to_be_printed_is_refused_too():
    with pytest.raises(AmountIsInvalid):
        parse_amount(10**5000)
    with pytest.raises(CurrencyIsUnknown):
        require_known_currency(10**5000)


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "0.00"),
        (1, "0.000001"),
        (-1, "-0.000001"),
        (-500_000, "-0.50"),
        (13_400_000, "13.40"),
        (13_456_000, "13.456"),
        (100_000_000, "100.00"),
        (LARGEST_MICROS, "9223372036854.775807"),
    ],
)
def test_an_amount_is_written_with_two_to_six_decimals(micros, text):
    assert format_amount(micros) == text


def test_money_adds_subtracts_and_compares_within_one_currency():
    ten, three = Money(10, "CNY"), Money(3, "CNY")

    assert ten + three == Money(13, "CNY")
    assert three - ten == Money(-7, "CNY")
    assert -ten == Money(-10, "CNY")
    assert three < ten <= ten
    assert ten > three >= three
    assert max(ten, three) is ten
    assert str(Money(13_400_000, "CNY")) == "13.40 CNY"


@pytest.mark.parametrize("mix", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
@pytest.mark.parametrize("other", [Money(1, "USD"), 1, "1"])
def test_money_of_two_currencies_or_with_a_bare_number_does_not_mix(mix, other):
    with pytest.raises(TypeError):
        getattr(Money(1, "CNY"), mix)(other)


def test_the_same_number_of_two_currencies_is_not_equal():
    assert Money(1, "CNY") != Money(1, "USD")
    assert len({Money(1, "CNY"), Money(1, "USD"), Money(1, "CNY")}) == 2


@pytest.mark.parametrize("wrong", [1.0, True, "1", None, Decimal(1), Fraction(1)])
def test_money_is_made_of_an_int_only(wrong):
    with pytest.raises(TypeError):
        Money(wrong, "CNY")


def test_money_in_an_event_is_read_back_the_same_and_a_float_is_not_read():
    money = Money(-13_400_000, "CNY")

    assert msgspec.json.decode(msgspec.json.encode(money), type=Money) == money
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"amount_micros": 1.5, "currency": "CNY"}', type=Money)


@pytest.mark.parametrize("wrong", ["EUR", "cny", "CNY ", "", None, 156, ["CNY"], "X" * 99])
def test_another_currency_is_refused(wrong):
    with pytest.raises(CurrencyIsUnknown):
        require_known_currency(wrong)


def test_the_currencies_we_deal_in_are_known():
    assert [require_known_currency(currency) for currency in ("CNY", "USD")] == ["CNY", "USD"]


@pytest.mark.parametrize("micros", [0, 10_000, -10_000, 13_400_000])
def test_whole_cents_may_cross_the_border(micros):
    assert require_whole_minor_units(Money(micros, "CNY")).amount_micros == micros


@pytest.mark.parametrize("micros", [1, -1, 9_999, 10_001, 13_401_000])
def test_anything_finer_than_a_cent_may_not(micros):
    with pytest.raises(AmountIsTooFine):
        require_whole_minor_units(Money(micros, "USD"))


@pytest.mark.parametrize(
    ("exact", "micros"),
    [
        (Fraction(1, 2_000_000), 0),
        (Fraction(3, 2_000_000), 2),
        (Fraction(5, 2_000_000), 2),
        (Fraction(-1, 2_000_000), 0),
        (Fraction(-3, 2_000_000), -2),
        (Fraction(1, 3), 333_333),
        (Fraction(2, 3), 666_667),
    ],
)
def test_an_exact_amount_is_rounded_half_to_even(exact, micros):
    assert round_to_micros(exact) == micros


@pytest.mark.parametrize("inexact", [0.1, Decimal("0.1"), "0.1"])
def test_an_inexact_amount_is_never_rounded(inexact):
    with pytest.raises(TypeError):
        round_to_micros(inexact)
