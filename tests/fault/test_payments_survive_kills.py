"""Customers pay in at the cashier while the wallet is killed again and again: every payment is credited in the end, and none twice."""

import re
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import httpx
import pytest

from deploy.local.stack import Stack
from tests.support.behind import Behind
from tests.support.eventually import eventually
from tests.support.lives import micros
from tests.support.storm import Kill, Storm
from tests.support.visitors import Town, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

AMOUNT = "1.00"
DEATHS = [Kill("wallet", after_s=0.5, at_commit_of="wallet")] * 5


def test_every_payment_is_credited_once_whenever_the_wallet_dies(stack: Stack, town: Town, behind: Behind):
    customer = town.customer("CNY")
    storm, paid = Storm(stack), list[str]()

    with httpx.Client(timeout=30, trust_env=False, follow_redirects=True) as browser:
        storm.rage_during(partial(paying, customer, browser, paid, lambda: len(storm.struck) == len(DEATHS)), DEATHS)

    eventually(lambda: {state_of(customer, recharge_id) for recharge_id in paid} == {"paid"}, "not every payment was credited")
    references = [customer.get(f"/v1/recharges/{recharge_id}").json()["reference"] for recharge_id in paid]
    credited = behind.count_of("wallet", "wallet.cash_credited", "reference")
    assert [credited[reference] for reference in references] == [1] * len(paid)
    assert micros(customer.get("/v1/wallet").json()["cash"]["amount"]) == micros(AMOUNT) * len(paid)


def paying(customer: Visitor, browser: httpx.Client, paid: list[str], is_over: Callable[[], bool]) -> None:
    """Order and pay, one after the other; an order is asked for until it is there, and each button is pressed once."""
    while not is_over():
        order = eventually(partial(ordered, customer, str(uuid4())), "an order was not taken")
        page = browser.get(order["pay_url"])
        button = re.search(r'action="([^"]+)"', page.text)
        assert button, page.text
        pressed = browser.post(str(page.url.join(button[1])), follow_redirects=False)
        assert pressed.status_code == 303
        paid.append(order["recharge_id"])


def ordered(customer: Visitor, key: str) -> dict[str, str] | None:
    """The order, or None where nobody was there to take it."""
    body = {"amount": {"amount": AMOUNT, "currency": "CNY"}, "channel": "alipay"}
    answer = customer.post("/v1/recharges", body, key=key)
    return answer.json() if answer.is_success else None


def state_of(customer: Visitor, recharge_id: str) -> str:
    return str(customer.get(f"/v1/recharges/{recharge_id}").json()["state"])
