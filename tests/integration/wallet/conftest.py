"""A room of the wallet on a real PostgreSQL, with a clock that stands still until moved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from services.wallet.application import Wallets
from services.wallet.schemas import OpenWallet
from tests.support.servers import PostgresForTests
from tests.support.wallet_rooms import Customer, Ledger
from tests.support.wallets import NOW

SECRET_KEY = b"the wallet tests' secret key, 32."


@pytest.fixture(scope="session")
def wallet_template(postgres_server: PostgresForTests) -> str:
    """A migrated database to copy."""
    url = postgres_server.create_database("wallet_template")
    migrate("wallet", url)
    return url


@pytest.fixture
def wallet_url(postgres_server: PostgresForTests, wallet_template: str) -> Iterator[str]:
    url = postgres_server.create_database("wallet", template=wallet_template)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def start_room(wallet_url: str, clock: FixedClock) -> Iterator[Callable[..., Wallets]]:
    """Start the room, as a process of its own would: with nothing in memory."""
    started: list[tuple[Wallets, Database]] = []

    def start(**parts: Any) -> Wallets:
        database = Database(wallet_url, size=16, name="wallet-test")
        room = Wallets(database=database, clock=clock, secret_key=SECRET_KEY, **parts)
        started.append((room, database))
        return room

    yield start
    for room, database in started:
        room.close()
        database.close()


@pytest.fixture
def room(start_room: Callable[..., Wallets]) -> Wallets:
    return start_room()


@pytest.fixture
def make_customer(room: Wallets) -> Callable[..., Customer]:
    def make(currency: str = "CNY") -> Customer:
        account_id = uuid4()
        room.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency=currency, occurred_at=NOW - timedelta(days=30)))
        return Customer(room, account_id, currency)

    return make


@pytest.fixture
def customer(make_customer: Callable[..., Customer]) -> Customer:
    return make_customer()


@pytest.fixture
def ledger(room: Wallets) -> Ledger:
    return Ledger(room.database)
