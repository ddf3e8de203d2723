"""The audit in a small house of real rooms on a real PostgreSQL."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from services.kernel.migrate import migrate
from tests.support.audits import ROOMS, House
from tests.support.servers import PostgresForTests

COMPANY_A = (
    {"item": "time_series", "quantity": 6_000, "retention_days": 3},
    {"item": "logs", "quantity": 1_500_000, "retention_days": 7, "id": "logs-1"},
    {"item": "logs", "quantity": 500_000, "retention_days": 7, "id": "logs-2"},
    {"item": "trace", "quantity": 2_000_000, "retention_days": 3, "spans": 7},
    {"item": "pv", "quantity": 20_000, "retention_days": 3},
    {"item": "trigger", "quantity": 20_000},
)
"""TV-1: 13.40."""


@pytest.fixture(scope="session")
def house_templates(postgres_server: PostgresForTests) -> dict[str, str]:
    """Each room's migrated database, to copy."""
    urls = {room: postgres_server.create_database(f"{room}_house") for room in ROOMS}
    for room, url in urls.items():
        migrate(room, url)
    return urls


@pytest.fixture
def house(postgres_server: PostgresForTests, house_templates: dict[str, str]) -> Iterator[House]:
    """Rooms in which nothing has happened yet."""
    urls = {room: postgres_server.create_database(room, template=url) for room, url in house_templates.items()}
    house = House(urls)
    yield house
    house.close()
    for url in urls.values():
        postgres_server.drop_database(url)


@pytest.fixture
def lived_in(house: House) -> tuple[House, UUID]:
    """A house with a day's life, and an account whose bill of 13.40 was paid from voucher, card and cash; another's is owed."""
    account_id, neighbour_id = house.an_account(), house.an_account()
    workspace_id, next_door = house.a_workspace(account_id), house.a_workspace(neighbour_id)
    house.transfer(account_id, "1100.00")
    house.a_card(account_id, "100.00")
    house.a_voucher(account_id, "5.00")
    house.transfer(neighbour_id, "1.00")
    house.use(account_id, workspace_id, *COMPANY_A, {"item": "logs", "quantity": 77, "retention_days": 7, "id": "mistaken"})
    house.use(neighbour_id, next_door, {"item": "sms", "quantity": 37}, {"item": "logs", "quantity": 123_457})
    house.use(account_id, workspace_id, {"item": "logs", "quantity": 77, "retention_days": 7, "id": "mistaken", "type": "usage.retraction.v1"})
    house.use(account_id, workspace_id, *COMPANY_A[1:3])  # a repeat
    house.close_and_collect()
    return house, account_id
