"""The gateway's application with a fake of the rooms that speaks the wire: shapes as JSON, refusals as code, title and details."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from gateway.app import create_app
from gateway.auth import Sessions
from gateway.door import EXTENSION, Door
from services.kernel.clock import FixedClock
from services.kernel.errors import Refusal, RemoteRefusal
from services.kernel.schemas import dump, load

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACCOUNT = UUID("0193529c-0000-7000-8000-0000000000a1")
MEMBER = UUID("0193529c-0000-7000-8000-0000000000b1")
OTHER_ACCOUNT = UUID("0193529c-0000-7000-8000-0000000000a2")


class SessionIsUnknown(Refusal):
    """Nobody has this token."""

    code = "identity.credentials_are_wrong"


class FakeRooms:
    """Answers by `(room, method)`: JSON values, a Refusal or fault to raise, or a function of the request's JSON values."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Any] = {("identity", "authenticate"): self._authenticate}
        self.callers: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, dict[str, Any], Any]] = []
        self.repeated: set[str] = set()  # ids of commands that took effect before

    def call(
        self,
        room: str,
        method: str,
        request: Any = None,
        *,
        reply: type | None = None,
        timeout_s: float = 10,
        caller: Any = None,
        on_repeat: Callable[[], None] = lambda: None,
    ) -> Any:
        wire = json.loads(json.dumps(dump(request)))
        self.calls.append((f"{room}.{method}", wire, caller))
        answer = self.answers[room, method]
        answer = answer(wire) if callable(answer) else answer
        if isinstance(answer, Refusal):
            raise RemoteRefusal(answer.code, answer.title, answer.details)
        if isinstance(answer, Exception):
            raise answer
        if wire.get("id") in self.repeated:
            on_repeat()
        return load(reply, answer) if reply else answer

    def called(self, name: str) -> list[dict[str, Any]]:
        return [wire for called, wire, _ in self.calls if called == name]

    def callers_of(self, name: str) -> list[Any]:
        return [caller for called, _, caller in self.calls if called == name]

    def _authenticate(self, wire: dict[str, Any]) -> Any:
        return self.callers.get(wire["credential"]) or SessionIsUnknown()


class FakeIntake:
    """Keeps what is published; `refusal` makes it refuse."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.refusal: Refusal | None = None

    def publish(self, body: bytes, *, message_id: str) -> None:
        if self.refusal:
            raise self.refusal
        self.messages.append(body)


def a_caller(
    kind: str = "customer", roles: tuple[str, ...] = ("owner",), scopes: tuple[str, ...] = (), account_id: UUID = ACCOUNT
) -> dict[str, Any]:
    return {
        "account_id": str(account_id),
        "member_id": None if scopes else str(MEMBER),
        "session_id": None,
        "key_id": None,
        "kind": kind,
        "roles": list(roles),
        "scopes": list(scopes),
        "expires_at": "2027-01-01T00:00:00Z",
    }


@pytest.fixture
def rooms() -> FakeRooms:
    fake = FakeRooms()
    fake.callers |= {
        "owner": a_caller(),
        "viewer": a_caller(roles=("viewer",)),
        "operator": a_caller(kind="operator", roles=("operator",), account_id=OTHER_ACCOUNT),
        "auditor": a_caller(kind="operator", roles=("auditor",), account_id=OTHER_ACCOUNT),
        "usage-key": a_caller(roles=(), scopes=("usage:write",)),
        "wallet-key": a_caller(roles=(), scopes=("wallet:read",)),
    }
    return fake


@pytest.fixture
def intake() -> FakeIntake:
    return FakeIntake()


@pytest.fixture(scope="session")
def built() -> Any:
    return create_app(remote=None, intake=None, clock=FixedClock(NOON))


@pytest.fixture
def app(built: Any, rooms: FakeRooms, intake: FakeIntake) -> Any:
    """The application, built once, with belongings of this test's own."""
    built.extensions[EXTENSION] = Door(remote=rooms, sessions=Sessions(rooms), intake=intake, clock=FixedClock(NOON))
    return built


@pytest.fixture
def client(app: Any) -> Any:
    return app.test_client()
