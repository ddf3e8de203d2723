"""Usernames, e-mail addresses and phone numbers: what is one, and when two are the same."""

import pytest

from services.identity.names import (
    EmailIsInvalid,
    Login,
    Names,
    PhoneIsInvalid,
    UsernameIsInvalid,
    email_key,
    phone_key,
    understood,
    username_key,
)


@pytest.mark.parametrize("username", ["lin", "Lin.Wei", "l1-n_wei.9", "a" * 32])
def test_a_username_has_its_lower_case_as_key(username):
    assert username_key(username) == username.lower()


@pytest.mark.parametrize("username", ["", "li", "a" * 33, "lin wei", "lin@wei", "13800138000", ".lin", "lin-", "林伟", "lin\n", "l\u0131n"])
def test_what_could_be_taken_for_something_else_is_no_username(username):
    with pytest.raises(UsernameIsInvalid):
        username_key(username)


@pytest.mark.parametrize(
    ("email", "key"),
    [("Lin@Example.COM", "lin@example.com"), (" a+b@x.co ", "a+b@x.co"), ("lin\uff20example.com", "lin@example.com")],
)
def test_an_address_is_the_same_whatever_the_case(email, key):
    assert email_key(email) == key


NO_ADDRESSES = [
    "",
    "lin",
    "lin@",
    "@x.co",
    "lin@x",
    "a@b@x.co",
    "lin@x..co",
    "l..n@x.co",
    "lin@-x.co",
    "lin@x.co\nBcc: y@z.co",
    "lin wei@x.co",
    "<lin@x.co>",
    "a" * 65 + "@x.co",
    "l@" + "x" * 250 + ".com",
]


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_what_mail_cannot_go_to_is_no_address(email):
    with pytest.raises(EmailIsInvalid):
        email_key(email)


@pytest.mark.parametrize(
    ("phone", "key"),
    [("13800138000", "+8613800138000"), ("+86 138-0013-8000", "+8613800138000"), ("+44 (7911) 123456", "+447911123456")],
)
def test_a_phone_number_is_the_same_however_it_is_written(phone, key):
    assert phone_key(phone) == key


@pytest.mark.parametrize("phone", ["", "12345", "+0123456789", "+1", "+1234567890123456", "phone", "0049 170 1234567"])
def test_what_cannot_be_called_is_no_phone_number(phone):
    with pytest.raises(PhoneIsInvalid):
        phone_key(phone)


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("Lin.Wei", Login("username", "lin.wei")),
        ("LIN@example.com", Login("email", "lin@example.com")),
        ("138 0013 8000", Login("phone", "+8613800138000")),
        ("nonsense ☃", Login("username", "nonsense ☃")),
    ],
)
def test_one_text_box_takes_all_three(typed, login):
    assert understood(typed) == login


def test_a_persons_names_tell_what_a_password_must_not_contain():
    names = Names.of(username="Lin.Wei", email="L.Wei@example.com", phone="13800138000")

    assert names.guessable == ("lin.wei", "l.wei", "13800138000")
    assert (names.username_shown, names.email_shown) == ("Lin.Wei", "L.Wei@example.com")
