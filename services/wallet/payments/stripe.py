"""Stripe: card payments in USD on a Checkout page, by Stripe's SDK. Notices are webhooks signed with a shared secret."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
import stripe

from services.kernel.errors import Refusal
from services.kernel.money import MINOR_UNIT_MICROS, Money, parse_amount
from services.kernel.telemetry import get_logger
from services.wallet.domain import ChannelDoesNotAnswer, Payment, PaymentChannel, SettlementFileIsUnreadable
from services.wallet.payments.port import Notice, NoticeIsForged, OrderToPay, Page, SettledRow, kept
from services.wallet.payments.settings import StripeSettings

TIMEOUT_S: Final = 10
SIGNED_WITHIN_S: Final = 300
"""How old a notice's signature may be, by the machine's clock: Stripe signs each attempt anew."""

ZONE: Final = "UTC"
_CENT_MICROS: Final = MINOR_UNIT_MICROS["USD"]
_PAID: Final = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
_REVERSED: Final = ("charge.refunded", "charge.dispute.created")
_REPORTED: Final = {"created_utc", "reporting_category", "currency", "gross", "payment_intent_id"}
_REVERSALS: Final = ("refund", "payment_refund", "dispute")

log = get_logger("services.wallet.payments")


class Stripe:
    """An account at Stripe. We name its payments by their payment intent."""

    name: PaymentChannel = "stripe"
    currencies: Sequence[str] = ("USD",)
    zone = ZONE

    def __init__(self, settings: StripeSettings) -> None:
        self._settings = settings
        self._is_live = settings.secret_key.startswith(("sk_live_", "rk_live_"))
        self._client = stripe.StripeClient(
            settings.secret_key,
            base_addresses={"api": settings.api},
            http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
            max_network_retries=0,
        ).v1

    def page_payment(self, order: OrderToPay) -> Page:
        """Stripe keeps the first answer to an order's id, so asking again gives the same page."""
        price = {
            "currency": order.amount.currency.lower(),
            "unit_amount": order.amount.amount_micros // _CENT_MICROS,
            "product_data": {"name": "Billing Center recharge"},
        }
        asked = {
            "mode": "payment",
            "client_reference_id": str(order.order_id),
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": {"recharge_id": str(order.order_id)},
            "payment_intent_data": {"metadata": {"recharge_id": str(order.order_id)}},
            "success_url": order.return_url,
            "cancel_url": order.return_url,
        }
        session = self._ask(self._client.checkout.sessions.create, asked, {"idempotency_key": str(order.order_id)})
        if not session.get("url") or not session.get("id"):
            raise self._silent(KeyError("url"))
        return Page(str(session["url"]), cashier_id=str(session["id"]))

    def verify_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        try:
            stripe.WebhookSignature.verify_header(
                body, headers.get("stripe-signature"), self._settings.webhook_secret, tolerance=SIGNED_WITHIN_S
            )
            event = msgspec.json.decode(body, type=dict[str, Any])
        except (stripe.SignatureVerificationError, ValueError, TypeError, msgspec.DecodeError) as wrong:
            raise NoticeIsForged(type(wrong).__name__) from None
        name, kind = str(event.get("id", "")), event.get("type")
        said = event["data"]["object"] if isinstance(event.get("data"), dict) else {}
        shown = {"event": name, "type": str(kind), **kept(said, "id", "payment_intent", "amount_total", "amount", "currency")}
        if event.get("livemode") is not self._is_live:
            return Notice(name, complaint="notice_is_not_ours", said=shown)
        if kind in _REVERSED:
            return Notice(name, complaint="payment_reversed", said=shown)
        if kind not in _PAID or said.get("payment_status") != "paid":
            return Notice(name, said=shown)
        try:
            return Notice(name, payment=_payment(said, paid_at=event["created"]), said=shown)
        except (KeyError, ValueError, TypeError):
            return Notice(name, complaint="notice_is_unreadable", said=shown)

    def answer_to_notice(self, *, is_taken: bool) -> tuple[int, str]:
        return (200, "") if is_taken else (400, "")

    def query(self, order: OrderToPay) -> Payment | None:
        if not order.cashier_id:
            return None
        asked = {"expand": ["payment_intent.latest_charge"]}
        session = self._ask(self._client.checkout.sessions.retrieve, order.cashier_id, asked)
        try:
            if session["payment_status"] != "paid":
                return None
            intent = session["payment_intent"]
            return _payment({**session, "payment_intent": intent["id"]}, paid_at=intent["latest_charge"]["created"])
        except (KeyError, ValueError, TypeError) as wrong:
            raise self._silent(wrong) from wrong

    def close(self, order: OrderToPay) -> None:
        if not order.cashier_id:
            return
        try:
            self._client.checkout.sessions.expire(order.cashier_id)
        except stripe.InvalidRequestError:
            log.debug("a page was closed already", channel=self.name)  # paid or expired: `query` tells which
        except (stripe.StripeError, OSError) as fault:
            raise self._silent(fault) from fault

    def settlement_file(self, day: date) -> list[SettledRow]:
        since = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE))
        created = {"gte": int(since.timestamp()), "lt": int((since + timedelta(days=1)).timestamp())}
        asked: Any = {"created": created, "limit": 100, "expand": ["data.source"]}
        try:
            found = self._client.balance_transactions.list(asked)
            return [_settled(row.to_dict()) for row in found.auto_paging_iter() if row.type in ("charge", "payment", *_REVERSALS)]
        except (stripe.StripeError, OSError) as fault:
            raise self._silent(fault) from fault
        except (KeyError, ValueError, TypeError) as wrong:
            raise SettlementFileIsUnreadable(reason=type(wrong).__name__) from wrong

    def read_settlement_file(self, content: bytes) -> list[SettledRow]:
        """Stripe's itemized balance report as CSV, with the metadata column of the payments."""
        try:
            rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
            if not _REPORTED.issubset(rows.fieldnames or ()):
                raise SettlementFileIsUnreadable(reason="no header")
            return [_reported(row) for row in rows if row["reporting_category"] in ("charge", *_REVERSALS)]
        except SettlementFileIsUnreadable:
            raise
        except (KeyError, ValueError, TypeError, csv.Error, Refusal) as wrong:
            raise SettlementFileIsUnreadable(reason=type(wrong).__name__) from wrong

    def _ask(self, call: Any, *asked: Any) -> dict[str, Any]:
        """Refuses: ChannelDoesNotAnswer."""
        try:
            return dict(call(*asked).to_dict())
        except (stripe.StripeError, OSError, AttributeError, TypeError, ValueError) as fault:
            raise self._silent(fault) from fault

    def _silent(self, fault: Exception) -> ChannelDoesNotAnswer:
        log.warning("a payment channel did not answer", channel=self.name, fault=type(fault).__name__)
        return ChannelDoesNotAnswer(channel=self.name)


def _money(minor_units: int, currency: str) -> Money:
    return Money(minor_units * _CENT_MICROS, currency.upper())


def _payment(session: Mapping[str, Any], *, paid_at: int) -> Payment:
    return Payment(
        channel="stripe",
        order=str(session["client_reference_id"]),
        reference=str(session["payment_intent"]),
        amount=_money(session["amount_total"], session["currency"]),
        paid_at=datetime.fromtimestamp(paid_at, UTC),
    )


def _settled(row: Mapping[str, Any]) -> SettledRow:
    """A balance transaction with its charge or refund."""
    source = row["source"]
    return SettledRow(
        kind="reversal" if row["type"] in _REVERSALS else "payment",
        reference=str(source["payment_intent"]),
        order=str((source.get("metadata") or {}).get("recharge_id", "")),
        amount=_money(row["amount"], row["currency"]),
        at=datetime.fromtimestamp(row["created"], UTC),
    )


def _reported(row: Mapping[str, str]) -> SettledRow:
    return SettledRow(
        kind="payment" if row["reporting_category"] == "charge" else "reversal",
        reference=row["payment_intent_id"],
        order=row.get("payment_metadata[recharge_id]") or "",
        amount=Money(parse_amount(row["gross"]), row["currency"].upper()),
        at=datetime.fromisoformat(row["created_utc"]).replace(tzinfo=UTC),
    )
