"""Enough of Stripe's API: Checkout sessions, balance transactions, and webhooks signed with the shared secret."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import httpx
from flask import Blueprint, Response, jsonify, request

from deploy.sandbox.keys import Keys
from deploy.sandbox.notices import Notice
from deploy.sandbox.trades import Trade, Trades
from services.kernel.clock import Clock

_STATUS: Final = {"waiting": "open", "paid": "complete", "closed": "expired"}


class Stripe:
    """The stand-in. It tells of payments at one address, as an account's settings would say."""

    def __init__(self, keys: Keys, trades: Trades, clock: Clock, *, address: str, webhook_url: str) -> None:
        self._keys, self._trades, self._clock, self._address, self._webhook_url = keys, trades, clock, address, webhook_url

    def blueprint(self) -> Blueprint:
        routes = Blueprint("stripe", __name__, url_prefix="/v1")
        routes.before_request(self._require_key)
        routes.add_url_rule("/checkout/sessions", "create", self._create, methods=["POST"])
        routes.add_url_rule("/checkout/sessions/<name>", "retrieve", self._retrieve)
        routes.add_url_rule("/checkout/sessions/<name>/expire", "expire", self._expire, methods=["POST"])
        routes.add_url_rule("/balance_transactions", "balance_transactions", self._balance_transactions)
        return routes

    def notice_of(self, trade: Trade) -> Notice:
        """What is told of a trade: an event, each try signed at its own time (the machine's: signatures know no moved clock)."""

        def attempt() -> httpx.Request:
            body = json.dumps(self.event_of(trade))
            return httpx.Request("POST", trade.notify_url, content=body, headers=self.signed(body))

        return Notice(attempt, lambda answer: answer.is_success)

    def signed(self, body: str) -> dict[str, str]:
        """The headers of a notice with this body, sent now."""
        return {"Content-Type": "application/json", "Stripe-Signature": self._keys.stripe_signs(body, at_s=int(time.time()))}

    def event_of(self, trade: Trade) -> dict[str, Any]:
        """The event that tells of a payment, or of its reversal."""
        kind = "charge.refunded" if trade.reversed_at else "checkout.session.completed"
        return {
            "id": f"evt_{trade.trade_id}_{kind}",
            "object": "event",
            "type": kind,
            "created": _seconds(trade.reversed_at or trade.paid_at),
            "livemode": False,
            "data": {"object": _charge(trade) if trade.reversed_at else self.session_of(trade)},
        }

    def session_of(self, trade: Trade, *, expanded: bool = False) -> dict[str, Any]:
        """The Checkout session of a trade."""
        intent = {"id": trade.reference, "object": "payment_intent", "latest_charge": _charge(trade)} if expanded else trade.reference
        return {
            "id": trade.trade_id,
            "object": "checkout.session",
            "mode": "payment",
            "livemode": False,
            "created": _seconds(trade.created_at),
            "client_reference_id": trade.order,
            "metadata": {"recharge_id": trade.order},
            "amount_total": trade.cents,
            "currency": trade.currency,
            "payment_status": "paid" if trade.status == "paid" else "unpaid",
            "payment_intent": intent if trade.status == "paid" else None,
            "status": _STATUS[trade.status],
            "success_url": trade.return_url,
            "url": f"{self._address}/cashier/{trade.trade_id}" if trade.status == "waiting" else None,
        }

    def _require_key(self) -> Response | None:
        if request.headers.get("Authorization") == f"Bearer {self._keys.stripe_secret_key}":
            return None
        return _error(401, "Invalid API Key provided")

    def _create(self) -> Response:
        asked = request.form
        price = "line_items[0][price_data]"

        def make(number: int) -> Trade:
            return Trade(
                "stripe",
                f"cs_test_{number:08d}",
                asked["client_reference_id"],
                int(asked[f"{price}[unit_amount]"]),
                asked[f"{price}[currency]"],
                asked[f"{price}[product_data][name]"],
                asked["success_url"],
                self._webhook_url,
                self._clock.now(),
                f"pi_test_{number:08d}",
            )

        return jsonify(self.session_of(self._trades.open("stripe", asked["client_reference_id"], make)))

    def _retrieve(self, name: str) -> Response:
        trade = self._trades.find(name)
        return jsonify(self.session_of(trade, expanded=True)) if trade else _error(404, "No such checkout.session")

    def _expire(self, name: str) -> Response:
        trade = self._trades.find(name)
        if trade is None or not self._trades.move(trade, "closed", at=self._clock.now()):
            return _error(400, "Only Checkout Sessions with a status in ['open'] can be expired.")
        return jsonify(self.session_of(trade))

    def _balance_transactions(self) -> Response:
        since, until = int(request.args["created[gte]"]), int(request.args["created[lt]"])
        listed = [row for trade in self._trades.paid("stripe") for row in _balance_rows(trade) if since <= row["created"] < until]
        return jsonify({"object": "list", "url": "/v1/balance_transactions", "has_more": False, "data": listed})


def _balance_rows(trade: Trade) -> list[dict[str, Any]]:
    name = f"txn_{trade.trade_id}"
    row = {"id": name, "object": "balance_transaction", "type": "charge", "amount": trade.cents, "currency": trade.currency}
    rows = [{**row, "created": _seconds(trade.paid_at), "source": _charge(trade)}]
    if trade.reversed_at:
        back = {"id": f"{name}_r", "type": "refund", "amount": -trade.cents, "created": _seconds(trade.reversed_at)}
        rows.append({**row, **back, "source": {**_charge(trade), "object": "refund"}})
    return rows


def _charge(trade: Trade) -> dict[str, Any]:
    return {
        "id": f"ch_{trade.trade_id}",
        "object": "charge",
        "created": _seconds(trade.paid_at),
        "payment_intent": trade.reference,
        "amount": trade.cents,
        "currency": trade.currency,
        "metadata": {"recharge_id": trade.order},
    }


def _seconds(instant: Any) -> int:
    return int(instant.timestamp()) if instant else 0


def _error(status: int, message: str) -> Response:
    response = jsonify({"error": {"type": "invalid_request_error", "message": message}})
    response.status_code = status
    return response
