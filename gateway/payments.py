"""What payment channels tell us, and where they send browsers back to. No session is asked for here: a channel's signature is its
authority, which the wallet judges, and a browser that comes back learns the state of the order it names, nothing else.
"""

from __future__ import annotations

import base64
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from gateway import bodies
from gateway.door import door
from services.kernel.ids import new_id
from services.kernel.schemas import load
from services.wallet.schemas import NoticeView, RechargeReturned, RechargeReturnedView, TakeNotice

PAYMENTS: Final = Blueprint("payments", __name__)

LIMIT_BYTES: Final = 64 << 10
TIMEOUT_S: Final = 15
_HANDED_ON: Final = ("content-type", "stripe-signature")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_WORDS: Final = {
    "paid": ("Paid", "The payment has arrived, and your cash has grown by it."),
    "pending": ("Not confirmed yet", "The payment channel has not confirmed the payment yet. This page asks again."),
    "expired": ("Too late", "The order's time is over. Should you have paid, it is credited as soon as the channel confirms it."),
    "cancelled": ("Cancelled", "The order was cancelled. Should you have paid, it is credited as soon as the channel confirms it."),
}
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Recharge: {title}</title>{again}
<style>body {{ font: 16px/1.5 sans-serif; max-width: 32em; margin: 4em auto }}</style></head>
<body><h1>{title}</h1><p>{words}</p><p>You may close this page, or go back to <a href="/">the Billing Center</a>.</p></body></html>
"""


@PAYMENTS.post("/v1/payment-notices/<channel>")
def take_notice(channel: str) -> Response:
    """A notice, handed on as it came. The answer is what the channel's protocol demands. Refuses: BodyIsTooLarge, InvalidInput."""
    body = bodies.raw(request, packed_limit_bytes=LIMIT_BYTES, limit_bytes=LIMIT_BYTES)
    headers = {name: request.headers[name] for name in _HANDED_ON if name in request.headers}
    told = {"id": str(new_id()), "channel": channel, "headers": headers, "body": base64.b64encode(body).decode()}
    view: NoticeView = door().remote.call("wallet", "take_notice", load(TakeNotice, told), reply=NoticeView, timeout_s=TIMEOUT_S)
    return Response(view.text, status=view.status, content_type="text/plain; charset=utf-8")


@PAYMENTS.get("/recharge-returns/<uuid:recharge_id>")
def returned(recharge_id: UUID) -> Response:
    """A browser comes back from the channel's page. What else the address says is not believed, and not needed."""
    asked = RechargeReturned(recharge_id=recharge_id)
    view: RechargeReturnedView = door().remote.call(
        "wallet", "recharge_returned", asked, reply=RechargeReturnedView, timeout_s=TIMEOUT_S
    )
    title, words = _WORDS[view.state]
    again = '<meta http-equiv="refresh" content="3">' if view.state == "pending" else ""
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(_PAGE.format(title=title, words=words, again=again), content_type="text/html; charset=utf-8", headers=headers)
