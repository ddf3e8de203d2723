"""Fixtures of a room on a real PostgreSQL, the same for every room. In its conftest:

    tickets_template = template_of("tickets")
    tickets_url = copy_of("tickets_template")
    open_tickets = opener_of(Tickets, "tickets_url")

Besides, there must be a fixture `clock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.kernel.database import Database
from services.kernel.eventstore import Application
from services.kernel.migrate import migrate
from tests.support.servers import PostgresForTests

SECRET_KEY = b"a secret key for tests, 32 bytes"


def template_of(room: str) -> Any:
    """A fixture: the URL of a database with the room's tables, to copy. It is made once in a run."""

    @pytest.fixture(scope="session")
    def template(postgres_server: PostgresForTests) -> str:
        url = postgres_server.create_database(f"{room}_template")
        migrate(room, url)
        return url

    return template


def copy_of(template: str) -> Any:
    """A fixture: the URL of an empty room, a copy of the database that the fixture `template` names. It is dropped after the test."""

    @pytest.fixture
    def copy(request: pytest.FixtureRequest, postgres_server: PostgresForTests) -> Iterator[str]:
        url = postgres_server.create_database(template.removesuffix("_template"), template=request.getfixturevalue(template))
        yield url
        postgres_server.drop_database(url)

    return copy


def opener_of(application: type[Application], url: str, *, size: int = 16) -> Any:
    """A fixture: opens applications on the room that the fixture `url` names, as several processes would: with nothing in memory.

    `size` is that of each one's pool. What is handed to the opener goes to the application, in place of what it usually gets.
    """

    @pytest.fixture
    def opener(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
        database_url, clock = request.getfixturevalue(url), request.getfixturevalue("clock")
        opened: list[tuple[Application, Database]] = []

        def open_one(**parts: Any) -> Application:
            database = Database(database_url, size=size, name=f"{application.name}-test")
            opened.append((application(**{"database": database, "clock": clock, "secret_key": SECRET_KEY, **parts}), database))
            return opened[-1][0]

        yield open_one
        for room, database in opened:
            room.close()
            database.close()

    return opener
