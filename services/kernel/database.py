"""The database: one place that imports psycopg, and a pool of connections that never blocks the hub.

Under eventlet, psycopg's C wait freezes every greenthread while one query runs (five `pg_sleep(1)` took 5.0 s). psycopg asks the
environment once, at import, how to wait; so it is told here, before the import, and only where eventlet has patched: elsewhere the C wait
stays. Nobody else imports psycopg first (a test holds that).
"""

from __future__ import annotations

import os
import select
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from services.kernel.telemetry import traced


def _is_patched() -> bool:
    """Whether eventlet has replaced the sockets of this process."""
    patcher = sys.modules.get("eventlet.patcher")
    return bool(patcher and patcher.is_monkey_patched("socket"))


# For a look that does not wait: eventlet's own select takes three turns of the hub over it.
_SELECT: Any = select
if _is_patched():
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    _SELECT = sys.modules["eventlet.patcher"].original("select")

import psycopg  # noqa: E402  # only after the wait function is chosen
import psycopg.adapt  # noqa: E402
import psycopg.errors  # noqa: E402
import psycopg.generators  # noqa: E402
import psycopg.pq  # noqa: E402
import psycopg.rows  # noqa: E402
import psycopg.sql  # noqa: E402

__all__ = ["Connection", "Database", "psycopg"]

Connection = psycopg.Connection[Any]
CONNECT_TIMEOUT_S = 10
SILENCE_S = 30
"""After this time a server that no longer answers on the wire (not: one that is busy) counts as gone; the system's own limit is hours."""
WAIT_FOR_CONNECTION_S = 10.0


class Database:
    """A room's database. Connections are in autocommit; what must be one transaction says so.

    The pool is our own few lines, because psycopg_pool sits out a backoff of seconds after a restart of the server while its callers
    wait, and because its check costs a round trip: here a connection that the server has closed shows at once (its socket is at its end)
    and is replaced.
    """

    def __init__(self, url: str, *, size: int = 8, name: str = "billing-center") -> None:
        self.url = url
        self._name = name
        self._size = size
        self._slots = threading.Semaphore(size)
        self._idle: deque[Connection] = deque()

    def connect(self) -> Connection:
        """A connection of its own, outside the pool: for leases and for the committer."""
        return psycopg.connect(
            self.url,
            autocommit=True,
            application_name=self._name,
            connect_timeout=CONNECT_TIMEOUT_S,
            keepalives_idle=SILENCE_S // 3,
            keepalives_interval=SILENCE_S // 3,
            keepalives_count=2,
            tcp_user_timeout=SILENCE_S * 1000,
            options="-c timezone=UTC -c client_min_messages=warning",
        )

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A pooled connection in autocommit. Raises psycopg.OperationalError when none becomes free in time."""
        if not self._slots.acquire(timeout=WAIT_FOR_CONNECTION_S):
            raise psycopg.OperationalError("no database connection became free in time")
        try:
            connection = self._idle_or_new()
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            self._slots.release()

    @contextmanager
    def transaction(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """One transaction. With `snapshot` it is read-only and repeatable: every statement sees the same instant."""
        with self.connection() as connection, connection.transaction():
            if snapshot:
                connection.execute("set transaction isolation level repeatable read, read only")
            yield connection

    def all(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """Every row of a query, as dicts."""
        with _span(sql), self.connection() as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(sql, params).fetchall()

    def one(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        with _span(sql), self.connection() as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(sql, params).fetchone()

    def execute(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run a statement; the number of rows it touched."""
        with _span(sql), self.connection() as connection:
            return connection.execute(sql, params).rowcount

    def warm(self, count: int = 8) -> None:
        """Open connections before they are asked for, one after the other: the first callers waited 100 ms and more for a new one."""
        with suppress(psycopg.OperationalError):  # who needs one will hear
            while len(self._idle) < min(count, self._size):
                self._idle.append(self.connect())

    def close(self) -> None:
        """Close what is idle; what is in use closes when it comes back broken or is collected."""
        while self._idle:
            self._idle.pop().close()

    def _idle_or_new(self) -> Connection:
        with suppress(IndexError):  # none is idle: no look before, another thread may take the last one in between
            while True:
                connection = self._idle.pop()
                if not _has_ended(connection):
                    return connection
                connection.close()
        return self.connect()

    def _give_back(self, connection: Connection) -> None:
        if connection.closed or connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            connection.close()
        else:
            self._idle.append(connection)


def _span(sql: str) -> traced:
    """A span named after the statement, which holds no values: those travel as parameters."""
    return traced("sql", statement=sql)


def _has_ended(connection: Connection) -> bool:
    """Whether an idle connection was closed from the other side: its socket has something to read, the server's last words or the end."""
    if connection.closed:
        return True
    look = _SELECT.poll()
    look.register(connection.pgconn.socket, _SELECT.POLLIN)
    return bool(look.poll(0))
