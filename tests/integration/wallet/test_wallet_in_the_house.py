"""What the wallet hears from identity's book, and what others read in its own."""

from uuid import UUID

import msgspec
import pytest

from services.kernel.follower.policies import Policies
from services.kernel.ids import natural_id, new_id
from services.wallet.events import PUBLISHED
from services.wallet.policies import WalletPolicies
from services.wallet.schemas import BalanceOf
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, yuan


def account_opened(kind="customer", **fields):
    """An entry of identity's book, as it comes over the wire."""
    account_id = str(new_id())
    data = {"account_id": account_id, "currency": "CNY", "kind": kind, "occurred_at": "2026-11-01T08:00:00Z", "of_later": "ignored"}
    return {
        "position": 7,
        "name": "identity.account_opened.v1",
        "event_id": str(natural_id("event", account_id, 1)),
        "account_id": account_id,
        "recorded_at": "2026-11-01T08:00:01Z",
        "data": data | fields,
    }


@pytest.fixture
def hear(room):
    return Policies(WalletPolicies(room), book="identity").apply


def test_a_customer_s_account_gets_a_wallet(room, hear):
    entry = account_opened()

    hear(entry)

    balance = room.balance_of(BalanceOf(account_id=UUID(entry["account_id"])))
    assert (balance.currency, balance.cash, balance.debt) == ("CNY", yuan("0.00"), yuan("0.00"))


def test_hearing_it_again_changes_nothing(hear, ledger):
    entry = account_opened()
    hear(entry)
    before = ledger.bytes()

    hear(entry)
    hear({**entry, "event_id": str(new_id())})

    after = ledger.bytes()
    assert {**after, "command_log": before["command_log"]} == before


def test_the_operators_account_has_no_wallet(hear, ledger):
    before = ledger.bytes()

    hear(account_opened(kind="operator"))

    assert ledger.bytes() == before


def test_others_read_what_happened_in_order(customer):
    customer.is_charged(line("2.00"))
    customer.transfers("5.00")
    customer.has_a_voucher("1.00")

    page = PUBLISHED.read(customer.room.database, after=0)

    events = msgspec.json.decode(msgspec.json.encode(page["events"]))
    assert [event["name"] for event in events] == [
        "wallet.opened.v1",
        "wallet.charged.v1",
        "wallet.cash_credited.v1",
        "wallet.debt_cleared.v1",
        "wallet.voucher_activated.v1",
    ]
    assert {event["account_id"] for event in events} == {str(customer.account_id)}
    assert page["to"] == page["head"]
    assert events[1]["data"]["occurred_at"] == NOW.isoformat().replace("+00:00", "Z")


def test_codes_are_not_published(customer):
    customer.is_given_a_code("1.00")

    names = {event["name"] for event in PUBLISHED.read(customer.room.database, after=0)["events"]}

    assert names == {"wallet.opened.v1"}
