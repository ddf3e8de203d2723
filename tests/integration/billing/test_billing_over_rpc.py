"""The room's process, asked over RabbitMQ by the gateway, followed by settlement, and following settlement."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.billing.domain import bill_id_of
from services.billing.schemas import BillOf, BillView, CloseDays, CloseStatus, CloseView, Estimate, EstimatedUsage, EstimateView, ListBills
from services.kernel.errors import RemoteRefusal
from services.kernel.ids import new_id
from services.kernel.rpc import Caller, Signer, StandaloneRemote
from tests.support.billings import COMPANY_A, MONDAY, a_workspace, use
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[3]
OPERATOR = Caller(account_id=new_id(), member_id=new_id(), roles=frozenset({"operator"}))


@pytest.fixture
def keys() -> dict[str, Signer]:
    return {name: Signer.generate(name) for name in ("billing", "gateway", "settlement")}


@pytest.fixture
def room(amqp_vhost: str, billing_url: str, keys: dict[str, Signer]) -> Iterator["subprocess.Popen[str]"]:
    with running_room(amqp_vhost, billing_url, keys) as process:
        yield process


@contextmanager
def running_room(amqp_url: str, billing_url: str, keys: dict[str, Signer]) -> Iterator["subprocess.Popen[str]"]:
    """The room in a process of its own, ready."""
    environment = {
        **os.environ,
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_url,
        "BC_BILLING_DATABASE_URL": billing_url,
        "BC_SIGNING_KEY": keys["billing"].private_key,
        "BC_TRUSTED_KEYS": json.dumps({name: key.public_key for name, key in keys.items()}),
        "BC_SECRET_KEY": "x" * 32,
    }
    command = [sys.executable, "-W", "ignore", "-m", "deploy.rooms", "billing"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        seen = []
        for line in process.stdout:
            seen.append(line)
            if '"ready"' in line or "ready" in line.split():
                break
        else:
            raise AssertionError("".join(seen))
        yield process
        process.terminate()
        process.wait(20)


@pytest.fixture
def gateway(room, amqp_vhost, keys) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(amqp_vhost, keys["gateway"]) as remote:
        yield remote


def owner_of(account_id):
    return Caller(account_id=account_id, member_id=new_id(), roles=frozenset({"owner"}))


def test_a_day_is_closed_by_an_operator_and_its_bill_read_by_its_owner_and_by_settlement(billing, gateway, amqp_vhost, keys):
    account_id = new_id()
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)
    room = gateway.room("billing")

    job = room.close_days(CloseDays(id=new_id()), reply=CloseView, caller=OPERATOR)
    while job.state == "running":
        job = room.close_status(CloseStatus(job_id=job.job_id), reply=CloseView, caller=OPERATOR)
    question = BillOf(account_id=account_id, bill_id=bill_id_of(workspace_id, MONDAY))
    bill = room.bill_of(question, reply=BillView, caller=owner_of(account_id))
    with StandaloneRemote(amqp_vhost, keys["settlement"]) as settlement:
        page = settlement.room("billing").read_published({"after": 0, "limit": 10})

    assert (job.state, job.issued) == ("done", 1)
    assert str(bill.total) == "13.40 CNY"
    assert [event["name"] for event in page["events"]] == [
        "billing.workspace_registered.v1", "billing.usage_recorded.v1", "billing.bill_issued.v1",
    ]  # fmt: skip
    assert page["events"][2]["data"]["total_micros"] == 13_400_000
    assert page["events"][2]["account_id"] == str(account_id)


def test_a_close_whose_room_is_killed_in_the_middle_is_ended_by_the_next_process(billing, billing_url, amqp_vhost, keys):
    for _ in range(3):
        use(billing, a_workspace(billing), *COMPANY_A)
    with StandaloneRemote(amqp_vhost, keys["gateway"]) as remote:
        room, views = remote.room("billing"), []

        def look(job_id):
            views.append(room.close_status(CloseStatus(job_id=job_id), reply=CloseView, caller=OPERATOR))
            return views[-1]

        with billing.database.transaction() as nobody_issues_a_bill, running_room(amqp_vhost, billing_url, keys) as process:
            nobody_issues_a_bill.execute("lock table bill in exclusive mode")
            job_id = room.close_days(CloseDays(id=new_id()), reply=CloseView, caller=OPERATOR).job_id
            eventually(lambda: look(job_id).found == 3)
            process.kill()
        died_as = views[-1]
        with running_room(amqp_vhost, billing_url, keys):
            eventually(lambda: look(job_id).state != "running")

    assert (died_as.state, died_as.issued) == ("running", 0)
    assert (views[-1].state, views[-1].found, views[-1].issued, views[-1].problems) == ("done", 3, 3, [])
    assert billing.database.one("select count(*) as bills from bill")["bills"] == 3


def test_who_may_not_is_refused(billing, gateway):
    account_id, room = new_id(), gateway.room("billing")

    def refusal(call, *args, **options):
        with pytest.raises(RemoteRefusal) as refused:
            call(*args, **options)
        return refused.value.code

    assert refusal(room.close_days, CloseDays(id=new_id()), caller=owner_of(account_id)) == "kernel.not_allowed"
    assert refusal(room.list_bills, ListBills(account_id=account_id), caller=owner_of(new_id())) == "kernel.not_found"
    assert refusal(room.read_published, {"after": 0}, caller=OPERATOR) == "kernel.caller_is_not_trusted"
    estimate = Estimate(site="US1", currency="USD", usage=[EstimatedUsage(item="sms", quantity=1)])
    assert refusal(room.estimate, estimate, caller=owner_of(account_id)) == "billing.no_price_for_item"


def test_anybody_who_is_signed_in_can_ask_for_an_estimate(gateway):
    question = Estimate(site="CN1", currency="CNY", day=MONDAY, usage=[EstimatedUsage(**line) for line in COMPANY_A])

    answer = gateway.room("billing").estimate(question, reply=EstimateView, caller=owner_of(new_id()))

    assert [str(line.amount) for line in answer.lines] == ["3.60 CNY", "2.40 CNY", "4.00 CNY", "1.40 CNY", "2.00 CNY"]
