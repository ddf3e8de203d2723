"""Signing in and out: three names, one answer to every wrong guess, the same work for logins that nobody has, and the lock-out."""

import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from services.identity.credentials.passwords import Passwords
from services.identity.schemas import Authenticate, ChangeRoles, EndSession, SessionsOf, SignIn, SignOut
from services.kernel.errors import NotFound, Refusal
from services.kernel.ids import new_id

PASSWORD = "tall lamps hum at noon"


def refused(call, *args) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args)
    return caught.value


def signing_in(login: str, password: str = PASSWORD, *, address: str = "") -> SignIn:
    return SignIn(id=new_id(), login=login, password=password, client_address=address)


class CountingHasher(PasswordHasher):
    """Counts how often a password is really checked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash, password):  # type: ignore[no-untyped-def]
        self.verified.append(hash[: hash.rindex("$")].rsplit("$", 1)[0])
        return super().verify(hash, password)


@pytest.mark.parametrize("login", ["Lin.Wei", "lin.wei", "LIN@example.com", " lin@example.com ", "+86 138-0013-8000", "13800138000"])
def test_a_person_signs_in_with_any_of_three_names(room, people, login):
    opened = people.customer(username="lin.wei", email="lin@example.com", phone="+8613800138000")

    session = room.sign_in(signing_in(login))

    assert (session.account_id, session.member_id, session.roles) == (opened.account_id, opened.member_id, ("owner",))


def test_a_session_tells_the_gateway_who_calls(room, people):
    opened = people.customer(username="lin.wei")
    session = room.sign_in(signing_in("lin.wei"))

    caller = room.authenticate(Authenticate(credential=session.session_token))

    assert (caller.account_id, caller.member_id, caller.session_id) == (opened.account_id, opened.member_id, session.session_id)
    assert (caller.kind, caller.roles, caller.scopes, caller.expires_at) == ("customer", ("owner",), (), session.expires_at)


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer_for_the_same_work(make_room, people):
    hasher = CountingHasher()
    room = make_room(passwords=Passwords(hasher))
    people.customer(username="lin.wei")

    wrong, unknown = refused(room.sign_in, signing_in("lin.wei", "not the password")), refused(room.sign_in, signing_in("nobody", "not it"))

    assert (wrong.code, wrong.details) == (unknown.code, unknown.details) == ("identity.credentials_are_wrong", {})
    assert len(hasher.verified) == 2
    assert hasher.verified[0] == hasher.verified[1]  # algorithm and parameters: the work is the same


def test_the_password_of_nobody_signs_nobody_in(room):
    refusal = refused(room.sign_in, signing_in("nobody", "a password that nobody has"))

    assert refusal.code == "identity.credentials_are_wrong"


@pytest.mark.parametrize("login", ["lin.wei", "nobody"])
def test_ten_failures_lock_a_login_out_whether_or_not_somebody_has_it(room, people, machine, login):
    people.customer(username="lin.wei")

    codes = [refused(room.sign_in, signing_in(login, "wrong guess no 1")).code for _ in range(12)]

    assert codes == ["identity.credentials_are_wrong"] * 10 + ["identity.too_many_attempts"] * 2


def test_while_locked_out_the_right_password_is_not_looked_at_and_later_it_works(room, people, machine):
    people.customer(username="lin.wei")
    for _ in range(10):
        refused(room.sign_in, signing_in("lin.wei", "wrong guess no 1"))

    locked = refused(room.sign_in, signing_in("lin.wei"))
    machine.instant += timedelta(minutes=15)
    session = room.sign_in(signing_in("lin.wei"))

    assert locked.details["retry_at"] == "2026-11-23T09:15:00Z"
    assert session.session_token


def test_guesses_sent_at_once_do_not_overtake_the_lock_out(make_room, people):
    hasher = CountingHasher()
    room = make_room(passwords=Passwords(hasher))
    people.customer(username="lin.wei")
    guesses = [threading.Thread(target=refused, args=(room.sign_in, signing_in("lin.wei", f"wrong guess {n}"))) for n in range(40)]

    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join()

    assert len(hasher.verified) == 10


def test_an_address_that_tries_many_logins_is_locked_out(room, people):
    people.customer(username="lin.wei")

    codes = [refused(room.sign_in, signing_in(f"user{n}", "wrong guess", address="203.0.113.9")).code for n in range(101)]

    assert codes == ["identity.credentials_are_wrong"] * 100 + ["identity.too_many_attempts"]
    assert refused(room.sign_in, signing_in("lin.wei", address="203.0.113.9")).code == "identity.too_many_attempts"
    assert room.sign_in(signing_in("lin.wei", address="198.51.100.7")).session_token


def test_right_passwords_never_lock_anybody_out(room, people):
    people.customer(username="lin.wei")

    sessions = [room.sign_in(signing_in("lin.wei", address="203.0.113.9")) for _ in range(30)]

    assert len({session.session_token for session in sessions}) == 30


def test_signing_out_ends_the_session_and_no_other(room, people):
    people.customer(username="lin.wei")
    first, second = room.sign_in(signing_in("lin.wei")), room.sign_in(signing_in("lin.wei"))

    room.sign_out(SignOut(id=new_id(), session_token=first.session_token))

    assert refused(room.authenticate, Authenticate(credential=first.session_token)).code == "identity.credential_is_unknown"
    assert room.authenticate(Authenticate(credential=second.session_token)).session_id == second.session_id


def test_a_session_ends_after_twelve_hours_of_the_machine_whatever_the_ledgers_clock_says(room, people, machine, clock):
    people.customer(username="lin.wei")
    session = room.sign_in(signing_in("lin.wei"))

    clock.instant += timedelta(days=30)
    moved = room.authenticate(Authenticate(credential=session.session_token))
    machine.instant += timedelta(hours=12)

    assert moved.session_id == session.session_id
    assert refused(room.authenticate, Authenticate(credential=session.session_token)).code == "identity.credential_is_unknown"


@pytest.mark.parametrize("credential", ["", "x", "bcs_" + "A" * 43, "bck_0123456789ab_" + "A" * 43, "bck_0123456789ab", "\u2603" * 60])
def test_an_unknown_credential_is_refused_without_a_reason(room, credential):
    refusal = refused(room.authenticate, Authenticate(credential=credential))

    assert (refusal.code, refusal.details) == ("identity.credential_is_unknown", {})


def test_sessions_are_listed_and_ended_by_their_owner_only(room, people):
    mine, yours = people.customer(username="mine"), people.customer(username="yours")
    session, other = room.sign_in(signing_in("mine", address="203.0.113.9")), room.sign_in(signing_in("yours"))

    listed = room.sessions_of(SessionsOf(member_id=mine.member_id)).items
    foreign = EndSession(id=new_id(), member_id=mine.member_id, session_id=other.session_id)
    own = EndSession(id=new_id(), member_id=mine.member_id, session_id=session.session_id)

    assert [(item.session_id, item.client_address) for item in listed] == [(session.session_id, "203.0.113.9")]
    assert isinstance(refused(room.end_session, foreign), NotFound)
    room.end_session(own)
    assert isinstance(refused(room.end_session, own), NotFound)
    assert [item.session_id for item in room.sessions_of(SessionsOf(member_id=yours.member_id)).items] == [other.session_id]


def test_a_dry_run_signs_nobody_in_or_out(room, people, rows_of):
    people.customer(username="lin.wei")
    session = room.sign_in(signing_in("lin.wei"))

    dry = room.sign_in(SignIn(id=new_id(), login="lin.wei", password=PASSWORD, dry_run=True))
    room.sign_out(SignOut(id=new_id(), session_token=session.session_token, dry_run=True))

    assert dry.session_token == ""
    assert len(rows_of("session")) == 1


def test_tokens_and_passwords_are_kept_as_hashes_only(room, people, rows_of):
    people.customer(username="lin.wei")
    session = room.sign_in(signing_in("lin.wei"))

    kept = str(rows_of("session")) + str(rows_of("person"))

    assert session.session_token not in kept
    assert PASSWORD not in kept
    assert "$argon2id$" in kept


def test_a_password_of_older_parameters_is_hashed_anew_at_the_next_sign_in(make_room, people, rows_of):
    people.customer(username="lin.wei")
    room = make_room(passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))

    room.sign_in(signing_in("lin.wei"))

    assert "m=16,t=2,p=1" in str(rows_of("person")[0]["password_hash"])
    assert room.sign_in(signing_in("lin.wei")).session_token


def test_changed_roles_hold_at_once(room, people):
    opened = people.operator()
    people.operator(email="second@example.com", username="second")
    session = room.sign_in(signing_in("ops"))

    room.change_roles(
        ChangeRoles(
            id=new_id(), account_id=opened.account_id, member_id=opened.member_id, roles=("auditor",), by_member_id=opened.member_id
        )
    )

    assert room.authenticate(Authenticate(credential=session.session_token)).roles == ("auditor",)


def test_what_has_expired_is_swept_away(room, people, machine, rows_of):
    people.customer(username="lin.wei")
    room.sign_in(signing_in("lin.wei"))
    machine.instant += timedelta(days=2)

    room.guards.sweep(at=machine.instant)

    assert rows_of("session") == rows_of("code") == rows_of("attempt") == []


def test_the_question_behind_every_request_uses_indexes(room, people):
    people.customer(username="lin.wei")
    room.database.execute(
        "insert into session select gen_random_uuid(), sha256(n::text::bytea), gen_random_uuid(), now(), now(), '', '' "
        "from generate_series(1, 20000) as n"
    )
    room.database.execute("analyze")

    plan = room.database.all("explain select * from session where token_digest = sha256('7')")

    assert "session_token_digest_key" in str(plan)
