"""The cashier's pages: what is to be paid, a button that pays it, and the way back."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Flask, abort, redirect, request
from markupsafe import escape

from deploy.sandbox.alipay import Alipay
from deploy.sandbox.keys import Keys
from deploy.sandbox.notices import Messenger
from deploy.sandbox.stripe import Stripe
from deploy.sandbox.trades import Trade, Trades
from services.kernel.clock import Clock

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Stand-in cashier</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 32em; margin: 4em auto }}
button {{ font: inherit; padding: .5em 1.5em }}</style></head>
<body><h1>Stand-in for {channel}</h1><p>No money is behind this page.</p>
<p>{subject}: <strong>{amount} {currency}</strong>, order <code>{order}</code></p>{rest}</body></html>
"""
_BUTTONS: Final = """<form method="post" action="/cashier/{name}/payment"><button>Pay</button>
<button name="silent" value="yes">Pay, and lose the notice</button></form>
"""
_OVER: Final = """<p>This order is {status}.</p><p><a href="{back}">Back to the Billing Center</a></p>"""


class Cashier:
    """Both stand-ins and the pages in front of them."""

    def __init__(self, keys: Keys, trades: Trades, clock: Clock, *, address: str, webhook_url: str) -> None:
        self._trades, self._clock = trades, clock
        self.alipay = Alipay(keys, trades, clock, address=address)
        self.stripe = Stripe(keys, trades, clock, address=address, webhook_url=webhook_url)
        self.messenger = Messenger()

    def app(self) -> Flask:
        """What is served."""
        app = Flask("sandbox", static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = 1 << 20
        pages = Blueprint("pages", __name__)
        pages.add_url_rule("/cashier/<name>", "page", self._page)
        pages.add_url_rule("/cashier/<name>/payment", "pay", self._pay, methods=["POST"])
        pages.add_url_rule("/cashier/<name>/reversal", "reverse", self._reverse, methods=["POST"])
        for blueprint in (self.alipay.blueprint(), self.stripe.blueprint(), pages):
            app.register_blueprint(blueprint)
        return app

    def tell(self, trade: Trade) -> None:
        """Send what is to be said of a trade, until it is taken."""
        self.messenger.send(self._of(trade).notice_of(trade))

    def _of(self, trade: Trade) -> Any:
        return self.alipay if trade.channel == "alipay" else self.stripe

    def _trade(self, name: str) -> Trade:
        return self._trades.find(name) or abort(404)

    def _page(self, name: str) -> str:
        trade = self._trade(name)
        rest = _BUTTONS.format(name=escape(name)) if trade.status == "waiting" else _over(trade)
        return _PAGE.format(
            channel=trade.channel.capitalize(),
            subject=escape(trade.subject),
            amount=trade.amount,
            currency=escape(trade.currency.upper()),
            order=escape(trade.order),
            rest=rest,
        )

    def _pay(self, name: str) -> Any:
        trade = self._trade(name)
        if not self._trades.move(trade, "paid", at=self._clock.now()):
            return self._page(name), 409
        if "silent" not in request.form:
            self.tell(trade)
        return redirect(self.alipay.return_url_of(trade) if trade.channel == "alipay" else trade.return_url, code=303)

    def _reverse(self, name: str) -> Any:
        trade = self._trade(name)
        if trade.paid_at is None:
            return self._page(name), 409
        self._trades.reverse(trade, at=self._clock.now())
        self.tell(trade)
        return self._page(name)


def _over(trade: Trade) -> str:
    return _OVER.format(status=trade.status, back=escape(trade.return_url))
