"""A room of the wallet on a real PostgreSQL, with a clock that stands still until moved."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.sandbox.keys import Keys
from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from services.wallet.application import Wallets
from services.wallet.schemas import OpenWallet
from tests.support.room_fixtures import copy_of, opener_of, template_of
from tests.support.wallet_rooms import Customer, Ledger
from tests.support.wallets import NOW

wallet_template = template_of("wallet")
wallet_url = copy_of("wallet_template")
start_room = opener_of(Wallets, "wallet_url")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


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


@pytest.fixture(scope="session")
def cashier_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of the stand-in cashier, made once: that takes a second."""
    folder = tmp_path_factory.mktemp("cashier")
    Keys.of(folder)
    return folder


@pytest.fixture
def cashier_folder(cashier_keys: Path, tmp_path: Path) -> Path:
    """A folder for a stand-in cashier: keys, and no trades yet."""
    return shutil.copytree(cashier_keys, tmp_path / "cashier")


@pytest.fixture
def ledger(room: Wallets) -> Ledger:
    return Ledger(room.database)
