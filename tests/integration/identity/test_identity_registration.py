"""Registering: codes by mail, unique names, and nothing personal in the ledger."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest

from services.identity.credentials.codes import CodeWasJustSent
from services.identity.schemas import (
    AccountOf,
    Authenticate,
    ChangeRoles,
    EraseMember,
    IssueApiKey,
    MailboxOf,
    MemberOf,
    RequestCode,
    RotateApiKey,
    SignIn,
)
from services.kernel.errors import CommandIdIsReused, NotFound, Refusal
from services.kernel.ids import new_id

PASSWORD = "tall lamps hum at noon"


def refused(call, *args) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args)
    return caught.value


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_person_registers_with_the_code_from_the_mail(room, people):
    opened = people.customer(username="Lin.Wei", email="Lin.Wei@Example.com", phone="138 0013 8000", currency="USD")

    member = room.member_of(MemberOf(account_id=opened.account_id, member_id=opened.member_id))
    assert (opened.currency, opened.kind, opened.roles) == ("USD", "customer", ("owner",))
    assert (member.username, member.email, member.phone) == ("Lin.Wei", "Lin.Wei@Example.com", "+8613800138000")
    assert room.account_of(AccountOf(account_id=opened.account_id)).currency == "USD"


def test_the_same_command_again_gets_the_first_answer_and_opens_nothing(room, people, rows_of):
    command = people.application_of()

    first, again = room.register(command), room.register(command)

    assert first == again
    assert len(rows_of("account")) == len(rows_of("person")) == 1


def test_the_same_id_with_another_input_is_refused(room, people):
    command = people.application_of()
    room.register(command)

    other = type(command)(**{**vars(command), "username": "somebody.else"})

    assert isinstance(refused(room.register, other), CommandIdIsReused)


def test_a_dry_run_answers_and_opens_nothing(room, people, rows_of):
    command = people.application_of()
    dry = type(command)(**{**vars(command), "dry_run": True})

    foreseen = room.register(dry)

    assert rows_of("account") == []
    assert room.register(command).account_id == foreseen.account_id


@pytest.mark.parametrize(
    ("taken", "again", "code"),
    [
        ({"username": "lin.wei"}, {"username": "LIN.Wei"}, "identity.username_is_taken"),
        ({"phone": "+8613800138000"}, {"phone": "13800138000"}, "identity.phone_is_taken"),
    ],
)
def test_a_name_is_taken_whatever_the_case_or_spelling(people, taken, again, code):
    people.customer(**taken)

    with pytest.raises(Refusal) as caught:
        people.customer(**again)

    assert caught.value.code == code


def test_an_address_with_an_account_gets_a_mail_that_says_so_and_the_asker_learns_nothing(room, people, machine):
    people.customer(email="known@example.com")
    machine.instant += timedelta(minutes=2)

    known = room.request_code(RequestCode(id=new_id(), email="Known@example.com"))
    unknown = room.request_code(RequestCode(id=new_id(), email="unknown@example.com"))

    assert known == unknown
    assert room.mailbox(MailboxOf(recipient="known@example.com")).items[0].kind == "address_in_use"
    assert room.mailbox(MailboxOf(recipient="unknown@example.com")).items[0].kind == "register_code"


def test_taken_names_are_told_only_to_somebody_with_the_right_code(room, people):
    people.customer(username="lin.wei")
    code = people.code_for("curious@example.com")

    wrong = people.application_of(username="lin.wei", email="curious@example.com", code=other_code(code))
    right = people.application_of(username="lin.wei", email="curious@example.com", code=code)

    assert refused(room.register, wrong).code == "identity.code_is_wrong"
    assert refused(room.register, right).code == "identity.username_is_taken"


def test_a_refused_name_does_not_use_up_the_code(room, people):
    people.customer(username="lin.wei")
    code = people.code_for("second@example.com")
    refused(room.register, people.application_of(username="lin.wei", email="second@example.com", code=code))

    opened = room.register(people.application_of(username="lin.wei2", email="second@example.com", code=code))

    assert opened.kind == "customer"


def test_five_wrong_codes_spend_the_right_one(room, people):
    code = people.code_for("guess@example.com")
    guesses = [people.application_of(email="guess@example.com", code=other_code(code)) for _ in range(5)]

    left = [refused(room.register, guess).details["tries_left"] for guess in guesses]

    assert left == [4, 3, 2, 1, 0]
    assert refused(room.register, people.application_of(email="guess@example.com", code=code)).code == "identity.code_is_wrong"


def test_a_dry_run_is_no_way_to_guess_codes(room, people):
    code = people.code_for("guess@example.com")
    for _ in range(5):
        guess = people.application_of(email="guess@example.com", code=other_code(code))
        refused(room.register, type(guess)(**{**vars(guess), "dry_run": True}))

    refusal = refused(room.register, people.application_of(email="guess@example.com", code=code))

    assert refusal.code == "identity.code_is_wrong"


def test_guesses_sent_at_once_do_not_overtake_the_count(room, people, rows_of):
    code = people.code_for("guess@example.com")
    guesses = [people.application_of(email="guess@example.com", code=other_code(code)) for _ in range(24)]

    threads = [threading.Thread(target=refused, args=(room.register, guess)) for guess in guesses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [row["checks"] for row in rows_of("code")] == [5]


def test_one_right_code_does_not_try_out_many_names(room, people):
    people.customer(username="lin.wei")
    code = people.code_for("curious@example.com")

    codes = [
        refused(room.register, people.application_of(username="lin.wei", email="curious@example.com", code=code)).code for _ in range(21)
    ]

    assert codes == ["identity.username_is_taken"] * 20 + ["identity.code_is_wrong"]


def test_a_code_expires_after_ten_minutes(room, people, machine):
    command = people.application_of()
    machine.instant += timedelta(minutes=10)

    refusal = refused(room.register, command)

    assert refusal.code == "identity.code_is_expired"


def test_only_the_newest_code_counts(room, people, machine):
    first = people.code_for("twice@example.com")
    machine.instant += timedelta(seconds=60)
    second = people.code_for("twice@example.com")

    if first != second:
        assert refused(room.register, people.application_of(email="twice@example.com", code=first)).code == "identity.code_is_wrong"
    assert room.register(people.application_of(email="twice@example.com", code=second)).kind == "customer"


def test_codes_wait_a_minute_and_end_at_ten_a_day(room, people, machine):
    ask = lambda: room.request_code(RequestCode(id=new_id(), email="often@example.com"))  # noqa: E731
    ask()
    too_soon = refused(ask)
    for _ in range(9):
        machine.instant += timedelta(seconds=60)
        ask()
    machine.instant += timedelta(seconds=60)

    too_many = refused(ask)

    assert too_soon.code == "identity.code_was_just_sent"
    assert too_many.code == "identity.too_many_codes"


def test_two_requests_at_once_send_one_code(room, rows_of):
    def ask() -> None:
        with suppress(CodeWasJustSent):
            room.request_code(RequestCode(id=new_id(), email="twice@example.com"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(rows_of("code")) == len(rows_of("message")) == 1


def test_the_same_request_for_a_code_sends_one_mail(room, rows_of):
    command = RequestCode(id=new_id(), email="once@example.com")

    answers = [room.request_code(command) for _ in range(3)]

    assert len({str(answer) for answer in answers}) == 1
    assert len(rows_of("message")) == 1


@pytest.mark.parametrize("name", ["username", "phone"])
def test_of_many_who_want_one_name_at_once_in_two_processes_one_gets_it(room, make_room, people, rows_of, name):
    wanted = {"username": "coveted"} if name == "username" else {"phone": "+447911123456"}
    commands = [people.application_of(**wanted) for _ in range(12)]
    outcomes: list[str] = []

    def register(somewhere, command) -> None:
        try:
            somewhere.register(command)
            outcomes.append("opened")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    rooms = [room, make_room()]
    threads = [threading.Thread(target=register, args=(rooms[n % 2], command)) for n, command in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [f"identity.{name}_is_taken"] * 11 + ["opened"]
    assert len(rows_of("account")) == len(rows_of("person")) == len(rows_of("member")) == 1


def test_the_ledger_and_the_command_log_hold_nothing_personal_and_no_secret(room, people):
    opened = people.customer(username="zebedee", email="zebedee.q@example.com", phone="+447911123456", currency="USD")
    people.operator(email="zebedee.ops@example.com", username="zebedee.ops")
    by = {"account_id": opened.account_id, "by_member_id": opened.member_id}
    issued = room.issue_api_key(IssueApiKey(id=new_id(), name="zebedee's key", scopes=("usage:write",), **by))
    rotated = room.rotate_api_key(RotateApiKey(id=new_id(), key_id=issued.key_id, **by))
    room.change_roles(ChangeRoles(id=new_id(), member_id=opened.member_id, roles=("owner", "finance"), **by))

    events = room.database.all("select convert_from(state, 'UTF8') as text from events")
    answers = room.database.all("select convert_from(answer, 'UTF8') as text from command_log")

    written = " ".join(row["text"] for row in [*events, *answers])
    secrets = (issued.key.split("_", 2)[2], rotated.key.split("_", 2)[2])
    assert all(secret not in written for secret in ("zebedee", "example.com", "447911", "argon2", "lamps", "bco_", *secrets))
    assert (len(events), len(answers)) == (8, 5)


def test_an_erased_person_leaves_an_id_with_its_roles_and_free_names(room, people, rows_of):
    opened = people.customer(username="forget.me", email="Forget.Me@example.com")
    session = room.sign_in(SignIn(id=new_id(), login="forget.me", password=PASSWORD, client_address="203.0.113.9"))
    by = people.operator().member_id

    room.erase_member(EraseMember(id=new_id(), account_id=opened.account_id, member_id=opened.member_id, by_member_id=by))

    member = room.member_of(MemberOf(account_id=opened.account_id, member_id=opened.member_id))
    assert (member.username, member.email, member.roles) == (None, None, ("owner",))
    assert refused(room.authenticate, Authenticate(credential=session.session_token)).code == "identity.credential_is_unknown"
    tables = ("person", "session", "message", "code", "attempt", "member", "account", "command_log")
    assert all("forget.me" not in str(rows_of(table)).lower() and "203.0.113.9" not in str(rows_of(table)) for table in tables)
    assert people.customer(username="forget.me").account_id != opened.account_id


def test_an_unknown_account_is_not_found(room):
    assert isinstance(refused(room.account_of, AccountOf(account_id=new_id())), NotFound)
