"""Paying in online over HTTP: from the order through the cashier's pages to the cash, and what strangers can do with the doors of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from tests.support.eventually import eventually
from tests.support.visitors import Town, Visitor, made, refusal

CHANNELS = [("alipay", "CNY"), ("stripe", "USD")]


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True, timeout=30, trust_env=False) as browser:
        yield browser


def orders(customer: Visitor, amount: str = "88.80", *, channel: str = "alipay", currency: str = "CNY", key: str = ""):
    body = {"amount": {"amount": amount, "currency": currency}, "channel": channel}
    return made(customer.post("/v1/recharges", body, key=key or str(uuid4())))


def cash_of(customer: Visitor) -> str:
    return made(customer.get("/v1/wallet"))["cash"]["amount"]


def presses(browser: httpx.Client, pay_url: str, *, silently: bool = False) -> httpx.Response:
    """Open the cashier's page and press its button, as a person would; the page where the browser ends."""
    page = browser.get(pay_url)
    action = re.search(r'action="([^"]+)"', page.text)
    assert action, page.text
    return browser.post(str(page.url.join(action[1])), data={"silent": "yes"} if silently else {})


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_pressing_the_pay_button_makes_cash_grow_once_and_leads_back(town: Town, browser, channel, currency):
    customer = town.customer(currency)
    order = orders(customer, channel=channel, currency=currency)

    back = presses(browser, order["pay_url"])
    eventually(lambda: cash_of(customer) == "88.80")

    assert (back.status_code, back.url.host, str(back.url).startswith(town.stack.address)) == (200, "127.0.0.1", True)
    eventually(lambda: "has grown" in browser.get(back.url).text)
    assert made(customer.get(f"/v1/recharges/{order['recharge_id']}"))["state"] == "paid"
    (movement,) = made(customer.get("/v1/wallet/statement"))["items"]
    assert (movement["reason"], movement["amount"]["amount"], movement["counterpart_kind"]) == ("recharge", "88.80", channel)


def test_the_way_back_makes_cash_grow_where_the_notice_was_lost(town: Town, browser):
    customer = town.customer()

    back = presses(browser, orders(customer)["pay_url"], silently=True)

    assert "has grown" in back.text
    assert cash_of(customer) == "88.80"


def test_where_notice_and_browser_were_lost_the_watch_asks(town: Town, browser):
    customer = town.customer()
    page = browser.get(orders(customer)["pay_url"])

    paid = browser.post(f"{page.url}/payment", data={"silent": "yes"}, follow_redirects=False)

    assert paid.status_code == 303
    eventually(lambda: cash_of(customer) == "88.80")


def test_an_order_that_was_cancelled_cannot_be_paid_any_more(town: Town, browser):
    customer = town.customer()
    order = orders(customer)
    page = browser.get(order["pay_url"])

    cancelled = made(customer.post(f"/v1/recharges/{order['recharge_id']}/cancellation", key="cancel"))

    assert (cancelled["state"], cancelled["pay_url"]) == ("cancelled", None)
    assert browser.post(f"{page.url}/payment").status_code == 409
    assert cash_of(customer) == "0.00"


def test_an_order_that_was_not_paid_in_time_expires_as_soon_as_the_clock_says_so(town: Town, browser):
    customer = town.customer()
    order = orders(customer)
    page = browser.get(order["pay_url"])

    town.move_clock(town.now() + timedelta(minutes=31))

    place = f"/v1/recharges/{order['recharge_id']}"
    eventually(lambda: made(customer.get(place))["ended_at"])
    assert made(customer.get(place))["state"] == "expired"
    assert browser.post(f"{page.url}/payment").status_code == 409


def test_a_repeated_order_is_the_first_one(town: Town):
    customer = town.customer()

    first, second = orders(customer, key="one"), orders(customer, key="one")

    assert first == second
    assert [order["recharge_id"] for order in made(customer.get("/v1/recharges"))["items"]] == [first["recharge_id"]]


def test_others_see_nothing_of_an_order_and_operators_all(town: Town, other: Visitor):
    order = orders(town.customer())
    place = f"/v1/recharges/{order['recharge_id']}"

    assert refusal(other.get(place)) == (404, "kernel.not_found")
    assert refusal(other.post(f"{place}/cancellation", key="mine")) == (404, "kernel.not_found")
    assert order["recharge_id"] not in str(made(other.get("/v1/recharges")))
    assert made(town.operator.get(place))["recharge_id"] == order["recharge_id"]
    assert order["recharge_id"] in [item["recharge_id"] for item in made(town.operator.get("/v1/recharges"))["items"]]


@pytest.mark.parametrize("channel", ["alipay", "stripe"])
@pytest.mark.parametrize("body", [b"", b"trade_status=TRADE_SUCCESS&sign=x&sign_type=RSA2", b'{"type": "checkout.session.completed"}'])
def test_a_forged_notice_leaves_no_trace(town: Town, no_trace, channel, body):
    with no_trace():
        answer = town.http.post(f"/v1/payment-notices/{channel}", content=body, headers={"Stripe-Signature": "t=1,v1=00"})

    assert (answer.status_code, answer.text) == (400, "fail" if channel == "alipay" else "")


def test_a_notice_that_is_too_large_or_for_nobody_is_refused(town: Town, no_trace):
    with no_trace():
        large = town.http.post("/v1/payment-notices/alipay", content=b"a" * 70_000)
        nobody = town.http.post("/v1/payment-notices/cowries", content=b"a=1")

    assert refusal(large) == (413, "gateway.body_is_too_large")
    assert refusal(nobody) == (422, "kernel.invalid_input")


def test_the_way_back_tells_strangers_nothing_and_credits_nothing(town: Town, browser):
    customer = town.customer()
    order = orders(customer)

    claimed = browser.get(f"{town.stack.address}/recharge-returns/{order['recharge_id']}?trade_status=TRADE_SUCCESS&total_amount=88.80")

    assert "Not confirmed yet" in claimed.text
    assert customer.account_id not in claimed.text
    assert cash_of(customer) == "0.00"
    assert town.http.get(f"/recharge-returns/{uuid4()}").status_code == 404


def test_an_operator_compares_the_channels_day_with_the_journal(town: Town, browser):
    customer = town.customer()
    presses(browser, orders(customer)["pay_url"])
    eventually(lambda: cash_of(customer) == "88.80")
    day = (town.now() + timedelta(hours=8)).date().isoformat()

    view = made(town.operator.post("/v1/settlement-files", {"channel": "alipay", "day": day}, key=str(uuid4())))

    assert view["rows"] == view["matched"] >= 1
    assert refusal(customer.post("/v1/settlement-files", {"channel": "alipay", "day": day}, key="x")) == (403, "kernel.not_allowed")
    assert refusal(customer.get("/v1/review-items")) == (403, "kernel.not_allowed")
