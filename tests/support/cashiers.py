"""A room that takes money online: the stand-in cashier on a port of its own, and a door that hands its notices to the room."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from deploy.local.ports import free_port
from deploy.sandbox.keys import APP_ID, SELLER_ID
from deploy.sandbox.server import Server
from deploy.sandbox.trades import Trade
from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from services.wallet.application import Wallets
from services.wallet.payments import Channels
from services.wallet.payments.build import channels_of
from services.wallet.payments.settings import AlipaySettings, PaymentSettings, StripeSettings
from services.wallet.schemas import ListReviewItems, NoticeView, OrderRecharge, RechargeView, ReviewItemView, TakeNotice
from tests.support.wallet_rooms import Customer

FORM = "application/x-www-form-urlencoded; charset=utf-8"


def payment_settings(server: Server, *, public_url: str) -> PaymentSettings:
    """What a room is told that pays in at this stand-in."""
    keys = server.keys
    return PaymentSettings(
        public_url,
        AlipaySettings(
            APP_ID,
            SELLER_ID,
            f"{server.address}/gateway.do",
            keys.app_private_key_file.read_text(),
            keys.alipay_public_key_file.read_text(),
        ),
        StripeSettings(server.address, keys.stripe_secret_key, keys.stripe_webhook_secret_file.read_text()),
    )


class Till:
    """The room, the cashier and the door between them. `is_deaf` makes the door answer nothing but 500."""

    def __init__(self, room: Wallets, server: Server) -> None:
        self.room, self.server = room, server
        self.heard: list[NoticeView] = []
        self.is_deaf = False
        self.missed = 0
        self.browser = httpx.Client(trust_env=False)

    @property
    def clock(self) -> FixedClock:
        return self.room.clock  # type: ignore[return-value]

    # -- what a customer does at the cashier

    def opens(self, pay_url: str | None) -> str:
        """Open the page; the address of the pay button."""
        assert pay_url is not None
        page = self.browser.get(pay_url, follow_redirects=True)
        assert page.status_code == 200, page.text
        assert 'method="post"' in page.text, page.text
        return f"{page.url}/payment"

    def pays(self, pay_url: str | None, *, silently: bool = False) -> str:
        """Press the button; where the browser is sent then. `silently`: the notice is lost."""
        answer = self.browser.post(self.opens(pay_url), data={"silent": "yes"} if silently else {})
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def trade_of(self, recharge_id: UUID) -> Trade:
        trades = self.server.trades
        found = trades.of_order("alipay", recharge_id.hex) or trades.of_order("stripe", str(recharge_id))
        assert found is not None
        return found

    # -- what channels say

    def says(self, trade: Trade, **changed: str | None) -> NoticeView:
        """Alipay's notice of a trade, with these fields changed (None: left out) and signed after that."""
        said = {**self.server.cashier.alipay.said_of(trade), **changed}
        return self.tells_alipay(self.server.cashier.alipay.signed({name: value for name, value in said.items() if value is not None}))

    def tells_alipay(self, fields: dict[str, str]) -> NoticeView:
        return self.tells("alipay", urlencode(fields).encode())

    def tells(self, channel: Any, body: bytes, headers: dict[str, str] | None = None) -> NoticeView:
        """A notice as the door hands it on."""
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        command = TakeNotice(id=new_id(), channel=channel, headers=lower, body=base64.b64encode(body).decode())
        return self.room.take_notice(command)

    # -- what operators see

    def reviews(self, *kinds: str) -> list[ReviewItemView]:
        """What waits for a person, the first found first."""
        found = self.room.list_review_items(ListReviewItems(status="open", limit=200)).items[::-1]
        return [item for item in found if not kinds or item.kind in kinds]


def orders(customer: Customer, amount: str = "100.00", *, channel: str | None = None, **fields: Any) -> RechargeView:
    """A customer orders to pay in, through the channel of their currency."""
    usual = {"CNY": "alipay", "USD": "stripe"}[customer.currency]
    asked = {"id": new_id(), "account_id": customer.account_id, "amount": customer.money(amount), "channel": channel or usual}
    return customer.room.order_recharge(OrderRecharge(**{**asked, **fields}))


@contextmanager
def till_of(start_room: Callable[..., Wallets], folder: Path, clock: FixedClock) -> Iterator[Till]:
    """A till with a room of its own, until the end of the block."""
    door = _Door(("127.0.0.1", 0), _Ear)
    public_url = f"http://127.0.0.1:{door.server_port}"
    webhook_url = f"{public_url}/v1/payment-notices/stripe"
    with Server(folder, port=free_port(), clock=clock, webhook_url=webhook_url) as server:
        channels: Channels = channels_of(payment_settings(server, public_url=public_url))
        till = Till(start_room(channels=channels), server)
        door.till = till
        threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield till
        finally:
            till.browser.close()
            door.shutdown()
            door.server_close()


class _Door(ThreadingHTTPServer):
    till: Till


class _Ear(BaseHTTPRequestHandler):
    server: _Door

    def do_POST(self) -> None:
        till, channel = self.server.till, self.path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if till.is_deaf:
            till.missed += 1
            return self._answer(500, "")
        view = till.tells(channel, body, dict(self.headers))
        till.heard.append(view)
        return self._answer(view.status, view.text)

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""
