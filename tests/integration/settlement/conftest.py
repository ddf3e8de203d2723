"""Settlement on a real PostgreSQL, with a clock that stands still and a stand-in at the wallet's end of the wire."""

from collections.abc import Callable
from typing import Any

import pytest

from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from services.settlement.application import OpenPayer, Settlements
from services.settlement.policies import SettlementPolicies
from services.settlement.schemas import CreateWorkspace, WorkspaceView
from tests.support.room_fixtures import copy_of, opener_of, template_of
from tests.support.settlements import NOW, StandInWallet

settlement_template = template_of("settlement")
settlement_url = copy_of("settlement_template")
open_settlements = opener_of(Settlements, "settlement_url")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


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
