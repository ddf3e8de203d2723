"""A storm over a running stack: its processes are killed at moments that a seed chooses, and come back by themselves."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from deploy.local import environment
from deploy.local.readiness import works
from deploy.local.stack import Stack
from deploy.local.supervisor import RunningPart
from services.kernel.database import psycopg

BROKER, DATABASE = "RabbitMQ", "PostgreSQL"
KILLS_EACH = 2
BUSIEST = ("settlement", "billing", "billing.intake", "wallet", DATABASE)
"""They are killed once more than the others. Every return of the broker takes some sixteen seconds."""
LONGEST_PAUSE_S = 3.0
LONGEST_WATCH_S = 6.0
BACK_WITHIN_S = 60.0
COMMITS = {
    "identity": ("identity",),
    "settlement": ("settlement", "billing", "wallet"),
    "billing": ("billing", "settlement"),
    "billing.intake": ("billing",),
    "wallet": ("wallet", "settlement"),
    "tickets": ("tickets",),
    DATABASE: ("wallet", "billing", "settlement"),
}
"""Whose commits it is worst to die at: of the own book, before anybody was told; or of a neighbour's, with one's own part half done."""
_LOOK_EVERY_S = 0.05
_BLINK_S = 0.001


@dataclass(frozen=True)
class Kill:
    """Who is killed, how long after the kill before, and at the next commit of which room, if it waits for one."""

    victim: str
    after_s: float = 0.0
    at_commit_of: str | None = None


def usual_plan(stack: Stack, seed: int, *, times: int = 1) -> list[Kill]:
    """A function of the seed: everybody, more than once, in any order; and in the end all together."""
    random = Random(seed)
    names = [item.name for item in stack.everything]
    victims = [name for name in (*(names * KILLS_EACH), *BUSIEST) for _ in range(times)]
    random.shuffle(victims)
    storm = [Kill(victim, random.uniform(0.0, LONGEST_PAUSE_S), random.choice((None, *COMMITS.get(victim, ())))) for victim in victims]
    return [*storm, *map(Kill, names)]


class Storm:
    """Kills by plan. It rages in the thread that started the stack, because it also plays the stack's supervisor."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.struck: list[str] = []

    def rage(self, plan: Sequence[Kill], *, is_fine: Callable[[], object] = lambda: None) -> None:
        """Strike by plan; `is_fine` is asked all the while and raises where it makes no sense to go on."""
        for kill in plan:
            self.mend_until(lambda: False, timeout_s=kill.after_s, meanwhile=is_fine)
            assert self.mend_until(lambda kill=kill: self._pid(kill.victim)), f"{kill.victim} did not come back"
            if kill.at_commit_of:
                self._watch_for_a_commit(kill.at_commit_of)
            self.strike(kill.victim)

    def rage_during(
        self, work: Callable[[], object], plan: Sequence[Kill], *, is_over: threading.Event | None = None, timeout_s: float = 180
    ) -> None:
        """Rage while `work` goes on in a thread of its own; tell it when that is over, and wait for everybody's return and for its end."""
        over = is_over or threading.Event()
        with ThreadPoolExecutor(1) as threads:
            working = threads.submit(work)
            try:
                self.rage(plan, is_fine=lambda: working.result() if working.done() else None)
                self.calm()
            finally:
                over.set()
            assert self.mend_until(working.done, timeout_s=timeout_s), "the work does not end"
            working.result()

    def strike(self, name: str, *, by: signal.Signals = signal.SIGKILL) -> None:
        """Kill it now, if it lives."""
        if pid := self._pid(name):
            os.kill(pid, by)
            self.struck.append(name)

    def calm(self) -> None:
        """Wait until everybody is back and works."""
        for server in self.stack.servers:
            assert self.mend_until(server.server.answers, timeout_s=BACK_WITHIN_S), f"{server.name} did not come back; see {server.log}"
        for part in self.stack.parts:
            assert self.mend_until(lambda part=part: self._works(part)), f"{part.name} did not come back; see {part.log}"

    def mend_until(
        self, condition: Callable[[], object], *, timeout_s: float = BACK_WITHIN_S, meanwhile: Callable[[], object] = lambda: None
    ) -> bool:
        """Supervise until the condition holds; whether it came to hold in time."""
        deadline = time.monotonic() + timeout_s
        while not (held := bool(condition())) and time.monotonic() < deadline:
            self.stack.mend()
            meanwhile()
            time.sleep(_LOOK_EVERY_S)
        return held

    def _watch_for_a_commit(self, room: str) -> None:
        """Return as soon as the room's next commit can be seen, or none came for a while, or there is no database to look at."""
        deadline, url = time.monotonic() + LONGEST_WATCH_S, environment.kept(self.stack.folder)[room][f"BC_{room.upper()}_DATABASE_URL"]
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
            head = connection.execute("select position from ledger_head").fetchone()
            while time.monotonic() < deadline and connection.execute("select position from ledger_head").fetchone() == head:
                self.stack.mend()
                time.sleep(_BLINK_S)

    def _pid(self, name: str) -> int:
        """Its process while it lives, otherwise nought."""
        item = next(item for item in self.stack.everything if item.name == name)
        return (item.is_running and item.pid) or 0

    def _works(self, part: RunningPart) -> bool:
        return part.is_running and works(part.part, amqp_url=self.stack.amqp_url, http_port=self.stack.http_port)
