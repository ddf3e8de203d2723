"""The room's process on a real broker: who may call what, and in whose name."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from deploy.local.names import ROOT
from services.identity import schemas as s
from services.kernel.errors import RemoteRefusal
from services.kernel.follower import ReadPublished
from services.kernel.ids import new_id
from services.kernel.rpc import Caller, RoomIsUnavailable, Signer, StandaloneRemote
from tests.support.servers import PostgresForTests

PASSWORD = "tall lamps hum at noon"
SIGNERS = {name: Signer.generate(name) for name in ("identity", "gateway", "wallet")}


@pytest.fixture(scope="module")
def identity_process(
    rabbitmq_server, postgres_server: PostgresForTests, identity_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The broker's URL, when the room answers there."""
    if rabbitmq_server.node is None:
        pytest.skip("BC_AMQP_URL is set, and a virtual host cannot be made through AMQP")
    vhost = rabbitmq_server.unique("identity")
    url = rabbitmq_server.node.add_vhost(vhost)
    folder = tmp_path_factory.mktemp("identity")
    environment = {**os.environ, **_environment(postgres_server.create_database("identity", template=identity_template), url, folder)}
    command = [sys.executable, "-W", "ignore", "-m", "deploy.rooms", "identity"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=(folder / "log").open("w"), stderr=subprocess.STDOUT) as process:
        try:
            _wait_until_it_answers(url, process, folder / "log")
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)
    rabbitmq_server.node.ctl("delete_vhost", vhost)


def _environment(database_url: str, amqp_url: str, folder: Path) -> dict[str, str]:
    return {
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_url,
        "BC_IDENTITY_DATABASE_URL": database_url,
        "BC_SIGNING_KEY": SIGNERS["identity"].private_key,
        "BC_TRUSTED_KEYS": json.dumps({name: signer.public_key for name, signer in SIGNERS.items()}),
        "BC_SECRET_KEY": "x" * 32,
        "BC_CLOCK_FILE": str(folder / "clock"),
    }


def _wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    with StandaloneRemote(url, SIGNERS["gateway"]) as remote:
        for _ in range(200):
            try:
                remote.room("identity").clock(s.Clock(), reply=s.ClockView)
                return
            except RoomIsUnavailable:
                assert process.poll() is None, log.read_text()[-3000:]
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(timeout=0.1)
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="module")
def gateway(identity_process: str) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(identity_process, SIGNERS["gateway"]) as remote:
        yield remote


@pytest.fixture(scope="module")
def operator(gateway: StandaloneRemote) -> Caller:
    """Somebody who may read the mailbox: as the gateway would sign for them."""
    return Caller(account_id=UUID(int=1), member_id=UUID(int=2), roles=frozenset({"operator"}))


def registered(gateway: StandaloneRemote, operator: Caller, name: str) -> tuple[s.AccountOpenedView, Caller]:
    room, email = gateway.room("identity"), f"{name}@example.com"
    room.request_code(s.RequestCode(id=new_id(), email=email), reply=s.CodeSentView)
    mail = room.mailbox(s.MailboxOf(recipient=email), reply=s.MailboxView, caller=operator).items[0]
    command = s.Register(id=new_id(), username=name, email=email, code=mail.subject.rpartition(" ")[2], password=PASSWORD, currency="CNY")
    opened = room.register(command, reply=s.AccountOpenedView, timeout_s=20)
    return opened, Caller(account_id=opened.account_id, member_id=opened.member_id, roles=frozenset(opened.roles))


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(RemoteRefusal) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_customer_registers_signs_in_and_is_recognised(gateway, operator):
    opened, _ = registered(gateway, operator, "lin.wei")
    room = gateway.room("identity")

    session = room.sign_in(s.SignIn(id=new_id(), login="lin.wei", password=PASSWORD), reply=s.SignedInView)
    caller = room.authenticate(s.Authenticate(credential=session.session_token), reply=s.CallerView)

    assert (caller.account_id, caller.roles) == (opened.account_id, ("owner",))
    assert refused(room.authenticate, s.Authenticate(credential="bcs_unknown")) == "identity.credential_is_unknown"


def test_nobody_but_the_gateway_asks_whose_token_it_is(identity_process):
    with StandaloneRemote(identity_process, SIGNERS["wallet"]) as wallet:
        assert refused(wallet.room("identity").authenticate, s.Authenticate(credential="x")) == "kernel.caller_is_not_trusted"


def test_a_forged_caller_is_refused(identity_process):
    with StandaloneRemote(identity_process, Signer.generate("gateway")) as forger:
        assert refused(forger.room("identity").clock, s.Clock()) == "kernel.caller_is_not_trusted"


def test_another_account_is_not_found_and_another_name_is_not_ones_own(gateway, operator):
    (mine, me), (yours, _) = registered(gateway, operator, "mine"), registered(gateway, operator, "yours")
    room = gateway.room("identity")
    foreign = s.IssueApiKey(id=new_id(), account_id=yours.account_id, by_member_id=me.member_id, name="x", scopes=("usage:write",))
    borrowed = s.IssueApiKey(id=new_id(), account_id=mine.account_id, by_member_id=yours.member_id, name="x", scopes=("usage:write",))

    assert refused(room.account_of, s.AccountOf(account_id=yours.account_id), caller=me) == "kernel.not_found"
    assert refused(room.issue_api_key, foreign, caller=me) == "kernel.not_found"
    assert refused(room.issue_api_key, borrowed, caller=me) == "kernel.not_found"
    assert refused(room.sessions_of, s.SessionsOf(member_id=yours.member_id), caller=me) == "kernel.not_found"
    assert refused(room.member_of, s.MemberOf(account_id=mine.account_id, member_id=yours.member_id), caller=me) == "kernel.not_found"


def test_a_customer_reads_no_mailbox_and_moves_no_clock(gateway, operator):
    _, me = registered(gateway, operator, "curious")
    room = gateway.room("identity")
    now = room.clock(s.Clock(), reply=s.ClockView).now
    move = s.MoveClock(id=new_id(), to=now + timedelta(days=1), by_member_id=me.member_id)

    assert refused(room.mailbox, s.MailboxOf(), caller=me) == "kernel.not_allowed"
    assert refused(room.move_clock, move, caller=me) == "kernel.not_allowed"


def test_an_operator_moves_the_clock(gateway, operator):
    room = gateway.room("identity")
    now = room.clock(s.Clock(), reply=s.ClockView).now

    room.move_clock(s.MoveClock(id=new_id(), to=now + timedelta(hours=1), by_member_id=operator.member_id), caller=operator)

    assert room.clock(s.Clock(), reply=s.ClockView).now >= now + timedelta(hours=1)


def test_other_rooms_read_the_book_and_find_nobody_in_it(identity_process, gateway, operator):
    opened, _ = registered(gateway, operator, "zebedee")

    with StandaloneRemote(identity_process, SIGNERS["wallet"]) as wallet:
        page = wallet.room("identity").read_published(ReadPublished(after=0))

    mine = [event for event in page["events"] if event["account_id"] == str(opened.account_id)]
    assert [event["name"] for event in mine] == ["identity.account_opened.v1", "identity.member_added.v1"]
    assert mine[0]["data"] | {"occurred_at": ""} == {
        "account_id": str(opened.account_id),
        "currency": "CNY",
        "kind": "customer",
        "occurred_at": "",
    }
    assert "zebedee" not in str(page)
