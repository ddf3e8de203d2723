"""Keeping parts alive: a part that dies is started again, after a pause that grows while it keeps dying."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.local import processes
from deploy.local.account import Account
from deploy.local.faults import CannotStart
from deploy.local.names import ROOT, Part
from deploy.local.server import PrivateServer

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0  # a part that lived this long has forgotten its earlier deaths
PATIENCE_S = 20.0  # how long a part may take to finish what it is doing


class Patience:
    """How long to wait before the next start: twice as long after each quick death."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._started = now()
        self._pause_s = FIRST_PAUSE_S
        self._again_at: float | None = None

    def started(self) -> None:
        """It has been started just now."""
        self._started, self._again_at = self._now(), None

    def may_start(self) -> bool:
        """Asked while it is dead: whether its pause is over."""
        if self._again_at is None:
            self._again_at = self._now() + self._next_pause_s()
        return self._now() >= self._again_at

    def _next_pause_s(self) -> float:
        if self._now() - self._started >= STEADY_AFTER_S:
            self._pause_s = FIRST_PAUSE_S
        pause_s, self._pause_s = self._pause_s, min(2 * self._pause_s, LONGEST_PAUSE_S)
        return pause_s


class RunningPart:
    """One process of ours, its log and its past."""

    def __init__(self, part: Part, *, folder: Path, environment: Mapping[str, str], pids: processes.PidFile) -> None:
        self.part = part
        self.log = folder / "log" / f"{part.name}.log"
        self.environment = environment
        self._folder, self._pids = folder, pids
        self._process: subprocess.Popen[bytes] | None = None
        self._patience = Patience()

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Its process, while it lives."""
        return self._process.pid if self._process and self.is_running else None

    def begin(self) -> None:
        """Start it, without waiting for it to work."""
        self._process = processes.spawn(
            self.part.command,
            belongs_to=self._folder,
            cwd=ROOT,
            log=self.log,
            environment=self.environment,
            account=ourselves(),
            farewell=signal.SIGTERM,
        )
        self._pids.note(self.name, self._process.pid)
        self._patience.started()

    def mend(self) -> str:
        """Start it again if it is dead and its pause is over; what happened, if anything did."""
        if self.is_running or not self._patience.may_start():
            return ""
        self.begin()
        return f"{self.name} had died and was started again; see {self.log}"

    def part_with(self) -> None:
        """Ask it to end, without waiting."""
        if self._process and self.is_running:
            self._process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Ask it to end, wait, and end it if it does not."""
        self.part_with()
        if self._process:
            processes.stop(self._process.pid, self._folder, patience_s=PATIENCE_S)
            self._process.wait()


class RunningServer:
    """A private server under the same care."""

    def __init__(self, server: PrivateServer) -> None:
        self.server = server
        self.name = server.title
        self.log = server.log
        self._patience = Patience()

    @property
    def is_running(self) -> bool:
        return self.server.is_running

    @property
    def pid(self) -> int | None:
        """Its process, while it lives."""
        return self.server.pid

    def mend(self) -> str:
        """As for a part. The rooms wait for it and connect again by themselves."""
        if self.is_running or not self._patience.may_start():
            return ""
        self._patience.started()
        try:
            self.server.begin()
        except CannotStart as reason:
            return f"{self.name} died and does not come back: {reason}"
        return f"{self.name} had died and was started again; see {self.log}"


def ourselves() -> Account:
    """The account that runs this: our own processes are no more and no less privileged."""
    return Account(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), os.getegid())
