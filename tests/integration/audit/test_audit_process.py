"""The audit among the rooms' real processes: a replay as a job over RPC, and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest

from deploy.local.names import ROOT
from services.audit import schemas as s
from services.kernel.errors import RemoteRefusal
from services.kernel.ids import new_id
from services.kernel.rpc import Caller, DeadlineIsExceeded, RoomIsUnavailable, Signer, StandaloneRemote
from tests.support.audits import ROOMS, House
from tests.support.eventually import eventually

SIGNERS = {name: Signer.generate(name) for name in (*ROOMS, "gateway")}
AUDITOR = Caller(account_id=UUID(int=1), member_id=UUID(int=2), roles=frozenset({"auditor"}))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def environment(lived_in: tuple[House, UUID], amqp_vhost: str, tmp_path: Path) -> dict[str, str]:
    """What a process of this house is told, but its own key."""
    house, _ = lived_in
    return {
        **os.environ,
        **{f"BC_{room.upper()}_DATABASE_URL": house.databases[room].url for room in ROOMS},
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_vhost,
        "BC_TRUSTED_KEYS": json.dumps({name: signer.public_key for name, signer in SIGNERS.items()}),
        "BC_SECRET_KEY": "a secret key for tests, 32 bytes",
        "BC_CLOCK_FILE": str(tmp_path / "clock"),
        "BC_SIGNING_KEY": SIGNERS["audit"].private_key,
    }


@pytest.fixture
def gateway(environment: dict[str, str], amqp_vhost: str, tmp_path: Path) -> Iterator[StandaloneRemote]:
    """All rooms as processes, and the gateway's end of the wire."""
    with ExitStack() as stack, StandaloneRemote(amqp_vhost, SIGNERS["gateway"]) as remote:
        for room in ROOMS:
            log = stack.enter_context((tmp_path / f"{room}.log").open("w"))
            told = {**environment, "BC_SIGNING_KEY": SIGNERS[room].private_key}
            command = [sys.executable, "-W", "ignore", "-m", "deploy.rooms", room]
            process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=subprocess.STDOUT)
            stack.callback(process.wait, timeout=30)
            stack.callback(process.terminate)
        eventually(lambda: _copied(remote), f"the books were not copied (see {tmp_path}/audit.log)", timeout_s=90)
        yield remote


def _copied(remote: StandaloneRemote) -> bool:
    """Whether the audit answers and has every book of the rooms in which something happened."""
    try:
        status = remote.room("audit").status(s.StatusOf(), reply=s.StatusView, caller=AUDITOR, timeout_s=5)
    except (RoomIsUnavailable, DeadlineIsExceeded):
        return False
    return all(book.position > 0 for book in status.books if book.book in ("settlement", "billing", "wallet"))


def cli(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-W", "ignore", "-m", "services.audit", *arguments]
    run = subprocess.run(command, cwd=ROOT, env={**environment, "COLUMNS": "200"}, capture_output=True, text=True, timeout=100)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, run.stdout


def test_a_replay_is_a_job_and_the_command_line_proves_the_same(gateway, environment, lived_in, tmp_path):
    house, account_id = lived_in
    audit = gateway.room("audit")

    begun = audit.start_replay(s.StartReplay(id=new_id()), reply=s.ExaminationView, caller=AUDITOR)
    question = s.ExaminationOf(job_id=begun.job_id)
    seen: list[s.ExaminationView] = []

    def has_ended() -> bool:
        seen.append(audit.examination_of(question, reply=s.ExaminationView, caller=AUDITOR))
        return seen[-1].state != "running"

    eventually(has_ended, "the replay does not end", timeout_s=90)
    assert (seen[-1].state, seen[-1].difference_count, seen[-1].checked.get("bills")) == ("done", 0, 2), seen[-1]

    bill_id = house.bill_of(account_id)
    owner = Caller(account_id=account_id, member_id=new_id(), roles=frozenset({"owner"}))
    asked = s.ExplanationOf(account_id=account_id, bill_id=bill_id)
    explained = audit.explain(asked, reply=s.ExplanationView, caller=owner)
    assert explained.explanation["bill"]["total"]["amount"] == "13.40"
    with pytest.raises(RemoteRefusal) as refused:
        audit.start_replay(s.StartReplay(id=new_id()), reply=s.ExaminationView, caller=owner)
    assert refused.value.code == "kernel.not_allowed"

    assert cli(environment, "verify")[0] == 0
    status, told = cli(environment, "explain", str(bill_id))
    assert (status, "13.40 CNY" in told, "DOES NOT FOLLOW" in told) == (0, True, False)
    assert cli(environment, "export", str(bill_id), "--out", str(tmp_path / "evidence.json"))[0] == 0
    verifier = [sys.executable, "-I", str(ROOT / "services/audit/verify_bill.py"), str(tmp_path / "evidence.json")]
    assert subprocess.run(verifier, timeout=60).returncode == 0

    house.tamper("wallet", "update balance set amount_micros = amount_micros + 1 where kind = 'cash' and amount_micros > 0")
    status, told = cli(environment, "replay")
    assert (status, "wallet.balance" in told, "DIFFERS" in told) == (1, True, True)
