"""Codes for remarks: what banks and people do to them, they are found, and mistakes are noticed."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.wallet.codes import ALPHABET
from services.wallet.transfer_codes import LENGTH, codes_in, read_transfer_code, shown_code, transfer_code

KEY = b"a key of the room"
CODE = transfer_code(UUID(int=7), key=KEY)
codes = st.uuids().map(lambda id: transfer_code(id, key=KEY))


def test_a_code_follows_from_the_command_and_the_attempt():
    id = uuid4()

    assert transfer_code(id, key=KEY) == transfer_code(id, key=KEY) != transfer_code(id, 1, key=KEY)
    assert transfer_code(id, key=b"another") != transfer_code(id, key=KEY)
    assert len(transfer_code(id, key=KEY)) == LENGTH
    assert set(transfer_code(id, key=KEY)) <= set(ALPHABET)


@given(code=codes)
def test_a_code_is_read_as_it_is_shown(code):
    assert read_transfer_code(shown_code(code)) == code


@given(code=codes, before=st.text(max_size=60), after=st.text(max_size=60))
def test_a_code_is_found_in_any_remark(code, before, after):
    assert code in codes_in(f"{before} {shown_code(code)} {after}")


@pytest.mark.parametrize(
    "remark",
    [
        shown_code(CODE).lower(),
        f"payment for ws {CODE} thanks",
        f"PAYMENT{CODE[:3]}\n{CODE[3:]}",
        " ".join(CODE),
        f"/INV/2026-11-23//{CODE[:5]}–{CODE[5:]}.",  # noqa: RUF001  # an en dash
        "".join(chr(ord(letter) + 0xFEE0) for letter in CODE),
        f"充值 {CODE} 谢谢",
    ],
)
def test_what_banks_and_people_make_of_a_code_is_understood(remark):
    assert CODE in codes_in(remark)


@given(code=codes, place=st.integers(0, LENGTH - 1), letter=st.sampled_from(ALPHABET))
def test_a_wrong_character_is_always_noticed(code, place, letter):
    mistyped = code[:place] + letter + code[place + 1 :]

    assert read_transfer_code(mistyped) == (code if mistyped == code else None)


@pytest.mark.parametrize(("said", "meant"), [("O", "0"), ("I", "1"), ("l", "1"), ("o", "0")])
def test_letters_that_look_like_digits_are_digits(said, meant):
    code = next(code for number in range(1_000) if meant in (code := transfer_code(UUID(int=number), key=KEY)))

    assert read_transfer_code(code.replace(meant, said)) == code


@pytest.mark.parametrize("text", ["", "7K3MQ", f"{CODE}0", "u" * 10, "=HYPERLINK(1)", "\x00" * 10, "\U0001d7d8" * 4])
def test_what_is_no_code_is_none(text):
    assert read_transfer_code(text) is None


def test_a_remark_of_any_length_is_looked_at_no_further_than_banks_write():
    assert codes_in("Z" * 100_000 + CODE) == codes_in("Z" * 1_000)
