"""People and machines who come to a running stack over HTTP, and a look at its ledgers from behind."""

import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from deploy.local import environment
from deploy.local.names import ROOT
from deploy.local.stack import Stack
from services.kernel.config import ROOMS
from services.kernel.database import psycopg
from services.kernel.rpc import Signer, StandaloneRemote
from tests.support.eventually import eventually

BATCH = "application/cloudevents-batch+json"


@dataclass
class Visitor:
    """Somebody at the door. Every call gives the bare response."""

    http: httpx.Client
    token: str = ""
    account_id: str = ""
    login: str = ""
    password: str = field(default="", repr=False)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(path, params=query or None, headers=self._headers())

    def post(self, path: str, body: Any = None, *, key: str = "", **query: Any) -> httpx.Response:
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        return self.http.post(path, json={} if body is None else body, params=query or None, headers=headers)

    def put(self, path: str, body: Any) -> httpx.Response:
        return self.http.put(path, json=body, headers=self._headers())

    def delete(self, path: str) -> httpx.Response:
        return self.http.delete(path, headers=self._headers())

    def send(self, content: bytes, *, media_type: str = BATCH, **headers: str) -> httpx.Response:
        """Raw bytes to where usage is reported."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post("/v1/usage/events", content=content, headers=self._headers() | {"Content-Type": media_type} | named)

    def report(self, *events: dict[str, Any]) -> dict[str, Any]:
        """Report a batch and wait for its receipt."""
        accepted = self.http.post("/v1/usage/events", json=events, headers=self._headers() | {"Content-Type": BATCH})
        assert accepted.status_code == 202, accepted.text
        address = accepted.headers["Location"]
        eventually(lambda: self.get(address).status_code == 200, "no receipt came")
        receipt: dict[str, Any] = self.get(address).json()
        return receipt

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Town:
    """A stack's people. One operator; customers as many as are asked for."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.http = httpx.Client(base_url=stack.address, timeout=30)
        self.stranger = Visitor(self.http)
        self.operator = self._operator()

    def customer(self, currency: str = "CNY", *, cash: str = "") -> Visitor:
        """A new customer, with a wallet, and cash if some is named."""
        login = f"customer-{secrets.token_hex(4)}"
        email = f"{login}@example.com"
        made(self.stranger.post("/v1/email-codes", {"email": email}))
        code = eventually(lambda: self._code(email), "no mail came")
        password = secrets.token_urlsafe(16)
        body = {"username": login, "email": email, "code": code, "password": password, "currency": currency}
        made(self.stranger.post("/v1/accounts", body))
        customer = self._signed_in(login, password)
        eventually(lambda: customer.get("/v1/wallet").status_code == 200, "no wallet came")
        if cash:
            self.transfer(customer, {"amount": cash, "currency": currency})
        return customer

    def transfer(self, customer: Visitor, amount: dict[str, str]) -> None:
        body = {"amount": amount, "reference": f"BANK-{uuid4()}"}
        made(self.operator.post("/v1/wallet/transfers", body, key=str(uuid4()), account_id=customer.account_id))

    def machine(self, owner: Visitor, *scopes: str) -> Visitor:
        """A machine of the owner's."""
        key = made(owner.post("/v1/api-keys", {"name": "machine", "scopes": list(scopes)}))["key"]
        return Visitor(self.http, token=key, account_id=owner.account_id)

    def workspace(self, owner: Visitor, site: str = "CN1", **more: Any) -> str:
        """A workspace that billing knows too, so that no book moves any more because of it."""
        workspace_id = str(made(owner.post("/v1/workspaces", {"name": "shop", "site": site, **more}))["workspace_id"])
        eventually(lambda: owner.get(f"/v1/workspaces/{workspace_id}/terms").status_code == 200, "billing does not know the workspace")
        return workspace_id

    def now(self) -> datetime:
        return datetime.fromisoformat(self.operator.get("/v1/clock").json()["now"])

    def move_clock(self, to: datetime) -> None:
        if self.now() < to:
            made(self.operator.put("/v1/clock", {"to": to.isoformat()}))

    def heads(self) -> dict[str, int]:
        """The last position of every book, once nothing moves any more."""
        seen: list[dict[str, int]] = [self._heads()]
        eventually(lambda: seen.append(self._heads()) or (len(seen) > 3 and seen[-4:] == seen[-1:] * 4), "the books do not come to rest")
        return seen[-1]

    def run(self, process: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """A program of ours with the environment of one of the stack's processes."""
        ours = environment.kept(self.stack.folder)[process]
        return subprocess.run([sys.executable, *command], cwd=ROOT, env=ours, capture_output=True, text=True, timeout=60)

    def signer(self, process: str) -> Signer:
        """With the process's real key."""
        return Signer(process, environment.kept(self.stack.folder)[process]["BC_SIGNING_KEY"])

    @contextmanager
    def speaking(self, signer: Signer) -> Iterator[StandaloneRemote]:
        """Calls rooms through the broker, past the gateway, with that signature."""
        with StandaloneRemote(self.stack.amqp_url, signer) as remote:
            yield remote

    def leave(self) -> None:
        """Hang up."""
        self.http.close()
        for database in self._databases.values():
            database.close()

    def _heads(self) -> dict[str, int]:
        return {room: self._head(room) for room in ROOMS}

    def _head(self, room: str) -> int:
        row = self._databases[room].execute("select position from ledger_head").fetchone()
        return int(row[0]) if row else 0

    @cached_property
    def _databases(self) -> dict[str, Any]:
        kept = environment.kept(self.stack.folder)
        return {room: psycopg.connect(kept[room][f"BC_{room.upper()}_DATABASE_URL"], autocommit=True) for room in ROOMS}

    def another_operator(self) -> Visitor:
        """A second person who runs the platform."""
        return self._operator(f"operator-{secrets.token_hex(4)}")

    def _operator(self, name: str = "operator") -> Visitor:
        link = self.run("identity", "-m", "services.identity.operator", f"{name}@example.com").stdout.strip()
        (token,) = parse_qs(urlsplit(link).query)["token"]
        password = secrets.token_urlsafe(16)
        made(self.stranger.post("/v1/operators", {"token": token, "username": name, "password": password}))
        return self._signed_in(name, password)

    def _signed_in(self, login: str, password: str) -> Visitor:
        session = made(self.stranger.post("/v1/sessions", {"login": login, "password": password}))
        return Visitor(self.http, token=session["session_token"], account_id=session["account_id"], login=login, password=password)

    def _code(self, email: str) -> str:
        messages = self.operator.get("/v1/mailbox", recipient=email).json()["items"]
        found = [code.group() for message in messages if (code := re.search(r"\b\d{6}\b", message["body"]))]
        return found[0] if found else ""


def made(response: httpx.Response) -> dict[str, Any]:
    """The answer to something that must have worked."""
    assert response.is_success, f"{response.request.method} {response.request.url}: {response.status_code} {response.text}"
    answer: dict[str, Any] = response.json()
    return answer


def refusal(response: httpx.Response) -> tuple[int, str]:
    """The status and the code of a problem document."""
    assert response.headers["Content-Type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]


def sample(workspace_id: str, at: datetime, **data: Any) -> dict[str, Any]:
    """A CloudEvent that says 1,000 logs were used in the hour of `at`, but for what is said differently."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return {
        "specversion": "1.0",
        "type": "usage.sample.v1",
        "source": "tests",
        "id": str(uuid4()),
        "subject": workspace_id,
        "time": hour.isoformat(),
        "data": {"item": "logs", "quantity": 1_000, **data},
    }
