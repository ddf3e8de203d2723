"""The pool: cooperative under eventlet, healed after a break, bounded."""

import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from services.kernel.database import Database, psycopg

ROOT = Path(__file__).parents[3]


def test_a_slow_query_under_eventlet_stops_nobody_else(database_url: str):
    """Five half-second sleeps at once take half a second, and a ticker ticks on meanwhile."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.ticking", database_url],
        capture_output=True, text=True, timeout=60, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip

    assert 10 <= int(ran.stdout) <= 150  # blocked, it would be some 0; in series, some 250


def test_a_connection_that_the_server_ended_is_replaced(database_url: str):
    database = Database(database_url, size=1)
    with database.connection() as connection:
        pid = connection.info.backend_pid
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", (pid,))
        while other.execute("select 1 from pg_stat_activity where pid = %s", (pid,)).fetchone():
            pass

    answer = database.one("select pg_backend_pid() as pid")

    assert answer is not None
    assert answer["pid"] != pid
    database.close()


def test_a_warmed_pool_opens_no_connection_for_its_first_callers(database_url: str, monkeypatch: pytest.MonkeyPatch):
    database = Database(database_url, size=3)
    database.warm(count=8)
    opened: list[bool] = []
    monkeypatch.setattr(database, "connect", lambda: opened.append(True))

    with database.connection(), database.connection(), database.connection():
        pass

    assert not opened


def test_a_failed_transaction_leaves_nothing_and_the_connection_usable(database_url: str):
    database = Database(database_url, size=1)
    database.execute("create table t (x int)")

    with suppress(ZeroDivisionError), database.transaction() as connection:
        connection.execute("insert into t values (1)")
        raise ZeroDivisionError

    assert database.one("select count(*) from t") == {"count": 0}
    database.close()


def test_a_snapshot_sees_one_instant_and_cannot_write(database_url: str):
    database = Database(database_url, size=2)
    database.execute("create table t (x int)")

    with database.transaction(snapshot=True) as connection:
        before = connection.execute("select count(*) from t").fetchone()
        database.execute("insert into t values (1)")
        after = connection.execute("select count(*) from t").fetchone()

    assert before == after == (0,)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), database.transaction(snapshot=True) as connection:
        connection.execute("insert into t values (1)")
    database.close()


def test_more_callers_than_connections_wait_and_then_are_refused(database_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("services.kernel.database.WAIT_FOR_CONNECTION_S", 0.05)
    database = Database(database_url, size=1)

    with database.connection(), pytest.raises(psycopg.OperationalError), database.connection():
        pass
    database.close()


def test_a_connection_that_another_thread_takes_first_is_replaced(database_url: str):
    class Contended(deque[Any]):
        def __bool__(self) -> bool:
            return True  # there was one a moment ago

    database = Database(database_url, size=2)
    database._idle = Contended()

    assert database.one("select 1 as one") == {"one": 1}
    database._idle.pop().close()


def test_a_server_that_fell_silent_is_noticed(database_url: str):
    with Database(database_url).connect() as connection:
        parameters = connection.info.get_parameters()

    assert parameters["tcp_user_timeout"] == "30000"
    assert {"keepalives_idle", "keepalives_interval", "keepalives_count"} <= parameters.keys()
