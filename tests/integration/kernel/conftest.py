"""The kernel's ledger on a real PostgreSQL: a migrated template, and copies of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.migrate import migrate
from tests.support.room_fixtures import SECRET_KEY, copy_of
from tests.support.servers import PostgresForTests
from tests.support.tally import TALLY_TABLE, Tallies

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def ledger_template(postgres_server: PostgresForTests) -> str:
    """The URL of a database with the kernel's tables and the tally's, to copy."""
    url = postgres_server.create_database("ledger_template")
    migrate("kernel_only", url)
    with Database(url, size=1).connect() as connection:
        connection.execute(TALLY_TABLE)
    return url


ledger_url = copy_of("ledger_template")


@pytest.fixture
def open_tallies(ledger_url: str) -> Iterator[Callable[[], Tallies]]:
    """Opens applications on the same ledger, as several processes would."""
    opened: list[Tallies] = []

    def open_one() -> Tallies:
        opened.append(Tallies(database=Database(ledger_url, size=4), clock=FixedClock(START), secret_key=SECRET_KEY))
        return opened[-1]

    yield open_one
    for tallies in opened:
        tallies.close()
        tallies.database.close()


@pytest.fixture
def tallies(open_tallies: Callable[[], Tallies]) -> Tallies:
    return open_tallies()
