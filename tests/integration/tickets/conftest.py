"""Tickets on a real PostgreSQL, with a clock that stands still."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from services.tickets.application import Tickets
from services.tickets.schemas import SubmitTicket, TicketStatusView
from tests.support.servers import PostgresForTests
from tests.support.tickets import NOW

SECRET_KEY = b"a secret key for tests, 32 bytes"


@pytest.fixture(scope="session")
def tickets_template(postgres_server: PostgresForTests) -> str:
    """The URL of a database with tickets' tables, to copy."""
    url = postgres_server.create_database("tickets_template")
    migrate("tickets", url)
    return url


@pytest.fixture
def tickets_url(postgres_server: PostgresForTests, tickets_template: str) -> Iterator[str]:
    """An empty room."""
    url = postgres_server.create_database("tickets", template=tickets_template)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def open_tickets(tickets_url: str, clock: FixedClock) -> Iterator[Callable[[], Tickets]]:
    """Opens applications on the same room, as several processes would."""
    opened: list[Tickets] = []

    def open_one() -> Tickets:
        opened.append(Tickets(database=Database(tickets_url, size=16), clock=clock, secret_key=SECRET_KEY))
        return opened[-1]

    yield open_one
    for tickets in opened:
        tickets.close()
        tickets.database.close()


@pytest.fixture
def tickets(open_tickets: Callable[[], Tickets]) -> Tickets:
    return open_tickets()


@pytest.fixture
def account_id() -> Any:
    return new_id()


@pytest.fixture
def submit(tickets: Tickets, account_id: Any) -> Callable[..., TicketStatusView]:
    """Submits a ticket of the account, with other fields where they are given."""

    def submit_one(**fields: Any) -> TicketStatusView:
        values = {"id": new_id(), "account_id": account_id, "type": "usage_question", "title": "A line is high", "description": "Why?"}
        return tickets.submit_ticket(SubmitTicket(**{**values, **fields}))

    return submit_one
