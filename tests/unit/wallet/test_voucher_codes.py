"""What a voucher code looks like, how people may write it, and what is kept of it."""

import pytest

from services.wallet.codes import ALPHABET, check_character, code_id, id_of, new_code, read_code

BODY = "0123456789ABCDE"
CODE = BODY + check_character(BODY)


def test_a_new_code_is_four_groups_of_four_that_can_be_read_back():
    code = new_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert read_code(code) == code.replace("-", "")


def test_a_thousand_codes_are_a_thousand_codes():
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "written",
    [CODE.lower(), f" {CODE} ", "-".join(CODE), CODE.replace("0", "O"), CODE.replace("1", "I"), CODE.replace("1", "l")],
)
def test_a_code_is_read_as_people_write_it(written):
    assert read_code(written) == CODE


@pytest.mark.parametrize("written", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE.replace("5", "\u0665"), "*" * 16])
def test_what_cannot_be_a_code_is_not_one(written):
    assert read_code(written) is None


def test_every_wrong_character_is_noticed():
    for place in range(16):
        for character in ALPHABET:
            altered = CODE[:place] + character + CODE[place + 1 :]
            assert (read_code(altered) == altered) == (altered == CODE)


def test_what_is_kept_of_a_code_depends_on_the_key():
    assert code_id(CODE, b"one key") == code_id(CODE, b"one key")
    assert code_id(CODE, b"one key") != code_id(CODE, b"another key")


def test_a_code_has_one_id_however_it_is_written_and_what_is_no_code_has_none():
    code, key = new_code(), b"one key"

    assert id_of(code.lower().replace("-", " "), key) == id_of(code, key) == code_id(code.replace("-", ""), key)
    assert id_of("hello", key) is None
