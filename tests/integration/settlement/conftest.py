"""Settlement on a real PostgreSQL, with a clock that stands still and a stand-in at the wallet's end of the wire."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from services.settlement.application import OpenPayer, Settlements
from services.settlement.policies import SettlementPolicies
from services.settlement.schemas import CreateWorkspace, WorkspaceView
from tests.support.servers import PostgresForTests
from tests.support.settlements import NOW, StandInWallet

SECRET_KEY = b"a secret key for tests, 32 bytes"


@pytest.fixture(scope="session")
def settlement_template(postgres_server: PostgresForTests) -> str:
    """The URL of a database with settlement's tables, to copy."""
    url = postgres_server.create_database("settlement_template")
    migrate("settlement", url)
    return url


@pytest.fixture
def settlement_url(postgres_server: PostgresForTests, settlement_template: str) -> Iterator[str]:
    """An empty room."""
    url = postgres_server.create_database("settlement", template=settlement_template)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def open_settlements(settlement_url: str, clock: FixedClock) -> Iterator[Callable[[], Settlements]]:
    """Opens applications on the same room, as several processes would."""
    opened: list[Settlements] = []

    def open_one() -> Settlements:
        opened.append(Settlements(database=Database(settlement_url, size=16), clock=clock, secret_key=SECRET_KEY))
        return opened[-1]

    yield open_one
    for settlements in opened:
        settlements.close()
        settlements.database.close()


@pytest.fixture
def settlements(open_settlements: Callable[[], Settlements]) -> Settlements:
    return open_settlements()


@pytest.fixture
def wallet() -> StandInWallet:
    return StandInWallet()


@pytest.fixture
def policies(settlements: Settlements, wallet: StandInWallet) -> SettlementPolicies:
    return SettlementPolicies(settlements, wallet)  # type: ignore[arg-type]


@pytest.fixture
def open_account(settlements: Settlements) -> Callable[..., Any]:
    """Makes settlement know an account; its id."""

    def open_one(currency: str = "CNY") -> Any:
        account_id = new_id()
        settlements.open_payer(OpenPayer(id=new_id(), account_id=account_id, currency=currency, occurred_at=NOW))
        return account_id

    return open_one


@pytest.fixture
def create_workspace(settlements: Settlements) -> Callable[..., WorkspaceView]:
    def create(account_id: Any, **fields: Any) -> WorkspaceView:
        values = {"id": new_id(), "account_id": account_id, "name": "shop", "site": "CN1", **fields}
        return settlements.create_workspace(CreateWorkspace(**values))

    return create
