"""The audit in a small house of real rooms on a real PostgreSQL."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from services.kernel.migrate import migrate
from tests.support.audits import ROOMS, TUESDAY_MORNING, House
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
WRITTEN = ("settlement", "billing", "wallet", "audit")


@pytest.fixture(scope="session")
def house_templates(postgres_server: PostgresForTests) -> dict[str, str]:
    """Each room's migrated database, to copy."""
    urls = {room: postgres_server.create_database(f"{room}_house") for room in ROOMS}
    for room, url in urls.items():
        migrate(room, url)
    return urls


@pytest.fixture(scope="session")
def lived_in_templates(postgres_server: PostgresForTests, house_templates: dict[str, str]) -> tuple[dict[str, str], UUID]:
    """The databases of a house after a day's life, to copy, and an account.

    The account's bill of 13.40 was paid from voucher and card; its neighbour's is partly owed; a third account has no
    bill, and everything else happened to its wallet. Identity and tickets are never written.
    """
    urls = {room: postgres_server.create_database(f"{room}_lived_in", template=url) for room, url in house_templates.items()}
    house = House(urls)
    account_id, neighbour_id = house.an_account(), house.an_account()
    workspace_id, next_door = house.a_workspace(account_id), house.a_workspace(neighbour_id)
    house.transfer(account_id, "1100.00")
    house.a_card(account_id, "100.00")
    house.a_voucher(account_id, "5.00")
    house.transfer(neighbour_id, "1.00")
    house.live_eventfully(house.an_account())
    mistaken = {"item": "logs", "quantity": 77, "retention_days": 7, "id": "mistaken"}
    house.use(account_id, workspace_id, *COMPANY_A, mistaken)
    house.use(neighbour_id, next_door, {"item": "sms", "quantity": 37}, {"item": "logs", "quantity": 123_457})
    house.use(account_id, workspace_id, {**mistaken, "type": "usage.retraction.v1"})
    house.use(account_id, workspace_id, *COMPANY_A[1:3])  # a repeat
    house.close_and_collect()
    house.close()
    return urls, account_id


@pytest.fixture
def lived_in(postgres_server: PostgresForTests, lived_in_templates: tuple[dict[str, str], UUID]) -> Iterator[tuple[House, UUID]]:
    """A house of one's own after that day, and the account."""
    templates, account_id = lived_in_templates
    copied = {room: postgres_server.create_database(room, template=templates[room]) for room in WRITTEN}
    house = House({**templates, **copied})
    house.clock.move_to(TUESDAY_MORNING)
    yield house, account_id
    house.close()
    for url in copied.values():
        postgres_server.drop_database(url)
