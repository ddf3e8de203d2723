"""The stack: everything is started together, kept alive, and stopped together, and nothing else is."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import cast
from unittest import mock

import psutil
import pytest
from rich.console import Console

from deploy.local import doctor, environment
from deploy.local.faults import CannotStart
from deploy.local.names import PARTS, Part
from deploy.local.ports import LOOPBACK, claim, free_port, holder_of
from deploy.local.processes import PidFile, is_ours
from deploy.local.readiness import consumers
from deploy.local.stack import Stack
from services.kernel.config import ROOMS, Settings
from services.kernel.database import psycopg
from tests.support.eventually import eventually
from tests.support.servers import PostgresForTests, RabbitMQForTests
from tests.support.stacks import FAKE_PARTS, fake_stack, stack_of_another_process


@pytest.fixture(scope="module")
def outside(postgres_server: PostgresForTests, rabbitmq_server: RabbitMQForTests) -> Iterator[dict[str, str]]:
    """Servers given by the environment, so that these tests start none."""
    given = {"BC_DATABASE_URL": postgres_server.url, "BC_AMQP_URL": rabbitmq_server.url}
    with mock.patch.dict(os.environ, given):
        yield given


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bc-test-stack-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def stack(outside: dict[str, str], folder: Path) -> Iterator[Stack]:
    with fake_stack(folder) as stack:
        yield stack


def of(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_ours(process.pid, folder)]


@contextmanager
def without_given_servers() -> Iterator[None]:
    kept = {name: value for name, value in os.environ.items() if name not in ("BC_DATABASE_URL", "BC_AMQP_URL")}
    with mock.patch.dict(os.environ, kept, clear=True):
        yield


def test_every_part_runs_and_its_settings_are_complete(stack: Stack) -> None:
    kept = environment.kept(stack.folder)

    settings = [Settings.from_environment(part.name, kept[part.name]) for part in PARTS]

    assert all(part.is_running for part in stack.parts)
    assert len({each.signing_key for each in settings}) == len(PARTS)
    assert all(set(each.trusted_keys) == {part.name for part in PARTS} for each in settings)
    assert all("BC_DATABASE_URL" not in each for each in kept.values())


def test_secrets_are_readable_by_their_owner_only(stack: Stack) -> None:
    files = [stack.folder / name for name in ("secrets.json", "environment.json")]

    modes = [file.stat().st_mode & 0o777 for file in files]

    assert modes == [0o600, 0o600]


def test_a_room_may_read_its_ledger_but_not_change_it_nor_enter_another_database(stack: Stack) -> None:
    url = environment.kept(stack.folder)["wallet"]["BC_WALLET_DATABASE_URL"]

    with psycopg.connect(url, autocommit=True) as connection:
        seen = connection.execute("select count(*) from events").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from events")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (n int)")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url.removesuffix("bc_wallet") + "bc_billing")

    assert seen == (0,)


def test_a_part_that_was_killed_comes_back(stack: Stack) -> None:
    victim = stack.part("wallet").pid or 0
    os.kill(victim, signal.SIGKILL)
    gone = eventually(lambda: consumers(stack.amqp_url, "rpc.wallet") == 0)

    back = eventually(lambda: (stack.mend(), consumers(stack.amqp_url, "rpc.wallet") == 1)[1])

    assert (gone, back) == (True, True)
    assert PidFile(stack.folder / "pids.json").pids()["wallet"] == stack.part("wallet").pid != victim


def test_the_doctor_finds_the_stack_well_and_then_a_part_dead(stack: Stack) -> None:
    page = Console(file=StringIO(), width=120)

    well = doctor.examine(stack.folder, page)
    stack.part("tickets").stop()
    ill = doctor.examine(stack.folder, page)
    eventually(lambda: (stack.mend(), consumers(stack.amqp_url, "rpc.tickets") == 1)[1])

    assert (well, ill) == (True, False)
    assert "not running" in page.file.getvalue()  # type: ignore[attr-defined]
    assert all(f"book {room}" in page.file.getvalue() for room in ROOMS)  # type: ignore[attr-defined]


def test_the_doctor_names_a_parked_event_and_a_follower_that_lags(stack: Stack, postgres_server: PostgresForTests) -> None:
    with psycopg.connect(postgres_server.url_of("bc_settlement"), autocommit=True) as connection:
        connection.execute("insert into followed values ('billing', 0) on conflict do nothing")
        connection.execute("insert into parked values ('billing', 7, gen_random_uuid(), 'billing.bill_issued.v1', '{}', 'why', 3, now())")
    urls = {room: postgres_server.url_of(f"bc_{room}") for room in ("settlement", "billing")}

    findings = list(doctor.books(urls))

    assert doctor.Finding("  settlement has parked", "1 of billing, the first at 7", True) in findings
    assert doctor.Finding("  settlement follows billing", "at 0, 0 behind", False) in findings


def test_the_same_folder_is_refused_while_it_is_in_use(stack: Stack) -> None:
    with pytest.raises(CannotStart, match=f"in use by process {os.getpid()}"), fake_stack(stack.folder):
        pass

    assert all(part.is_running for part in stack.parts)


def test_a_part_that_cannot_start_stops_all_and_is_named_with_its_log(outside: dict[str, str], tmp_path: Path) -> None:
    broken = Part("tickets", ("tests.support.fake_part", "broken"), "rpc.tickets.broken")
    fine = Part("wallet", ("tests.support.fake_part", "rpc.wallet.fine"), "rpc.wallet.fine")

    with pytest.raises(CannotStart, match=r"tickets stopped[\s\S]*this part cannot start"), fake_stack(tmp_path, fine, broken):
        pass

    assert of(tmp_path) == []


def test_a_busy_http_port_is_refused_with_its_holder(outside: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as squatter:
        port = squatter.getsockname()[1]

        with mock.patch.dict(os.environ, {"BC_HTTP_PORT": str(port)}), pytest.raises(CannotStart) as refused, fake_stack(tmp_path):
            pass

        assert holder_of(port) in str(refused.value)
    assert str(os.getpid()) in str(refused.value)


def test_a_port_that_another_stack_has_claimed_is_left_to_it(outside: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "http_port").write_text(str(port))

    with cast(socket.socket, claim(port)), fake_stack(tmp_path, *FAKE_PARTS[-1:]) as stack:
        chosen = stack.http_port

    assert chosen != port
    assert claim(chosen) is not None


def test_what_a_killed_runner_left_is_stopped_by_the_next_one(outside: dict[str, str], tmp_path: Path) -> None:
    with stack_of_another_process(tmp_path) as owner:
        left = PidFile(tmp_path / "pids.json").pids()
        os.kill(left["audit"], signal.SIGSTOP)  # so that it cannot go by itself
        owner.kill()
        owner.wait()

    next_one = fake_stack(tmp_path, *FAKE_PARTS[-1:])
    next_one.leftover_patience_s = 0.5

    with next_one:
        remaining = {process.pid for process in of(tmp_path)}

    assert remaining.isdisjoint(left.values())
    assert of(tmp_path) == []


def test_a_stop_stops_everything_that_was_started_and_nothing_else(outside: dict[str, str], tmp_path: Path) -> None:
    with stack_of_another_process(tmp_path) as owner:
        started = of(tmp_path)
        owner.send_signal(signal.SIGINT)
        owner.send_signal(signal.SIGINT)
        owner.wait(timeout=60)

    assert len(started) == len(PARTS)
    assert of(tmp_path) == []
    assert consumers(outside["BC_AMQP_URL"], "rpc.wallet") >= 0  # the broker was not ours to stop, and answers


@pytest.mark.slow
def test_private_servers_that_were_killed_come_back_where_they_were_and_so_does_everybody(tmp_path: Path) -> None:
    with without_given_servers(), fake_stack(tmp_path) as stack:
        before = {server.name: (server.pid, server.server.port) for server in stack.servers}
        for pid, _ in before.values():
            os.kill(pid or 0, signal.SIGKILL)
        gone = eventually(lambda: consumers(stack.amqp_url, "rpc.wallet") == 0)

        back = eventually(lambda: (stack.mend(), all(consumers(stack.amqp_url, str(part.queue)) for part in PARTS if part.queue))[1])
        after = {server.name: (server.pid, server.server.port) for server in stack.servers}

    assert (gone, back) == (True, True)
    assert all(after[name][1] == port and after[name][0] != pid for name, (pid, port) in before.items())
    assert of(tmp_path / "postgres") == of(tmp_path / "rabbitmq") == of(tmp_path) == []
    for server in stack.servers:
        server.server.wipe()
