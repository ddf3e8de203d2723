"""The whole Billing Center on one machine: servers, databases, processes; started together, kept alive, stopped together."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from deploy.local import cashier, environment, processes
from deploy.local.faults import CannotStart
from deploy.local.names import HTTP_PORT, PARTS, SANDBOX, Part
from deploy.local.ports import LOOPBACK, claim, free_port, remembered_port, require_free
from deploy.local.postgres import PrivatePostgres
from deploy.local.provision import provision
from deploy.local.rabbitmq import PrivateRabbitMQ
from deploy.local.readiness import works
from deploy.local.secrets import Secrets
from deploy.local.server import PrivateServer, last_lines
from deploy.local.supervisor import RunningPart, RunningServer

START_TIMEOUT_S = 60.0
Say = Callable[[str], None]


class Stack:
    """A running Billing Center in `folder`. Use it as a context: leaving stops what was started, and nothing else.

    Servers that BC_DATABASE_URL and BC_AMQP_URL name are used as they are; the others are private and start here.
    """

    leftover_patience_s = 30.0

    def __init__(self, folder: Path, *, parts: Sequence[Part] = (*PARTS, SANDBOX), say: Say = print) -> None:
        self.folder = folder.absolute()
        self._chosen = parts
        self.say = say
        self.parts: list[RunningPart] = []
        self.servers: list[RunningServer] = []
        self.address = ""
        self._pids = processes.PidFile(self.folder / "pids.json")
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            self._start(undo)
            self._undo = undo.pop_all()  # only a whole start is kept; anything less is undone here
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def mend(self) -> None:
        """Start again what has died, servers first. Call it often, from the thread that started the stack."""
        for item in self.everything:
            if news := item.mend():
                self.say(news)

    @property
    def everything(self) -> list[RunningServer | RunningPart]:
        """What was started here, servers first; each has a name, a log, and a process id while it lives."""
        return [*self.servers, *self.parts]

    def part(self, name: str) -> RunningPart:
        """The running part of that name."""
        return next(part for part in self.parts if part.name == name)

    def wait_until_ready(self) -> None:
        """Wait until every part works. Raises: CannotStart, naming the part that does not, with the end of its log."""
        deadline = time.monotonic() + START_TIMEOUT_S
        for part in self.parts:
            while not works(part.part, part.environment):
                if not part.is_running or time.monotonic() > deadline:
                    why = "stopped" if not part.is_running else f"is not ready after {START_TIMEOUT_S:.0f} s"
                    raise CannotStart(f"{part.name} {why}. The end of {part.log}:\n{last_lines(part.log)}")
                time.sleep(0.1)

    def _start(self, undo: contextlib.ExitStack) -> None:
        undo.enter_context(processes.held(self.folder))
        (self.folder / "log").mkdir(exist_ok=True)
        self._stop_leftovers()
        database_url, self.amqp_url = self._start_servers(undo)
        secrets = Secrets.of(self.folder)
        self.say("preparing the databases")
        provision(database_url, secrets)
        self.http_port = self._http_port(undo)
        self.address = f"http://{LOOPBACK}:{self.http_port}"
        given = {
            part.name: environment.compose(
                part.name, folder=self.folder, secrets=secrets, database_url=database_url, amqp_url=self.amqp_url, http_port=self.http_port
            )
            for part in self._chosen
            if part != SANDBOX
        }
        if SANDBOX in self._chosen:
            given["wallet"] |= cashier.known_to_the_wallet(self.folder)
        environment.keep(self.folder, given)
        given[SANDBOX.name] = cashier.environment_of(self.folder, address=self.address)
        self.parts = [RunningPart(part, folder=self.folder, environment=given[part.name], pids=self._pids) for part in self._chosen]
        undo.callback(self._stop_parts)
        self.say(f"starting {', '.join(part.name for part in self.parts)}")
        for part in self.parts:
            part.begin()
        self.wait_until_ready()

    def _start_servers(self, undo: contextlib.ExitStack) -> tuple[str, str]:
        """The URLs of the database server and of the broker, private ones started side by side."""
        postgres = None if os.environ.get("BC_DATABASE_URL") else PrivatePostgres(self.folder / "postgres")
        rabbitmq = None if os.environ.get("BC_AMQP_URL") else PrivateRabbitMQ(self.folder / "rabbitmq")
        private = [server for server in (rabbitmq, postgres) if server]
        self.servers = [RunningServer(server) for server in private]
        for server in private:
            self._begin(server, undo)
        for server in private:
            server.wait_until_ready()
        database_url = postgres.url() if postgres else os.environ["BC_DATABASE_URL"]
        return database_url, rabbitmq.url() if rabbitmq else os.environ["BC_AMQP_URL"]

    def _begin(self, server: PrivateServer, undo: contextlib.ExitStack) -> None:
        self.say(f"starting a private {server.title}")
        undo.callback(server.stop)
        server.begin()

    def _http_port(self, undo: contextlib.ExitStack) -> int:
        """BC_HTTP_PORT, which must be free; else the usual port, or the one this folder had, or any."""
        if chosen := os.environ.get("BC_HTTP_PORT"):
            require_free(int(chosen), purpose="the gateway (BC_HTTP_PORT)")
            return int(chosen)
        remembered = self.folder / "http_port"
        if not remembered.exists():
            remembered.write_text(str(HTTP_PORT))
        port = remembered_port(remembered)
        while (claimed := claim(port)) is None:  # by a stack that starts at this very moment
            port = free_port()
            remembered.write_text(str(port))
        undo.callback(claimed.close)
        return port

    def _stop_leftovers(self) -> None:
        for name, pid in self._pids.pids().items():
            if processes.is_ours(pid, self.folder):
                self.say(f"stopping {name} (process {pid}), left by a run that was killed")
                processes.stop(pid, self.folder, patience_s=self.leftover_patience_s)
        self._pids.forget()

    def _stop_parts(self) -> None:
        """Ask all at once, the gateway included, then wait for each."""
        for part in self.parts:
            part.part_with()
        for part in reversed(self.parts):
            part.stop()
        self._pids.forget()


def remove(folder: Path) -> None:
    """Remove a stack's folder, and its servers' folders where those had to be elsewhere. Raises: CannotStart, while the stack runs."""
    if not folder.exists():
        return
    with processes.held(folder):
        for link in folder.glob("*/elsewhere"):
            shutil.rmtree(link.resolve(), ignore_errors=True)
        shutil.rmtree(folder)
