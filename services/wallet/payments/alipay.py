"""Alipay: page payments in CNY, by python-alipay-sdk (RSA2). What comes in and every answer is verified with Alipay's public key."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from alipay import AliPay  # type: ignore[import-untyped]
from alipay.exceptions import AliPayException, AliPayValidationError  # type: ignore[import-untyped]
from alipay.utils import AliPayConfig  # type: ignore[import-untyped]

from services.kernel.clock import SystemClock
from services.kernel.errors import Refusal
from services.kernel.money import Money, format_amount, parse_amount
from services.kernel.telemetry import get_logger
from services.wallet.domain import ChannelDoesNotAnswer, Payment, PaymentChannel
from services.wallet.payments import alipay_files
from services.wallet.payments.port import Notice, NoticeIsForged, OrderToPay, Page, SettledRow, kept
from services.wallet.payments.settings import AlipaySettings

TIMEOUT_S: Final = 10
LARGEST_FILE_BYTES: Final = 32 << 20
ZONE: Final = ZoneInfo("Asia/Shanghai")
"""Alipay's times are Beijing's, without an offset."""

_PAID: Final = ("TRADE_SUCCESS", "TRADE_FINISHED")
_NO_SUCH_TRADE: Final = ("ACQ.TRADE_NOT_EXIST",)
_NOTHING_TO_CLOSE: Final = (*_NO_SUCH_TRADE, "ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_STATUS_INVALID", "ACQ.REASON_ILLEGAL_STATUS")
"""Closed before, or paid since we asked: then its notice comes, and credits late."""
_SAID: Final = ("notify_id", "app_id", "seller_id", "out_trade_no", "trade_no", "total_amount", "trade_status", "refund_fee", "gmt_payment")

log = get_logger("services.wallet.payments")


class Alipay:
    """An app at Alipay. The timestamp of a request is the machine's time, never that of a clock that was moved."""

    name: PaymentChannel = "alipay"
    currencies: Sequence[str] = ("CNY",)
    zone = ZONE.key

    def __init__(self, settings: AlipaySettings, *, notify_url: str, lasts: timedelta = timedelta(minutes=30)) -> None:
        self._settings = settings
        self._notify_url = notify_url
        self._timeout = f"{lasts // timedelta(minutes=1)}m"
        self._client = _Client(settings)

    def page_payment(self, order: OrderToPay) -> Page:
        asked = {
            "out_trade_no": order.order_id.hex,
            "product_code": "FAST_INSTANT_TRADE_PAY",
            "total_amount": format_amount(order.amount.amount_micros),
            "subject": "Billing Center recharge",
            "timeout_express": self._timeout,
        }
        signed = self._client.client_api(
            "alipay.trade.page.pay", asked, return_url=order.return_url, notify_url=self._notify_url, timestamp=_timestamp()
        )
        return Page(f"{self._settings.gateway}?{signed}")

    def verify_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        said = _fields(body)
        if not self._client.is_signed(said):
            raise NoticeIsForged("the signature is not Alipay's")
        name, shown = said.get("notify_id") or said.get("trade_no", ""), kept(said, *_SAID)
        if said.get("app_id") != self._settings.app_id or said.get("seller_id") != self._settings.seller_id:
            return Notice(name, complaint="notice_is_not_ours", said=shown)
        if said.get("refund_fee") or said.get("gmt_refund"):
            return Notice(name, complaint="payment_reversed", said=shown)
        if said.get("trade_status") not in _PAID:
            return Notice(name, said=shown)
        try:
            return Notice(name, payment=_payment(said, paid_at=said["gmt_payment"]), said=shown)
        except (KeyError, ValueError, Refusal):
            return Notice(name, complaint="notice_is_unreadable", said=shown)

    def answer_to_notice(self, *, is_taken: bool) -> tuple[int, str]:
        return (200, "success") if is_taken else (400, "fail")

    def query(self, order: OrderToPay) -> Payment | None:
        answer = self._ask("alipay.trade.query", {"out_trade_no": order.order_id.hex}, missing=_NO_SUCH_TRADE)
        if answer is None or answer.get("trade_status") not in _PAID:
            return None
        try:
            return _payment(answer, paid_at=answer["send_pay_date"])
        except (KeyError, ValueError, Refusal) as wrong:
            raise self._silent(wrong) from wrong

    def close(self, order: OrderToPay) -> None:
        self._ask("alipay.trade.close", {"out_trade_no": order.order_id.hex}, missing=_NOTHING_TO_CLOSE)

    def settlement_file(self, day: date) -> list[SettledRow]:
        answer = self._ask(
            "alipay.data.dataservice.bill.downloadurl.query", {"bill_type": "trade", "bill_date": day.isoformat()}, missing=()
        )
        assert answer is not None  # without `missing`, what lacks is a fault
        try:
            with urllib.request.urlopen(answer["bill_download_url"], timeout=TIMEOUT_S) as reply:
                content = reply.read(LARGEST_FILE_BYTES + 1)
        except (OSError, KeyError, ValueError) as fault:
            raise self._silent(fault) from fault
        return self.read_settlement_file(content)

    def read_settlement_file(self, content: bytes) -> list[SettledRow]:
        return alipay_files.read(content, zone=ZONE)

    def _ask(self, method: str, asked: dict[str, str], *, missing: tuple[str, ...]) -> dict[str, Any] | None:
        """The verified answer; None where Alipay says that there is no such thing (`missing`). Refuses: ChannelDoesNotAnswer."""
        try:
            answer: dict[str, Any] = self._client.server_api(method, asked, timestamp=_timestamp())
        except (OSError, ValueError, KeyError, AttributeError, AliPayException, AliPayValidationError) as fault:
            raise self._silent(fault, method) from fault
        if answer.get("code") == "10000":
            return answer
        if answer.get("sub_code") in missing:
            return None
        raise self._silent(answer.get("sub_code") or answer.get("code"), method)

    def _silent(self, fault: object, method: str = "") -> ChannelDoesNotAnswer:
        log.warning("a payment channel did not answer", channel=self.name, method=method, fault=str(fault)[:200])
        return ChannelDoesNotAnswer(channel=self.name)


class _Client(AliPay):  # type: ignore[misc]  # untyped
    """The SDK's client, at the gateway that the settings name (it knows Alipay's own two only)."""

    def __init__(self, settings: AlipaySettings) -> None:
        super().__init__(
            appid=settings.app_id,
            app_private_key_string=settings.private_key,
            alipay_public_key_string=settings.public_key,
            sign_type="RSA2",
            config=AliPayConfig(timeout=TIMEOUT_S),
        )
        self._gateway = settings.gateway

    def is_signed(self, said: Mapping[str, str]) -> bool:
        """Whether these fields are as Alipay signed them."""
        unsigned = {name: value for name, value in said.items() if name != "sign"}
        try:
            return said.get("sign_type") == "RSA2" and bool(self.verify(unsigned, said.get("sign", "")))
        except (ValueError, TypeError, AliPayException):  # no base 64, not the length of a signature
            return False


def _fields(body: bytes) -> dict[str, str]:
    """The form's fields, each once. Raises NoticeIsForged: Alipay sends no other."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=100, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise NoticeIsForged("not a form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise NoticeIsForged("a field is there twice")
    return fields


def _payment(said: Mapping[str, Any], *, paid_at: str) -> Payment:
    return Payment(
        channel="alipay",
        order=str(said["out_trade_no"]),
        reference=str(said["trade_no"]),
        amount=Money(parse_amount(said["total_amount"]), str(said.get("trans_currency") or "CNY")),
        paid_at=datetime.strptime(paid_at, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE).astimezone(UTC),
    )


def _timestamp() -> str:
    return SystemClock().now().astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
