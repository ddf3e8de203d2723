"""The customers' days: traffic as in the demo, played in threads of its own until it is told to end.

A day of the stack's clock ends when all that was done on it was acknowledged; it is closed while the next one goes on.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.support.eventually import eventually
from tests.support.lives import Life
from tests.support.tireless import Tireless

CURRENCIES = ("CNY", "USD", "CNY", "USD")
HOUR = time(15, 30)
"""In UTC. It is 23:30 at CN1 and 07:30 at US1: at both some hours of the day have passed, and the day before is over."""
FEWEST_DAYS = 3


class Play:
    """Customers in two currencies, and the operator who closes their days. `is_over` tells it to come to an end."""

    def __init__(self, address: str, operator: Tireless, seed: int) -> None:
        self.operator = operator
        self.lives = [
            Life(f"life{number}", currency, address=address, operator=operator, seed=seed + number)
            for number, currency in enumerate(CURRENCIES)
        ]
        self.days = 0
        self.is_over = threading.Event()

    def play(self) -> None:
        """Days until it is over; then one more, and the end of it."""
        with ThreadPoolExecutor(len(self.lives)) as threads:
            self.hour = self._next_hour()
            list(threads.map(Life.begin, self.lives))
            while not self.is_over.is_set() or self.days < FEWEST_DAYS:
                self._a_day(threads)
            self._a_day(threads)
            self._close()

    def said(self) -> str:
        """How much was played, for people."""
        tellers = [self.operator, *(life.customer for life in self.lives if life.workspaces)]
        events = sum(len(samples) for life in self.lives for samples in life.samples.values())
        again = sum((teller.asked_again for teller in tellers), Counter())
        writes = sum(len(teller.told) for teller in tellers)
        return f"{self.days} days, {writes:,} writes, {events:,} usage events; asked again: {dict(again)}"

    def _a_day(self, threads: ThreadPoolExecutor) -> None:
        closing = threads.submit(self._close)
        list(threads.map(lambda life: life.spend_a_day(self.hour), self.lives))
        closing.result()
        self.hour = self._next_hour()
        self.days += 1

    def _next_hour(self) -> datetime:
        now = datetime.fromisoformat(self.operator.see("/v1/clock").json()["now"])
        hour = datetime.combine(now.date() + timedelta(days=now.timetz() >= HOUR.replace(tzinfo=UTC)), HOUR, UTC)
        self.operator.tell("/v1/clock", {"to": hour.isoformat()}, key=f"move-to-{hour:%Y-%m-%d}", method="PUT")
        return hour

    def _close(self) -> None:
        """Close what is due: one job, that ends whatever dies in the middle of it."""
        job = self.operator.tell("/v1/closes", {}, key=f"close-{self.hour:%Y-%m-%d}")
        views: list[dict[str, Any]] = []
        eventually(lambda: self._state(job["job_id"], views) != "running", "a close did not end", timeout_s=150)
        assert (views[-1]["state"], views[-1]["problems"]) == ("done", []), views[-1]

    def _state(self, job_id: str, views: list[dict[str, Any]]) -> str:
        views.append(self.operator.see(f"/v1/closes/{job_id}").json())
        return str(views[-1]["state"])
