"""Customers who live on through a storm, and the small model of what must be true of them afterwards: what was acknowledged, summed up.

A life is spent in days of the stack's clock. What is random in it follows from the seed.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from tests.support.eventually import eventually
from tests.support.oracle_billing import bill_of
from tests.support.tireless import Tireless

SITES = {"CNY": ("CN1", "CN", ZoneInfo("Asia/Shanghai")), "USD": ("US1", "INTL", ZoneInfo("America/Los_Angeles"))}
WORKSPACES = 3
LARGE_BATCH = 3_000
MOST = {"time_series": 3_000, "logs": 100_000, "trace": 20_000, "pv": 500, "trigger": 500, "replay": 2_000, "scan": 10**8}
"""The largest sample of an item. With them a day's bills and its credits are of a size, so that accounts fall into debt and out of it."""
MOST_SPANS = 300_000
CENTS = (1_000, 12_000)
"""The smallest and the largest transfer."""
Line = tuple[str, int | None, str, int, int]
"""Of a bill: item, days kept, key, quantity, micros."""


class Life:
    """One customer. `spend_a_day` returns when all they did was acknowledged, and their usage recorded."""

    def __init__(self, name: str, currency: str, *, address: str, operator: Tireless, seed: int) -> None:
        self.name, self.currency, self.address, self.operator = name, currency, address, operator
        self.site, self.region, self.zone = SITES[currency]
        self.random = Random(seed)
        self.credited_micros = 0
        self.samples: dict[tuple[str, date], dict[str, dict[str, Any]]] = defaultdict(dict)
        self.tickets: set[str] = set()
        self.workspaces: list[str] = []
        self._space, self._deeds = UUID(int=self.random.getrandbits(128)), 0

    def begin(self) -> None:
        """Register, sign in, make workspaces and a machine."""
        self.customer = self._registered()
        self.account_id = str(self.customer.see("/v1/accounts/current").json()["account_id"])
        eventually(lambda: self.customer.see("/v1/wallet").status_code == 200, "no wallet came")
        for number in range(WORKSPACES):
            made = self.customer.tell("/v1/workspaces", {"name": f"shop {number}", "site": self.site}, key=self._key())
            self.workspaces.append(str(made["workspace_id"]))
        self.machine = Tireless(self.address, token=self._api_key())

    def spend_a_day(self, now: datetime) -> None:
        """Money in, usage, a question: in any order, some of it said twice."""
        deeds = [self.receive_transfer] * 2 + [self.activate_voucher, self.buy_card, self.ask_support]
        deeds += [lambda workspace=workspace: self.report(workspace, now) for workspace in self.workspaces for _ in range(2)]  # type: ignore[misc]
        self.random.shuffle(deeds)
        for deed in deeds:
            deed()

    def receive_transfer(self) -> None:
        amount = self.random.randint(*CENTS) / Decimal(100)
        body = {"amount": self._money(amount), "reference": f"BANK-{self._key()}"}
        self.operator.tell("/v1/wallet/transfers", body, key=self._key(), account_id=self.account_id)
        self.credited_micros += micros(amount)

    def activate_voucher(self) -> None:
        face = self.random.randint(100, 900) / Decimal(100)
        view = self.customer.tell("/v1/vouchers", {"code": self._voucher_code(face)}, key=self._key())
        assert view["face"] == self._money(face)
        self.credited_micros += micros(face)

    def buy_card(self) -> None:
        """For all that is not a card yet, in hundreds; without the cash, nothing."""
        self.customer.answer_to("/v1/cards", {"price": self._money(Decimal(100))}, key=self._key())

    def ask_support(self) -> None:
        body = {"type": "other", "title": "A question", "description": "While everything falls to pieces, does this arrive once?"}
        self.tickets.add(str(self.customer.tell("/v1/tickets", body, key=self._key())["ticket_id"]))

    def report(self, workspace: str, now: datetime, *, count: int = 0) -> None:
        """A batch of the present local day, perhaps twice. It is confirmed, and some time later there is a receipt."""
        count = count or (LARGE_BATCH if self.random.random() < 0.1 else self.random.randint(20, 200))
        places = self.send(workspace, now, count=count, times=self.random.choice((1, 1, 2)))
        for receipt in map(self._receipt, places):
            assert (receipt["refused"], receipt["accepted"] + receipt["repeated"]) == (0, count), receipt

    def send(self, workspace: str, now: datetime, *, count: int, times: int = 1) -> list[str]:
        """A batch, until it is confirmed so many times; the addresses of its receipts to be."""
        events = [self._event(workspace, now) for _ in range(count)]
        places = [self.machine.report(events) for _ in range(times)]
        self.samples[workspace, now.astimezone(self.zone).date()] |= {event["id"]: event for event in events}
        return places

    def bill_lines(self, workspace: str, day: date) -> list[Line]:
        """What the bill must say, by the oracle, from what was acknowledged."""
        events = self.samples[workspace, day].values()
        samples = [{**event["data"], "key": event["data"].get("index", ""), "hour": event["time"]} for event in events]
        lines: list[Line] | None = bill_of(samples, day=day.isoformat(), currency=self.currency, region=self.region)
        assert lines is not None
        return lines

    def _event(self, workspace: str, now: datetime) -> dict[str, Any]:
        midnight = datetime.combine(now.astimezone(self.zone).date(), datetime.min.time(), self.zone)
        hour = midnight + timedelta(hours=self.random.randrange(int((now - midnight) / timedelta(hours=1)) + 1))
        item = self.random.choice(list(MOST))
        data: dict[str, Any] = {"item": item, "quantity": self.random.randint(0, MOST[item])}
        if item == "logs":
            data |= {"index": self.random.choice(("default", "nginx")), "retention_days": self.random.choice((3, 7, 30))}
        if item == "trace":
            data |= {"spans": self.random.randint(0, MOST_SPANS)}
        envelope = {"specversion": "1.0", "type": "usage.sample.v1", "source": self.name, "id": self._key(), "subject": workspace}
        return {**envelope, "time": hour.astimezone(ZoneInfo("UTC")).isoformat(), "data": data}

    def _receipt(self, place: str) -> dict[str, Any]:
        eventually(lambda: self.machine.see(place).status_code == 200, f"{place}: confirmed, but no receipt", timeout_s=90)
        receipt: dict[str, Any] = self.machine.see(place).json()
        return receipt

    def _voucher_code(self, face: Decimal) -> str:
        """Codes are shown once: where that answer was lost, the operator issues another batch."""
        while True:
            body = {"count": 1, "face": self._money(face), "campaign": "storm"}
            if codes := self.operator.tell("/v1/voucher-batches", body, key=self._key())["codes"]:
                return str(codes[0])

    def _api_key(self) -> str:
        """As with codes."""
        while True:
            key = self.customer.tell("/v1/api-keys", {"name": "collector", "scopes": ["usage:write"]}, key=self._key())["key"]
            if key:
                return str(key)

    def _registered(self) -> Tireless:
        stranger, email, password = Tireless(self.address), f"{self.name}@example.com", secrets.token_urlsafe(16)
        stranger.tell("/v1/email-codes", {"email": email}, key=self._key())
        code = eventually(lambda: self._code(email), "no mail came")
        body = {"username": self.name, "email": email, "code": code, "password": password, "currency": self.currency}
        stranger.tell("/v1/accounts", body, key=self._key())
        customer = Tireless(self.address, self.name, password)
        customer.sign_in()
        return customer

    def _code(self, email: str) -> str:
        mails = self.operator.see("/v1/mailbox", recipient=email).json()["items"]
        found = [code.group() for mail in mails if (code := re.search(r"\b\d{6}\b", mail["body"]))]
        return found[0] if found else ""

    def _money(self, amount: Decimal) -> dict[str, str]:
        return {"amount": f"{amount:.2f}", "currency": self.currency}

    def _key(self) -> str:
        self._deeds += 1
        return str(uuid5(self._space, str(self._deeds)))


def micros(amount: Decimal | str) -> int:
    return int(Decimal(amount).scaleb(6))
