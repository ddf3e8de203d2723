"""Passwords, codes, tokens and the lock-out, as pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from services.identity.credentials import codes, tokens
from services.identity.credentials.lockout import Limit, TooManyAttempts
from services.identity.credentials.passwords import MEMORY_KIB, PasswordIsWeak, Passwords, common_passwords, require_strong

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short-one", "too_short"),
        ("x1" * 65, "too_long"),
        ("password123!", "common"),
        ("Password2026", "common"),
        ("1234567890", "common"),
        ("!!qwertyuiop!!", "common"),
        ("QWERTYqwerty", "common"),
        ("aaaaaaaaaaab", "common"),
        ("loveyouloveyou", "common"),
        ("my lin.wei phrase", "contains_login"),
    ],
)
def test_a_weak_password_is_refused_with_the_rule_it_breaks(password, rule):
    with pytest.raises(PasswordIsWeak) as caught:
        require_strong(password, logins=("Lin.Wei",))

    assert caught.value.details["rule"] == rule


@pytest.mark.parametrize("password", ["tall lamps hum at noon", "zwölf Boxkämpfer", "七个数字不够长但是很好记", "x9$kQ2#vLm"])
def test_a_strong_password_passes(password):
    require_strong(password, logins=("lin.wei", "li"))


def test_the_list_of_common_passwords_is_lower_case_and_has_some_two_hundred():
    assert len(common_passwords()) >= 200
    assert all(password == password.lower() for password in common_passwords())


def test_a_hash_is_argon2id_and_knows_its_password():
    passwords = Passwords(CHEAP)

    stored = passwords.hash("tall lamps hum at noon")

    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "tall lamps hum at noon")
    assert not passwords.matches(stored, "tall lamps hum at night")


def test_nobodys_password_never_matches_though_the_work_is_done():
    worked: list[str] = []
    passwords = Passwords(CHEAP, run=lambda work, *args: worked.append(work.__name__) or work(*args))

    assert not passwords.matches(None, "a password that nobody has")
    assert worked == ["_verify"]


def test_what_is_no_hash_matches_nothing():
    assert not Passwords(CHEAP).matches("not a hash", "anything at all")


def test_a_hash_of_other_parameters_is_outdated():
    stored = Passwords(CHEAP).hash("tall lamps hum at noon")

    assert not Passwords(CHEAP).is_outdated(stored)
    assert Passwords().is_outdated(stored)
    assert f"m={MEMORY_KIB}" in Passwords().hash("x")


def test_a_code_is_six_digits():
    assert all(len(code) == 6 and code.isdigit() for code in (codes.new_code() for _ in range(50)))


def test_no_two_lists_of_parts_have_one_digest():
    digests = {codes.keyed_digest(b"k", *parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"))}

    assert len(digests) == 5


def test_a_code_may_be_sent_a_minute_after_the_last_and_ten_times_a_day():
    sent_at = [NOW + timedelta(minutes=n) for n in range(10)]

    codes.require_may_send(sent_at[:9], now=NOW + timedelta(minutes=9))
    with pytest.raises(codes.CodeWasJustSent):
        codes.require_may_send(sent_at[:9], now=NOW + timedelta(minutes=8, seconds=59))
    with pytest.raises(codes.TooManyCodes) as caught:
        codes.require_may_send(sent_at, now=NOW + timedelta(hours=1))
    codes.require_may_send(sent_at, now=NOW + timedelta(days=1))

    assert caught.value.details["retry_at"] == "2026-11-24T09:00:00Z"


def test_tokens_differ_and_carry_their_kind():
    key = tokens.new_api_key()

    assert tokens.new_session_token() != tokens.new_session_token()
    assert tokens.new_session_token().startswith("bcs_")
    assert tokens.new_link_token().startswith("bco_")
    assert tokens.api_key_prefix(key.secret) == key.prefix
    assert len(key.secret) > len(key.prefix) + 40


@pytest.mark.parametrize(
    "text", ["", "bck_", "bck_0123456789ab", "bcs_" + "A" * 43, "bck_0123456789ab_" + "A" * 42, "bck_0123456789AB_" + "A" * 43]
)
def test_what_is_no_key_has_no_prefix(text):
    assert tokens.api_key_prefix(text) is None


def test_a_token_is_recognised_by_its_digest():
    token = tokens.new_session_token()

    assert tokens.is_same(tokens.token_digest(token), token)
    assert not tokens.is_same(tokens.token_digest(token), token[:-1] + "?")


def test_an_attempt_beyond_the_limit_says_when_to_come_back():
    limit = Limit(attempts=3, window=timedelta(minutes=15))

    limit.require_within(3, window_began_at=NOW)
    with pytest.raises(TooManyAttempts) as caught:
        limit.require_within(4, window_began_at=NOW)

    assert caught.value.details == {"retry_at": "2026-11-23T09:15:00Z"}
