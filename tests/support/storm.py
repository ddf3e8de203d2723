"""A storm over a running stack: its processes are killed at moments that a seed chooses, and come back by themselves."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from statistics import median

from deploy.local import environment
from deploy.local.readiness import works
from deploy.local.stack import Stack
from deploy.local.supervisor import RunningPart, RunningServer
from services.kernel.database import psycopg

BROKER, DATABASE = "RabbitMQ", "PostgreSQL"
EVERYBODY = "everybody"
"""A victim too: once all are back, all are killed at the same moment."""
MOST_AWAY = 2
"""So many may still be away when the next one is killed: with more, nobody would be there to do the work that kills are to interrupt."""
LONGEST_PAUSE_S = 1.0
LONGEST_WATCH_S = 2.0
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
_ASK_EVERY_S = 0.1
_BLINK_S = 0.001


@dataclass(frozen=True)
class Kill:
    """Who is killed, how long after the kill before, and at the next commit of which room, if it waits for one."""

    victim: str
    after_s: float = 0.0
    at_commit_of: str | None = None

    def __str__(self) -> str:
        return f"{self.victim}, at a commit of {self.at_commit_of}" if self.at_commit_of else self.victim


@dataclass(frozen=True)
class Death:
    """Which process died, and when (monotonic seconds)."""

    pid: int
    at_s: float


def waves(names: Sequence[str], seed: int, *, count: int) -> list[Kill]:
    """A function of the seed: in each wave everybody once, in any order; and in the end all together."""
    random = Random(seed)
    victims = [name for _ in range(count) for name in random.sample(names, len(names))]
    storm = [Kill(victim, random.uniform(0.0, LONGEST_PAUSE_S), random.choice((None, *COMMITS.get(victim, ())))) for victim in victims]
    return [*storm, Kill(EVERYBODY)]


class Storm:
    """Kills by plan, each victim only once it has come back from its last death and works; meanwhile a few others may be away.

    It rages in the thread that started the stack, because it also plays the stack's supervisor.
    """

    def __init__(self, stack: Stack, *, say: Callable[[str], object] = lambda _: None) -> None:
        self.stack = stack
        self.struck: list[str] = []
        self.returns_s: dict[str, list[float]] = defaultdict(list)
        """How long each took from its death until it worked again."""
        self.commits_met = 0
        self._say = say
        self._away: dict[str, Death] = {}
        self._ask_at_s = 0.0

    def rage(self, plan: Sequence[Kill], *, is_fine: Callable[[], object] = lambda: None) -> None:
        """Strike by plan; `is_fine` is asked all the while and raises where it makes no sense to go on."""
        for number, kill in enumerate(plan, start=1):
            self.mend_until(lambda: False, timeout_s=kill.after_s, meanwhile=is_fine)
            self._await(kill.victim)
            if kill.at_commit_of:
                self.commits_met += self._watch_for_a_commit(kill.at_commit_of)
            self._say(f"kill {number} of {len(plan)}: {kill}; not back yet: {', '.join(self._away) or 'nobody'}")
            for name in self._names if kill.victim == EVERYBODY else [kill.victim]:
                self.strike(name)

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
            if by == signal.SIGKILL:
                self._away[name] = Death(pid, time.monotonic())

    def calm(self) -> None:
        """Wait until everybody is back and works."""
        for name in self._names:
            assert self.mend_until(lambda name=name: self._works(name)), f"{name} did not come back; see {self._item(name).log}"
        assert self.mend_until(lambda: not self._away), f"not back: {', '.join(self._away)}"

    def mend_until(
        self, condition: Callable[[], object], *, timeout_s: float = BACK_WITHIN_S, meanwhile: Callable[[], object] = lambda: None
    ) -> bool:
        """Supervise until the condition holds; whether it came to hold in time."""
        deadline = time.monotonic() + timeout_s
        while not (held := bool(condition())) and time.monotonic() < deadline:
            self.stack.mend()
            self._welcome()
            meanwhile()
            time.sleep(_LOOK_EVERY_S)
        return held

    def said(self) -> str:
        """Who died how often, and how long a return took, for people."""
        times = [f"{name} {len(took_s)} ({median(took_s):.1f}, {max(took_s):.1f})" for name, took_s in self.returns_s.items()]
        kills = f"{len(self.struck)} kills, {self.commits_met} of them right after the commit that was waited for"
        return f"{kills}. Returns of each (median and longest, in seconds): {', '.join(times)}"

    def _await(self, victim: str) -> None:
        if victim == EVERYBODY:
            self.calm()
        assert self.mend_until(lambda: victim not in self._away and len(self._away) <= MOST_AWAY), f"not back: {', '.join(self._away)}"

    def _welcome(self) -> None:
        """Note who is back. One is asked at a time and not too often, for it costs a connection to the broker."""
        without_broker = [name for name in self._away if name in (BROKER, DATABASE)]
        asked = next(iter(without_broker if BROKER in self._away else self._away), None)
        if asked is None or time.monotonic() < self._ask_at_s:
            return
        death = self._away.pop(asked)
        if self._pid(asked) not in (0, death.pid) and self._works(asked):
            self.returns_s[asked].append(time.monotonic() - death.at_s)
        else:
            self._away[asked] = death  # behind the others
        self._ask_at_s = time.monotonic() + _ASK_EVERY_S

    def _watch_for_a_commit(self, room: str) -> bool:
        """Return as soon as the room's next commit can be seen, or none came for a while, or there is no database to look at."""
        deadline, url = time.monotonic() + LONGEST_WATCH_S, environment.kept(self.stack.folder)[room][f"BC_{room.upper()}_DATABASE_URL"]
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
            head = connection.execute("select position from ledger_head").fetchone()
            while time.monotonic() < deadline and connection.execute("select position from ledger_head").fetchone() == head:
                self.stack.mend()
                time.sleep(_BLINK_S)
            return time.monotonic() < deadline
        return False

    @property
    def _names(self) -> list[str]:
        return [item.name for item in self.stack.everything]

    def _item(self, name: str) -> RunningPart | RunningServer:
        return next(item for item in self.stack.everything if item.name == name)

    def _pid(self, name: str) -> int:
        """Its process while it lives, otherwise nought."""
        item = self._item(name)
        return (item.is_running and item.pid) or 0

    def _works(self, name: str) -> bool:
        item = self._item(name)
        if isinstance(item, RunningPart):
            return item.is_running and works(item.part, item.environment)
        return bool(item.server.answers())
