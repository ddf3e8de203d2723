"""Money is paid in online, as a person does it: order, open the channel's page, press its button, come back. The channel is a stand-in."""

from __future__ import annotations

import re
from decimal import Decimal

import httpx
from billing_center_client.api.wallet import order_recharge, recharge_of
from billing_center_client.models import OrderRechargeBody, OrderRechargeBodyChannel

from deploy.demo.money import balance, money
from deploy.demo.people import Person
from deploy.demo.world import World, said


def online(world: World, of: Person, amount: str, currency: str, channel: str) -> None:
    """Cash grows by what the channel confirms, once."""
    before = balance(of)
    body = OrderRechargeBody(amount=money(amount, currency), channel=OrderRechargeBodyChannel(channel))
    order = of.hands.ask(order_recharge, body=body, idempotency_key=f"recharge-{of.login}")
    world.check(f"{of.login} ordered to pay in through {channel}; nothing is credited yet", said(balance(of).cash), said(before.cash))
    came_back_to = press_the_button(order.pay_url)
    world.check("the browser came back from the channel's page", came_back_to.startswith(world.stack.address), True)
    paid = world.wait_for("the payment", lambda: _if_paid(of.hands.ask(recharge_of, order.recharge_id)))
    world.check("the channel confirmed it under its own number", bool(paid.reference), True)
    world.check(f"cash grew by {amount} {currency}", said(balance(of).cash), said(money(_plus(before.cash.amount, amount), currency)))


def press_the_button(pay_url: str) -> str:
    """Open the channel's page and pay; where the browser ends."""
    with httpx.Client(follow_redirects=True, timeout=30, trust_env=False) as browser:
        page = browser.get(pay_url)
        button = re.search(r'action="([^"]+)"', page.text)
        assert button, page.text
        return str(browser.post(page.url.join(button[1])).raise_for_status().url)


def _if_paid(order: object) -> object | None:
    return order if getattr(order, "state", None) == "paid" else None


def _plus(one: str, other: str) -> str:
    return f"{Decimal(one) + Decimal(other):.2f}"
