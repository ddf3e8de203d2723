"""Statements as CSV: what banks and spreadsheets make of it is understood, what can be read in two ways is refused."""

from datetime import date

import pytest

from services.wallet.bank import received, recorded_lines
from services.wallet.domain import BankStatementIsUnreadable
from tests.support.bank_files import HEADER, csv_of, in_base64, line_of
from tests.support.wallets import micros, yuan


def lines_of(content, *, is_packed=False):
    return [line for chunk in recorded_lines(received("csv", in_base64(content, is_packed=is_packed))) for line in chunk]


def line(text, header=HEADER):
    (only,) = lines_of(csv_of(text, header=header))
    return only


def refusal(content):
    with pytest.raises(BankStatementIsUnreadable) as unreadable:
        lines_of(content)
    return unreadable.value.details


def test_a_line_says_what_came_when_under_which_reference():
    read = line(line_of("TT-1", "1234.56", "thanks, 7K3MQ-2XP9A"))

    assert (read.number, read.reference, read.direction, read.amount) == (1, "TT-1", "credit", yuan("1234.56"))
    assert (read.value_date, read.text, read.is_named, read.is_reversal, read.is_booked) == (
        date(2026, 11, 20),
        "thanks, 7K3MQ-2XP9A",
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567", "1234567.00"),
        ("1.234.567,8", "1234567.80"),
        ("+5", "5.00"),
        ("0.5", "0.50"),
    ],
)
def test_amounts_are_read_as_they_are_written_here_and_there(said, meant):
    assert line(f"TT-1;2026-11-20;{said};CNY;x", header=HEADER.replace(",", ";")).amount.amount_micros == micros(meant)


@pytest.mark.parametrize(
    "said",
    ["1,234", "1.234", "12,34,567.00", "1e3", "NaN", "", "12.3.4", "--5", "5-", "٣", "1 000.00", "9" * 14, "0x10", "=1+1", "1234.567"],
)
def test_an_amount_that_is_none_or_can_be_read_in_two_ways_is_refused_with_its_line(said):
    assert refusal(csv_of(line_of("TT-1", "1.00", "x"), line_of("TT-2", f'"{said}"', "x")))["line"] == 3


@pytest.mark.parametrize(
    ("amount", "direction", "expected"),
    [
        ("5.00", "", ("credit", False)),
        ("-5.00", "", ("debit", False)),
        ("5.00", "debit", ("debit", False)),
        ("5.00", "CRDT", ("credit", False)),
        ("-5.00", "credit", ("credit", True)),
        ("-5.00", "debit", ("debit", True)),
    ],
)
def test_the_sign_says_the_direction_unless_the_column_does_and_both_at_odds_are_a_reversal(amount, direction, expected):
    read = line(f"TT-1,2026-11-20,{amount},CNY,x,{direction}", header=f"{HEADER},direction")

    assert (read.direction, read.is_reversal) == expected
    assert read.amount == yuan("5.00")


@pytest.mark.parametrize("day", ["2026-11-20", "20261120", "2026/11/20", "2026.11.20", "2026-11-20T09:30:00"])
def test_days_are_read_in_the_forms_that_cannot_be_mistaken(day):
    assert line(f"TT-1,{day},1.00,CNY,x").value_date == date(2026, 11, 20)


@pytest.mark.parametrize("day", ["", "20.11.2026", "11/20/2026", "2026-13-01", "2026-02-30", "2026-11/20", "tomorrow"])
def test_other_days_are_refused(day):
    assert refusal(csv_of(f"TT-1,{day},1.00,CNY,x"))["line"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_of_chinese_banks_are_read(encoding, end):
    content = csv_of(line_of("TT-1", "1.00", "充值 谢谢"), line_of("TT-2", "2.00", "x")).replace("\n", end).encode(encoding)

    assert [(read.reference, read.text) for read in lines_of(content)] == [("TT-1", "充值 谢谢"), ("TT-2", "x")]


def test_a_packed_file_is_read_like_the_file():
    content = csv_of(line_of("TT-1", "1.00", "x"))

    assert lines_of(content, is_packed=True) == lines_of(content)


def test_columns_may_stand_in_any_order_with_others_between():
    read = line("x;CNY;7;1,00;A bank;2026-11-20;TT-1;yes", header="Text;Currency;No;Amount;payer;Value_Date;REFERENCE;reversal")

    assert (read.reference, read.amount, read.payer, read.is_reversal) == ("TT-1", yuan("1.00"), "A bank", True)


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3"])
def test_a_formula_is_text_in_a_remark_and_no_reference(formula):
    read = line(f'"{formula}",2026-11-20,1.00,CNY,"{formula}"')

    assert read.text == formula
    assert not read.is_named
    assert read.reference.startswith("NOREF-")


def test_lines_without_a_reference_are_named_alike_in_every_file_that_has_them():
    nameless, other = line_of("", "1.00", "x"), line_of("TT-1", "2.00", "y")
    first = lines_of(csv_of(nameless, nameless))
    second = lines_of(csv_of(other, nameless, nameless))

    assert [read.reference for read in first] == [read.reference for read in second[1:]]
    assert first[0].reference != first[1].reference


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "there is no column reference"),
        (HEADER, "there is no line in it"),
        (f"{HEADER}\n\n , \n", "there is no line in it"),
        (HEADER.replace("amount,", ""), "there is no column amount"),
        (f"{HEADER},amount\n", "there are two columns amount"),
        (csv_of("TT-1,2026-11-20"), "there are fewer cells than columns"),
        (csv_of('"TT-1,2026-11-20,1.00,CNY,x'), "this is no CSV: unexpected end of data"),
        (csv_of(line_of("TT-1", "1.00", "x", currency="YUAN")), "the currency is no code of three letters"),
        (csv_of("TT-1,2026-11-20,1.00,CNY,x,sideways", header=f"{HEADER},direction"), "neither direction nor reversal can be 'sideways'"),
        (csv_of(line_of("TT-1", "1.00", "a\x00b")), "the file has characters that no text has"),
        (csv_of(line_of("TT-1", "1.00", "x" * 200_000)), "this is no CSV: field larger than field limit (131072)"),
    ],
)
def test_what_is_no_statement_is_refused_with_a_reason(content, reason):
    assert refusal(content)["reason"] == reason


def test_bytes_that_are_no_text_are_refused():
    assert "encoding" in refusal(HEADER.encode() + b"\n\xff\xfe\xff\x00\x81")["reason"]


@pytest.mark.parametrize("content", ["no base 64!", "AAAA=AAA"])
def test_what_is_no_base_64_is_refused(content):
    with pytest.raises(BankStatementIsUnreadable):
        received("csv", content)


def test_a_bomb_costs_its_limit_and_a_broken_pack_is_refused():
    assert "larger" in refusal_of_packed(b"0" * ((16 << 20) + 1))
    with pytest.raises(BankStatementIsUnreadable) as broken:
        received("csv", in_base64(b"\x1f\x8b\x08" + b"rubbish" * 5))
    assert broken.value.details["reason"] == "this is no gzip"


def refusal_of_packed(content):
    with pytest.raises(BankStatementIsUnreadable) as unreadable:
        lines_of(content, is_packed=True)
    return unreadable.value.details["reason"]


def test_more_lines_than_a_statement_may_have_are_refused():
    assert refusal(csv_of(*(line_of(f"TT-{number}", "1.00", "x") for number in range(20_001))))["reason"] == "more than 20000 lines"


def test_control_characters_never_reach_the_rows():
    assert line(line_of("TT-1", "1.00", "a\x1b[31mb\x7f\u202ec")).text == "a [31mb c"
