"""The account: roles somebody must keep, keys with scopes, and a clock that goes forward."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.identity.domain import OPERATORS_ID, Account, TestClock
from services.kernel.errors import Refusal
from services.kernel.eventstore import facts_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCOUNT, OWNER, OTHER, KEY, SUCCESSOR, STRANGER = (UUID(int=n) for n in range(1, 7))


def an_account() -> Account:
    return Account.open_for_customer(ACCOUNT, owner_id=OWNER, currency="CNY", at=NOW)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value.code


def test_a_customers_account_opens_with_its_owner():
    account = an_account()

    assert (account.id, account.currency, account.kind) == (ACCOUNT, "CNY", "customer")
    assert account.roles_of(OWNER) == ("owner",)
    assert [type(fact).__name__ for fact in account.pending_events] == ["AccountOpened", "MemberAdded"]


def test_an_account_in_an_unknown_currency_is_not_opened():
    assert refused(Account.open_for_customer, ACCOUNT, owner_id=OWNER, currency="EUR", at=NOW) == "kernel.currency_is_unknown"


def test_operators_share_one_account_without_a_currency():
    account = Account.open_for_operators(at=NOW)

    assert (account.id, account.currency, account.kind) == (OPERATORS_ID, "XXX", "operator")


@pytest.mark.parametrize("roles", [(), ("operator",), ("owner", "king")])
def test_a_role_that_the_kind_of_account_lacks_is_refused_and_leaves_no_trace(roles):
    account = an_account()
    before = len(account.pending_events)

    assert refused(account.add_member, OTHER, roles, at=NOW) == "identity.role_is_unknown"
    assert len(account.pending_events) == before


def test_the_last_owner_stays_one():
    account = an_account()
    account.add_member(OTHER, ("finance",), at=NOW)

    assert refused(account.change_roles, OWNER, ("viewer",), by=OWNER, at=NOW) == "identity.role_is_indispensable"
    account.change_roles(OTHER, ("owner", "finance"), by=OWNER, at=NOW)
    account.change_roles(OWNER, ("viewer",), by=OTHER, at=NOW)

    assert (account.roles_of(OWNER), account.roles_of(OTHER)) == (("viewer",), ("finance", "owner"))


def test_the_same_roles_again_are_no_fact():
    account = an_account()
    before = len(account.pending_events)

    account.change_roles(OWNER, ["owner"], by=OWNER, at=NOW)

    assert len(account.pending_events) == before


def test_a_stranger_has_no_roles():
    assert refused(an_account().change_roles, STRANGER, ("viewer",), by=OWNER, at=NOW) == "kernel.not_found"


@pytest.mark.parametrize("scopes", [(), ("everything",), ("usage:write", "root")])
def test_a_key_has_known_scopes(scopes):
    assert refused(an_account().issue_key, KEY, scopes, by=OWNER, at=NOW) == "identity.scope_is_unknown"


def test_operators_have_no_keys():
    account = Account.open_for_operators(at=NOW)

    assert refused(account.issue_key, KEY, ("usage:write",), by=OWNER, at=NOW) == "identity.operators_have_no_keys"


def test_a_rotation_ends_the_old_key_after_the_overlap():
    account = an_account()
    account.issue_key(KEY, ("usage:write",), by=OWNER, at=NOW)

    account.rotate_key(KEY, SUCCESSOR, overlap=timedelta(hours=1), by=OWNER, at=NOW)

    assert account.keys[KEY].is_live(NOW + timedelta(minutes=59))
    assert not account.keys[KEY].is_live(NOW + timedelta(hours=1))
    assert account.keys[SUCCESSOR].scopes == ("usage:write",)
    assert refused(account.rotate_key, KEY, STRANGER, overlap=timedelta(0), by=OWNER, at=NOW) == "identity.api_key_is_revoked"


def test_an_account_has_fifty_live_keys_at_most():
    account = an_account()
    for n in range(50):
        account.issue_key(UUID(int=100 + n), ("usage:write",), by=OWNER, at=NOW)

    assert refused(account.issue_key, KEY, ("usage:write",), by=OWNER, at=NOW) == "identity.too_many_api_keys"
    account.revoke_key(UUID(int=100), by=OWNER, at=NOW)
    account.issue_key(KEY, ("usage:write",), by=OWNER, at=NOW)

    assert sum(key.is_live(NOW) for key in account.keys.values()) == 50


@pytest.mark.parametrize("to", [NOW - timedelta(microseconds=1), NOW + timedelta(days=3651)])
def test_the_clock_goes_forward_and_not_too_far(to):
    clock = TestClock(occurred_at=NOW)

    assert refused(clock.move, to, by=OWNER, at=NOW) == "kernel.clock_moves_forward_only"
    assert len(clock.pending_events) == 1


def test_every_fact_about_an_account_names_it():
    assert all("account_id" in fact.__dataclass_fields__ for fact in facts_of(Account))
