"""Operators come by a one-time link; the clock moves by their hand, outside production, and the ledger says so."""

import base64
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from services.identity.domain import OPERATORS_ID
from services.identity.schemas import Clock, InviteOperator, MailboxOf, MoveClock, RedeemOperatorLink, SignIn
from services.kernel.clock import SystemClock
from services.kernel.errors import Refusal
from services.kernel.ids import new_id

PASSWORD = "tall lamps hum at noon"


def refused(call, *args) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args)
    return caught.value


def redeeming(token: str, username: str = "ops", password: str = PASSWORD) -> RedeemOperatorLink:
    return RedeemOperatorLink(id=new_id(), token=token, username=username, password=password)


def invite(room, email: str = "ops@example.com", **fields) -> str:
    return room.invite_operator(InviteOperator(id=new_id(), email=email, **fields)).link_token


def test_the_first_operator_comes_by_a_link_and_signs_in(room, people):
    opened = people.operator(username="ops")

    session = room.sign_in(SignIn(id=new_id(), login="ops", password=PASSWORD))

    assert (opened.account_id, opened.kind, opened.currency) == (OPERATORS_ID, "operator", "XXX")
    assert (session.kind, session.roles) == ("operator", ("operator",))


def test_all_operators_share_one_account_with_roles_of_their_own(room, people, rows_of):
    people.operator()
    token = invite(room, "audit@example.com", roles=("auditor",))

    opened = room.redeem_operator_link(redeeming(token, "auditor"))

    assert (opened.account_id, opened.roles) == (OPERATORS_ID, ("auditor",))
    assert len(rows_of("account")) == 1


def test_a_link_works_once(room):
    token = invite(room)
    room.redeem_operator_link(redeeming(token))

    assert refused(room.redeem_operator_link, redeeming(token, "another")).code == "identity.operator_link_is_invalid"


def test_a_link_redeemed_by_many_at_once_makes_one_operator(room, rows_of):
    token = invite(room)
    commands = [redeeming(token, f"ops{n}") for n in range(8)]
    outcomes: list[str] = []

    def redeem(command) -> None:
        try:
            room.redeem_operator_link(command)
            outcomes.append("opened")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=redeem, args=(command,)) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("opened") == 1
    assert len(rows_of("person")) == len(rows_of("member")) == 1


@pytest.mark.parametrize("token", ["bco_" + "A" * 43, "x"])
def test_an_unknown_link_is_refused(room, token):
    assert refused(room.redeem_operator_link, redeeming(token)).code == "identity.operator_link_is_invalid"


def test_a_link_expires_after_a_day_and_a_newer_one_replaces_it(room, machine):
    old = invite(room)
    new = invite(room)
    replaced = refused(room.redeem_operator_link, redeeming(old))
    machine.instant += timedelta(hours=24)

    assert replaced.code == "identity.operator_link_is_invalid"
    assert refused(room.redeem_operator_link, redeeming(new)).code == "identity.operator_link_is_invalid"


def test_a_weak_password_does_not_use_up_the_link(room):
    token = invite(room)

    weak = refused(room.redeem_operator_link, redeeming(token, password="password123!"))

    assert weak.code == "identity.password_is_weak"
    assert room.redeem_operator_link(redeeming(token)).kind == "operator"


def test_a_customers_address_and_unknown_roles_get_no_link(room, people):
    people.customer(email="known@example.com")

    assert refused(invite, room, "Known@example.com").code == "identity.email_is_taken"
    with pytest.raises(Refusal, match="does not have this role"):
        invite(room, roles=("owner",))


def test_moving_the_clock_is_written_down_and_done_once(room, people, clock):
    opened = people.operator()
    to = clock.now() + timedelta(days=1)
    command = MoveClock(id=new_id(), to=to, by_member_id=opened.member_id)

    moved, again = room.move_clock(command), room.move_clock(command)

    facts = room.database.all("select fact from book where topic = 'identity.clock_moved'")
    assert moved == again
    assert room.clock_now(Clock()).now == to
    assert [(fact["fact"]["by_member_id"]) for fact in facts] == [str(opened.member_id)]


def test_a_dry_run_moves_nothing(room, people, clock):
    before = clock.now()

    room.move_clock(MoveClock(id=new_id(), to=before + timedelta(days=1), by_member_id=new_id(), dry_run=True))

    assert clock.now() == before
    assert room.database.all("select 1 from book where topic like 'identity.clock%%'", ()) == []


def test_the_clock_never_goes_back(room, clock):
    refusal = refused(room.move_clock, MoveClock(id=new_id(), to=clock.now() - timedelta(seconds=1), by_member_id=new_id()))

    assert refusal.code == "kernel.clock_moves_forward_only"


def test_in_production_the_clock_is_not_moved(make_room):
    room = make_room(clock=SystemClock())

    refusal = refused(room.move_clock, MoveClock(id=new_id(), to=SystemClock().now() + timedelta(days=1), by_member_id=new_id()))

    assert refusal.code == "kernel.clock_cannot_move"
    assert room.clock_now(Clock()).movable is False


def test_the_mailbox_is_closed_where_a_mail_server_is_set(make_room):
    class Elsewhere:
        is_local = False

        def carry(self, letter) -> None: ...

    room = make_room(carriers={"mail": Elsewhere(), "sms": Elsewhere()})

    assert refused(room.mailbox, MailboxOf()).code == "identity.mailbox_is_not_local"


def test_the_command_line_prints_a_link_that_works(room, identity_url):
    key = base64.b64encode(bytes(32)).decode()
    environment = {
        "BC_ENVIRONMENT": "test",
        "BC_IDENTITY_DATABASE_URL": identity_url,
        "BC_AMQP_URL": "amqp://localhost",
        "BC_SIGNING_KEY": key,
        "BC_TRUSTED_KEYS": "{}",
        "BC_SECRET_KEY": "x" * 32,
        "BC_PUBLIC_URL": "https://billing.example.com",
    }

    command = [sys.executable, "-m", "services.identity.operator", "Boss@example.com"]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    address, _, token = printed.stdout.strip().partition("=")
    assert (printed.returncode, address) == (0, "https://billing.example.com/operator?token"), printed.stderr
    assert room.redeem_operator_link(redeeming(token)).roles == ("operator",)
