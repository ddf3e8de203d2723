"""Real servers for tests: private ones, started when the first test asks and stopped at the end, or those that the environment names.

BC_DATABASE_URL   a PostgreSQL whose user may create databases and roles; the databases made here are dropped again.
BC_AMQP_URL       a RabbitMQ virtual host whose user may declare and delete.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from deploy.local.faults import CannotStart
from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import PrivateRabbitMQ
from services.kernel.database import psycopg

S = TypeVar("S")


class PostgresForTests:
    """A PostgreSQL to make databases in. `url` is its maintenance database, as a superuser (or what BC_DATABASE_URL allows)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = itertools.count(1)
        self._made: list[str] = []
        self._run = uuid4().hex[:8]

    def create_database(self, name: str = "test", *, template: str | None = None) -> str:
        """The URL of a new database, unique though `name` is not; a copy of the database that the URL `template` names, if given.

        Migrate one database, then take copies of it: a copy costs some 30 ms, and needs nobody connected to the original.
        """
        database = f"{name}_{self._run}_{next(self._numbers)}"
        source = urlsplit(template).path.lstrip("/") if template else "template1"
        strategy = "file_copy" if template else "wal_log"
        self.execute(f'create database "{database}" template "{source}" strategy {strategy}')
        self._made.append(database)
        return self.url_of(database)

    def url_of(self, database: str, *, user: str | None = None, password: str | None = None) -> str:
        """The URL of `database`, for another role if one is given."""
        parts = urlsplit(self.url)
        place = f"{user}:{password}@{parts.netloc.rpartition('@')[2]}" if user else parts.netloc
        return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))

    def drop_database(self, url: str) -> None:
        """Drop a database made here, ending whoever is still connected."""
        database = urlsplit(url).path.lstrip("/")
        self.execute(f'drop database if exists "{database}" with (force)')
        self._made.remove(database)

    def execute(self, sql: str) -> None:
        """Run one statement in the maintenance database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)

    def drop_all(self) -> None:
        for database in list(self._made):
            self.drop_database(self.url_of(database))


class RabbitMQForTests:
    """A RabbitMQ. `url` is one virtual host for everybody: use names of your own (`unique`), or ask for a virtual host."""

    def __init__(self, url: str, node: PrivateRabbitMQ | None = None) -> None:
        self.url = url
        self.node = node

    @staticmethod
    def unique(name: str) -> str:
        """A name for an exchange or a queue that no other test uses."""
        return f"{name}.{uuid4().hex[:12]}"


@contextmanager
def postgres_for_tests() -> Iterator[PostgresForTests]:
    """The server that BC_DATABASE_URL names, or a private one in a folder of its own that is removed at the end.

    The private one does not wait for the disk: it survives the kill of any process, which is all that tests do to it.
    """
    if given := os.environ.get("BC_DATABASE_URL"):
        server = PostgresForTests(given)
        yield server
        server.drop_all()
        return
    with _folder() as folder:
        private = PrivatePostgres(folder / "postgres", durable=False)
        private.start()
        try:
            yield PostgresForTests(private.url())
        finally:
            private.stop()
            private.wipe()


@contextmanager
def rabbitmq_for_tests() -> Iterator[RabbitMQForTests]:
    """The broker that BC_AMQP_URL names, or a private node in a folder of its own that is removed at the end."""
    if given := os.environ.get("BC_AMQP_URL"):
        yield RabbitMQForTests(given)
        return
    with _folder() as folder:
        node = PrivateRabbitMQ(folder / "rabbitmq")
        node.start()
        try:
            yield RabbitMQForTests(node.url(), node)
        finally:
            node.stop()
            node.wipe()


@contextmanager
def sayable(server: AbstractContextManager[S]) -> Iterator[S]:
    """The same; where a server cannot start, the reason is said without a traceback."""
    with ExitStack() as running:
        try:
            started = running.enter_context(server)
        except CannotStart as reason:
            pytest.fail(str(reason), pytrace=False)
        yield started


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that an unprivileged server may enter, which pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="bc-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
