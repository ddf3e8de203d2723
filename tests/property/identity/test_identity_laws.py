"""Laws of identity: names have one key, codes have a pace, and an account is the fold of its facts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.identity.credentials import codes
from services.identity.credentials.passwords import PasswordIsWeak, require_strong
from services.identity.domain import CUSTOMER_ROLES, SCOPES, Account
from services.identity.names import email_key, phone_key, understood, username_key
from services.kernel.errors import Refusal
from services.kernel.eventstore import Mapper
from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEMBERS = [UUID(int=n) for n in range(1, 5)]
KEYS = [UUID(int=n) for n in range(11, 16)]

usernames = st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{1,30}[A-Za-z0-9]", fullmatch=True)
emails = st.from_regex(r"[a-zA-Z0-9+_-]{1,20}@[a-zA-Z0-9]{1,10}\.[a-z]{2,5}", fullmatch=True)
phones = st.from_regex(r"\+[1-9][0-9]{6,14}|1[3-9][0-9]{9}", fullmatch=True)


@given(st.one_of(usernames.map(lambda u: (u, username_key)), emails.map(lambda e: (e, email_key)), phones.map(lambda p: (p, phone_key))))
def test_whatever_somebody_registered_with_signs_them_in_in_any_case(name_and_key):
    name, key = name_and_key

    assert understood(name).key == understood(name.upper()).key == understood(f" {name} ").key == key(name)


@given(st.text(max_size=300))
def test_no_text_breaks_the_sign_in_box(typed):
    assert understood(typed).kind in ("username", "email", "phone")


@given(st.text(max_size=140), st.lists(st.text(max_size=20), max_size=3).map(tuple))
def test_a_password_is_strong_or_refused_and_never_breaks_us(password, logins):
    try:
        require_strong(password, logins=logins)
        rule = None
    except PasswordIsWeak as weak:
        rule = weak.details["rule"]

    assert rule in (None, "too_short", "too_long", "common", "contains_login")
    assert rule is not None or 10 <= len(password) <= 128


@given(st.lists(st.integers(0, 200_000), max_size=60))
def test_however_often_somebody_asks_codes_keep_their_pace(seconds):
    sent: list[datetime] = []
    refused: list[tuple[datetime, str]] = []
    for instant in (NOW + timedelta(seconds=second) for second in sorted(seconds)):
        try:
            codes.require_may_send(sent, now=instant)
        except (codes.CodeWasJustSent, codes.TooManyCodes) as refusal:
            refused.append((instant, refusal.details["retry_at"]))
        else:
            sent.append(instant)

    assert all(later - earlier >= codes.PAUSE for earlier, later in pairwise(sent))
    assert all(datetime.fromisoformat(retry_at) > instant for instant, retry_at in refused)
    assert all(sum(start <= instant < start + codes.DAY for instant in sent) <= codes.PER_DAY for start in sent)


roles = st.lists(st.sampled_from([*sorted(CUSTOMER_ROLES), "operator"]), max_size=3)
scopes = st.lists(st.sampled_from([*sorted(SCOPES), "root"]), max_size=3)
acts = st.one_of(
    st.tuples(st.just("add_member"), st.sampled_from(MEMBERS), roles),
    st.tuples(st.just("change_roles"), st.sampled_from(MEMBERS), roles),
    st.tuples(st.just("issue_key"), st.sampled_from(KEYS), scopes),
    st.tuples(st.just("revoke_key"), st.sampled_from(KEYS)),
    st.tuples(st.just("rotate_key"), st.sampled_from(KEYS), st.sampled_from(KEYS)),
)


def act(account: Account, step: tuple, at: datetime) -> None:
    name, subject, *rest = step
    if name == "add_member":
        if subject not in account.members:  # a member's id follows from the command that made it
            account.add_member(subject, *rest, at=at)
    elif name == "rotate_key":
        if rest[0] not in account.keys:
            account.rotate_key(subject, rest[0], overlap=timedelta(minutes=5), by=MEMBERS[0], at=at)
    elif name != "issue_key" or subject not in account.keys:
        getattr(account, name)(subject, *rest, by=MEMBERS[0], at=at)


@given(st.lists(acts, max_size=30))
def test_an_account_always_has_an_owner_and_is_the_fold_of_its_stored_facts(steps):
    account = Account.open_for_customer(UUID(int=99), owner_id=MEMBERS[0], currency="USD", at=NOW)
    for minute, step in enumerate(steps):
        before = len(account.pending_events)
        try:
            act(account, step, NOW + timedelta(minutes=minute))
        except Refusal:
            assert len(account.pending_events) == before
        assert any("owner" in member.roles for member in account.members.values())

    mapper, replayed = Mapper(), None
    facts = [mapper.to_domain_event(mapper.to_stored_event(fact)) for fact in account.pending_events]
    for fact in facts:
        replayed = fact.mutate(replayed)

    assert (replayed.members, replayed.keys, replayed.version) == (account.members, account.keys, account.version)


@given(st.lists(acts, max_size=15))
def test_a_snapshot_changes_nothing(steps):
    account = Account.open_for_customer(UUID(int=99), owner_id=MEMBERS[0], currency="USD", at=NOW)
    for minute, step in enumerate(steps):
        try:
            act(account, step, NOW + timedelta(minutes=minute))
        except Refusal:
            continue

    restored = decode_snapshot(Account, id=account.id, version=account.version, state=encode_snapshot(account))

    assert (restored.members, restored.keys) == (account.members, account.keys)
    assert (restored.kind, restored.currency, restored.opened_at) == (account.kind, account.currency, account.opened_at)
