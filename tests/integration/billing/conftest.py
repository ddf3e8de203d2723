"""Billing on a real PostgreSQL: a migrated template, and copies of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from services.billing.application import Billing
from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.migrate import migrate
from tests.support.servers import PostgresForTests

TUESDAY_MORNING = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)  # 01:30 in China: Monday is over, and the hour of grace too
SECRET_KEY = b"a secret key for tests, 32 bytes"


@pytest.fixture(scope="session")
def billing_template(postgres_server: PostgresForTests) -> str:
    """The URL of a database with billing's tables, to copy."""
    url = postgres_server.create_database("billing_template")
    migrate("billing", url)
    return url


@pytest.fixture
def billing_url(postgres_server: PostgresForTests, billing_template: str) -> Iterator[str]:
    """An empty room."""
    url = postgres_server.create_database("billing", template=billing_template)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY_MORNING)


@pytest.fixture
def open_billing(billing_url: str, clock: FixedClock) -> Iterator[Callable[[], Billing]]:
    """Opens applications on the same room, as several processes would."""
    opened: list[Billing] = []

    def open_one() -> Billing:
        opened.append(Billing(database=Database(billing_url, size=8), clock=clock, secret_key=SECRET_KEY))
        return opened[-1]

    yield open_one
    for billing in opened:
        billing.close()
        billing.database.close()


@pytest.fixture
def billing(open_billing: Callable[[], Billing]) -> Billing:
    return open_billing()
