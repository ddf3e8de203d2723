"""Alipay's gateway: pages, queries, closings, the daily file; requests are verified and answers signed, as Alipay does (RSA2)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx
from flask import Blueprint, Response, abort, redirect, request

from deploy.sandbox.keys import APP_ID, SELLER_ID, Keys, in_order
from deploy.sandbox.notices import Notice
from deploy.sandbox.trades import Trade, Trades
from services.kernel.clock import Clock

ZONE: Final = ZoneInfo("Asia/Shanghai")
STATUS: Final = {"waiting": "WAIT_BUYER_PAY", "paid": "TRADE_SUCCESS", "closed": "TRADE_CLOSED"}
_COLUMNS: Final = (
    *("支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "对方账户"),
    *("订单金额（元）", "商家实收（元）"),  # noqa: RUF001  # so Alipay writes them
)


class Alipay:
    """The stand-in: what the gateway answers, and what it tells the merchant."""

    def __init__(self, keys: Keys, trades: Trades, clock: Clock, *, address: str) -> None:
        self._keys, self._trades, self._clock, self._address = keys, trades, clock, address
        self._methods: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
            "alipay.trade.query": self._query,
            "alipay.trade.close": self._close,
            "alipay.data.dataservice.bill.downloadurl.query": self._download_url,
        }

    def blueprint(self) -> Blueprint:
        routes = Blueprint("alipay", __name__)
        routes.add_url_rule("/gateway.do", "gateway", self._gateway, methods=["GET", "POST"])
        routes.add_url_rule("/alipay/bills/<day>.zip", "bill", self._bill)
        return routes

    def notice_of(self, trade: Trade) -> Notice:
        """What is told of a trade: a form, signed."""
        return Notice(
            lambda: httpx.Request("POST", trade.notify_url, data=self.signed(self.said_of(trade))), lambda answer: answer.text == "success"
        )

    def said_of(self, trade: Trade) -> dict[str, str]:
        """The fields of a notice, not signed yet."""
        said = {
            "notify_type": "trade_status_sync",
            "notify_id": f"n{trade.trade_id}{trade.status}{'r' if trade.reversed_at else ''}",
            "notify_time": self._local(self._clock.now()),
            "charset": "utf-8",
            "version": "1.0",
            "app_id": APP_ID,
            "auth_app_id": APP_ID,
            "seller_id": SELLER_ID,
            "buyer_id": "2088000000000002",
            "trade_no": trade.trade_id,
            "out_trade_no": trade.order,
            "trade_status": STATUS[trade.status],
            "subject": trade.subject,
            "total_amount": trade.amount,
            "receipt_amount": trade.amount,
            "gmt_create": self._local(trade.created_at),
        }
        if trade.paid_at:
            said["gmt_payment"] = self._local(trade.paid_at)
        if trade.reversed_at:
            said |= {"refund_fee": trade.amount, "gmt_refund": self._local(trade.reversed_at)}
        return said

    def signed(self, said: dict[str, str]) -> dict[str, str]:
        """The fields with Alipay's signature."""
        return {**said, "sign_type": "RSA2", "sign": self._keys.alipay_signs(in_order(said))}

    def return_url_of(self, trade: Trade) -> str:
        """Where the browser goes after the payment, with what Alipay tells it."""
        said = self.signed({"out_trade_no": trade.order, "trade_no": trade.trade_id, "total_amount": trade.amount, "app_id": APP_ID})
        return f"{trade.return_url}?{urlencode(said)}"

    def _gateway(self) -> Any:
        asked = {**request.args.to_dict(), **request.form.to_dict()}
        method, signature = asked.get("method", ""), asked.get("sign", "")
        if asked.get("app_id") != APP_ID or not self._keys.app_has_signed(in_order(asked, "sign"), signature):
            return _json(json.dumps({"error_response": {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}}))
        wanted = json.loads(asked.get("biz_content", "{}"))
        if method == "alipay.trade.page.pay":
            return redirect(f"{self._address}/cashier/{self._opened(asked, wanted).trade_id}")
        if method not in self._methods:
            return self._answer(method, {"code": "40004", "msg": "Business Failed", "sub_code": "isv.invalid-method"})
        return self._answer(method, self._methods[method](wanted))

    def _opened(self, asked: dict[str, str], wanted: dict[str, str]) -> Trade:
        cents = round(float(wanted["total_amount"]) * 100)

        def make(number: int) -> Trade:
            now = self._clock.now()
            name = f"{now.astimezone(ZONE):%Y%m%d}2200140001{number:010d}"
            return Trade(
                "alipay",
                name,
                wanted["out_trade_no"],
                cents,
                "CNY",
                wanted["subject"],
                asked.get("return_url", ""),
                asked.get("notify_url", ""),
                now,
                name,
            )

        trade = self._trades.open("alipay", wanted["out_trade_no"], make)
        if trade.cents != cents:
            abort(400, "CONTEXT_INCONSISTENT")
        return trade

    def _query(self, wanted: dict[str, str]) -> dict[str, str]:
        trade = self._trades.of_order("alipay", wanted["out_trade_no"])
        if trade is None:
            return _missing()
        answer = {
            "code": "10000",
            "msg": "Success",
            "trade_no": trade.trade_id,
            "out_trade_no": trade.order,
            "trade_status": STATUS[trade.status],
            "total_amount": trade.amount,
        }
        return {**answer, "send_pay_date": self._local(trade.paid_at)} if trade.paid_at else answer

    def _close(self, wanted: dict[str, str]) -> dict[str, str]:
        trade = self._trades.of_order("alipay", wanted["out_trade_no"])
        if trade is None:
            return _missing()
        if trade.status in ("paid", "closed"):
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
        self._trades.move(trade, "closed", at=self._clock.now())
        return {"code": "10000", "msg": "Success", "trade_no": trade.trade_id, "out_trade_no": trade.order}

    def _download_url(self, wanted: dict[str, str]) -> dict[str, str]:
        return {"code": "10000", "msg": "Success", "bill_download_url": f"{self._address}/alipay/bills/{wanted['bill_date']}.zip"}

    def _bill(self, day: str) -> Response:
        """The day's file: details and a summary, CSV in GBK, in a zip."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr(f"{SELLER_ID}_{day}_业务明细.csv", self.details_of(day).encode("gbk"))
            zipped.writestr(f"{SELLER_ID}_{day}_业务明细(汇总).csv", "#支付宝业务汇总查询\n".encode("gbk"))
        return Response(packed.getvalue(), content_type="application/zip")

    def details_of(self, day: str) -> str:
        """The day's payments and reversals, with remarks as Alipay writes them."""
        rows = io.StringIO()
        writer = csv.writer(rows, lineterminator="\n")
        for trade in self._trades.paid("alipay"):
            for kind, at, sign in (("交易", trade.paid_at, ""), ("退款", trade.reversed_at, "-")):
                if at and f"{at.astimezone(ZONE):%Y-%m-%d}" == day:
                    names = (f"{trade.trade_id}\t", f"{trade.order}\t", kind, trade.subject)
                    amounts = (f"{sign}{trade.amount}", f"{sign}{trade.amount}")
                    writer.writerow([*names, self._local(trade.created_at), self._local(at), "buyer", *amounts])
        head = f"#支付宝业务明细查询\n#账号:[{SELLER_ID}]\n#-----业务明细列表-----\n{','.join(_COLUMNS)}\n"
        return f"{head}{rows.getvalue()}#-----业务明细列表结束-----\n"

    def _answer(self, method: str, content: dict[str, str]) -> Response:
        text = json.dumps(content, separators=(",", ":"))
        name = method.replace(".", "_") + "_response"
        return _json(f'{{"{name}":{text},"sign":"{self._keys.alipay_signs(text)}"}}')

    @staticmethod
    def _local(instant: datetime) -> str:
        """As Alipay writes instants: Beijing's, to the second, rounded down."""
        return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


def _missing() -> dict[str, str]:
    return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"}


def _json(text: str) -> Response:
    return Response(text, content_type="application/json;charset=utf-8")
