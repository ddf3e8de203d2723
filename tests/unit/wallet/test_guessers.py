"""Under which names a guess is counted."""

from uuid import UUID

import pytest

from services.wallet.application.guessers import guessers, network_of

ACCOUNT_ID = UUID("0b9f7c1e-4d1a-4b7e-9a52-6f0c8d2e1a01")
KEY = b"k" * 32


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_who_has_one_address_of_a_network_is_counted_as_having_all(address, network):
    assert network_of(address) == network


def test_an_account_and_an_address_are_counted_each():
    names = guessers(ACCOUNT_ID, "203.0.113.9", key=KEY)

    assert [name.partition(":")[0] for name in names] == ["account", "address"]


def test_an_address_is_not_kept_in_the_clear_and_not_found_without_the_key():
    ours, theirs = (guessers(ACCOUNT_ID, "203.0.113.9", key=key)[1] for key in (KEY, b"another key, 32 bytes or longer."))

    assert "203.0.113.9" not in ours
    assert ours != theirs


def test_without_an_address_the_account_alone_is_counted():
    assert guessers(ACCOUNT_ID, "", key=KEY) == [f"account:{ACCOUNT_ID}"]
