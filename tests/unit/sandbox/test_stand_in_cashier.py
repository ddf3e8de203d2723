"""The stand-in cashier itself: it forgets nothing, keeps its keys to itself, and refuses what is not signed."""

from datetime import UTC, datetime

import httpx
import pytest

from deploy.local.ports import free_port
from deploy.sandbox.keys import APP_ID, Keys
from deploy.sandbox.server import Server
from deploy.sandbox.trades import Trade, Trades
from services.kernel.clock import FixedClock

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cashier")
    with Server(folder, port=free_port(), clock=FixedClock(NOON), webhook_url="http://127.0.0.1:1") as server:
        yield server


def a_trade(number: int) -> Trade:
    return Trade("alipay", f"T{number}", "order-1", 100, "CNY", "recharge", "", "", NOON, f"T{number}")


def test_keys_and_trades_survive_a_restart(tmp_path):
    key, trades = Keys.of(tmp_path).stripe_secret_key, Trades(tmp_path)
    trades.move(trades.open("alipay", "order-1", a_trade), "paid", at=NOON)

    again = Trades(tmp_path)

    assert Keys.of(tmp_path).stripe_secret_key == key
    assert again.find("T1") == trades.find("T1")
    assert again.open("alipay", "order-1", a_trade).status == "paid"


def test_private_keys_are_readable_by_us_alone(tmp_path):
    Keys.of(tmp_path)

    private = [file for file in tmp_path.iterdir() if "public" not in file.name]

    assert len(private) == 4
    assert {file.stat().st_mode & 0o077 for file in private} == {0}


def test_a_trade_is_paid_once(tmp_path):
    trades = Trades(tmp_path)
    trade = trades.open("alipay", "order-1", a_trade)

    assert [trades.move(trade, "paid", at=NOON), trades.move(trade, "paid", at=NOON), trades.move(trade, "closed", at=NOON)] == [
        True,
        False,
        False,
    ]


def test_alipay_refuses_what_the_app_has_not_signed(server):
    asked = {"app_id": APP_ID, "method": "alipay.trade.query", "biz_content": '{"out_trade_no":"1"}', "sign": "AAAA"}

    answer = httpx.get(f"{server.address}/gateway.do", params=asked, trust_env=False).json()

    assert answer["error_response"]["sub_code"] == "isv.invalid-signature"


def test_stripe_refuses_another_key(server):
    answer = httpx.get(f"{server.address}/v1/checkout/sessions/cs_1", headers={"Authorization": "Bearer sk_test_x"}, trust_env=False)

    assert answer.status_code == 401


def test_a_page_that_was_never_opened_is_not_there(server):
    assert httpx.get(f"{server.address}/cashier/T9", trust_env=False).status_code == 404
