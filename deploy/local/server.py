"""What the private servers have in common: one folder, one holder, leftovers stopped, readiness waited for, a clean end."""

import contextlib
import secrets
import shutil
import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local import processes
from deploy.local.account import reachable, server_account
from deploy.local.faults import CannotStart
from deploy.local.ports import remembered_port, require_free


class PrivateServer(ABC):
    """A server of ours in a folder of its own. `begin` and `wait_until_ready` are apart so that several can start at once."""

    title: str
    farewell: signal.Signals  # what asks it to end in order
    patience_s = 30.0
    start_timeout_s = 60.0

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.account = server_account()
        self.named_folder = folder.absolute()
        self.folder = reachable(self.named_folder, self.account)
        self.log = self.folder / f"{self.title.lower()}.log"
        self._given_port = port
        self._pids = processes.PidFile(self.folder / "pids.json")
        self._hold = contextlib.ExitStack()
        self._children: list[subprocess.Popen[bytes]] = []
        self._main: subprocess.Popen[bytes] | None = None
        self.port = 0

    @abstractmethod
    def prepare(self) -> None:
        """Make the folder what the server needs; heal what an interrupted run left half done."""

    @abstractmethod
    def launch(self) -> subprocess.Popen[bytes]:
        """Start the processes and return the main one."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client can sign in and work."""

    @property
    def is_running(self) -> bool:
        """Whether the main process lives. It may not answer yet."""
        return self._main is not None and self._main.poll() is None

    @property
    def pid(self) -> int | None:
        """The main process, while it lives."""
        return self._main.pid if self._main and self.is_running else None

    def start(self) -> None:
        """Start and wait until it answers; what a killed run left behind is stopped first. Raises: CannotStart."""
        self.begin()
        self.wait_until_ready()

    def begin(self) -> None:
        """Start, without waiting for it to answer; again at the same port, if it had one. Raises: CannotStart."""
        is_ours_already = self.port > 0
        if not is_ours_already:
            self._hold.enter_context(processes.held(self.folder))
        try:
            self._begin()
        except CannotStart:
            if not is_ours_already:
                self.stop()
            raise

    def _begin(self) -> None:
        self.stop_leftovers()
        self.port = self.port or self._given_port or remembered_port(self.folder / "port")
        require_free(self.port, purpose=self.title)
        self.prepare()
        self._main = self.launch()

    def wait_until_ready(self) -> None:
        """Wait until it answers. Raises: CannotStart with the end of its log."""
        processes.wait_until(lambda: not self.is_running or self.answers(), timeout_s=self.start_timeout_s, pause_s=0.1)
        if not self.is_running or not self.answers():
            log = self.log
            self.stop()
            raise CannotStart(f"{self.title} did not start. The end of {log}:\n{last_lines(log)}")

    def stop(self) -> None:
        """Stop what was started here, in order, and let go of the folder."""
        self.stop_leftovers()
        self._hold.close()
        self.port = 0

    def stop_leftovers(self) -> None:
        """Stop every process noted for this folder, by its id and only if it is recognised, the youngest part first."""
        for pid in reversed(self.known_pids()):
            processes.stop(pid, self.folder, gently=self.farewell, patience_s=self.patience_s)
        for child in self._children:
            child.wait()
        self._children.clear()
        self._pids.forget()

    def known_pids(self) -> list[int]:
        """The processes of this folder, oldest first: what we noted."""
        return list(self._pids.pids().values())

    def wipe(self) -> None:
        """Remove everything the server has kept. It must be stopped."""
        for folder in {self.folder, self.named_folder}:
            shutil.rmtree(folder, ignore_errors=True)

    def spawn(self, name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start one process of this server and note it."""
        child = processes.spawn(
            command,
            belongs_to=self.folder,
            cwd=self.folder,
            log=self.log,
            environment=environment,
            account=self.account,
            farewell=self.farewell,
        )
        self._children.append(child)
        self._pids.note(name, child.pid)
        return child

    def secret(self, name: str) -> str:
        """A password made on first use and kept in the folder, readable by us alone."""
        file = self.folder / name
        if not file.exists() or not file.read_text():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(24))
        return file.read_text()

    def own_folder(self, name: str) -> Path:
        """A folder inside ours that belongs to the server's account alone."""
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.account.give(folder)
        return folder


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, or a remark that there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return "(no log)"
