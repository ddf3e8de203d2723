"""Somebody at the door who asks again, the same thing under the same key, until there is an answer."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_S = 120.0
_PAUSE_S = 0.2
_TIMEOUT_S = 15.0
_PASSING = {
    (503, "gateway.room_is_unavailable"),
    (502, "gateway.room_has_failed"),
    (504, "gateway.deadline_is_exceeded"),
    (429, "gateway.intake_is_full"),
    (503, "gateway.intake_is_blocked"),
}
"""The door's ways of saying that nobody knows whether it was done."""
_BATCH = {"Content-Type": "application/cloudevents-batch+json"}


@dataclass(frozen=True)
class Told:
    """A write that was acknowledged, so that it can be told again, word for word."""

    path: str
    body: dict[str, Any]
    key: str
    query: dict[str, str]
    answer: dict[str, Any]


@dataclass
class Tireless:
    """A person (login and password: signs in again when a session has run out), a machine (token), or a stranger."""

    address: str
    login: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    told: list[Told] = field(default_factory=list)
    asked_again: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.address, timeout=_TIMEOUT_S)
        self._signing_in = threading.Lock()

    def see(self, path: str, **query: Any) -> httpx.Response:
        """Ask a question until it is answered, be it with a refusal."""
        return self._until_answered("GET", path, params=query)

    def tell(self, path: str, body: dict[str, Any], *, key: str, method: str = "POST", **query: str) -> dict[str, Any]:
        """Write until it is acknowledged, always the same under the same key; the answer."""
        answer = self.answer_to(path, body, key=key, method=method, **query)
        assert answer.is_success, f"{method} {path} was refused: {answer.status_code} {answer.text}"
        view: dict[str, Any] = answer.json()
        if method == "POST":
            self.told.append(Told(path, body, key, query, view))
        return view

    def answer_to(self, path: str, body: dict[str, Any], *, key: str, method: str = "POST", **query: str) -> httpx.Response:
        """The same, where a refusal is an answer too."""
        return self._until_answered(method, path, json=body, params=query, headers={"Idempotency-Key": key})

    def report(self, events: list[dict[str, Any]]) -> str:
        """Report usage until it is confirmed; the receipt's address."""
        answer = self._until_answered("POST", "/v1/usage/events", json=events, headers=_BATCH)
        assert answer.status_code == 202, answer.text
        return str(answer.headers["Location"])

    def sign_in(self) -> None:
        body = {"login": self.login, "password": self.password}
        answer = self._until_answered("POST", "/v1/sessions", json=body, is_signing_in=True)
        assert answer.is_success, answer.text
        self.token = str(answer.json()["session_token"])

    def _until_answered(self, method: str, path: str, *, is_signing_in: bool = False, **request: Any) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            token = "" if is_signing_in else self.token
            answer = self._once(method, path, token, **request)
            if answer is not None and answer.status_code == 401 and self.login and not is_signing_in:
                self._renew(token)
            elif answer is not None:
                return answer
            else:
                time.sleep(_PAUSE_S)
        raise AssertionError(f"{method} {path} had no answer for {PATIENCE_S:.0f} s; {dict(self.asked_again)}")

    def _once(self, method: str, path: str, token: str, *, headers: dict[str, str] | None = None, **request: Any) -> httpx.Response | None:
        """An answer, or nothing where it is not known whether the request was heard."""
        known = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = self.http.request(method, path, headers={**known, **(headers or {})}, **request)
        except httpx.TransportError as broken:
            self.asked_again[type(broken).__name__] += 1
            return None
        if answer.is_error and (answer.status_code, answer.json().get("code")) in _PASSING:
            self.asked_again[str(answer.json()["code"])] += 1
            return None
        return answer

    def _renew(self, stale: str) -> None:
        """Sign in again, one of the threads that noticed."""
        with self._signing_in:
            if self.token == stale:
                self.sign_in()
