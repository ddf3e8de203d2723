"""Starting, recognising and stopping processes. A process is signalled only after it was recognised as ours."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from deploy.local.account import Account
from deploy.local.faults import CannotStart

MARK = "BC_LOCAL_PART"  # environment variable: the folder a process belongs to


def spawn(
    command: Sequence[str | Path],
    *,
    belongs_to: Path,
    cwd: Path,
    log: Path,
    environment: Mapping[str, str],
    account: Account,
    farewell: signal.Signals,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, marked as part of `belongs_to`; `farewell` is what it is sent if we die."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [*_dying_with_us(farewell), *map(str, command)],
            cwd=cwd,
            env={**environment, MARK: str(belongs_to)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **account.options(),
        )


def _dying_with_us(farewell: signal.Signals) -> list[str]:
    """What asks the kernel to send `farewell` to the child when the *thread* that starts it ends: start children from the main thread.

    Not by `preexec_fn`, which is unsafe beside threads. Where `setpriv` is missing, the next run finds what a killed one left.
    """
    program = shutil.which("setpriv", path="/usr/bin:/bin")
    return [program, "--pdeathsig", farewell.name.removeprefix("SIG"), "--"] if program else []


def is_ours(pid: int, folder: Path) -> bool:
    """Whether the process bears the mark of `folder`, or works on something inside it. A reused process id does not."""
    if pid == os.getpid():
        return False
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return _names(folder, process.cmdline()) or process.environ().get(MARK) == str(folder)
    except psutil.Error:
        return False


def _names(folder: Path, command: list[str]) -> bool:
    return any(part.startswith(f"{folder}/") for part in command)


def stop(pid: int, folder: Path, *, gently: signal.Signals = signal.SIGTERM, patience_s: float = 30) -> None:
    """Ask the process to end, and end it if it has not after `patience_s`. Nothing happens if it is gone or not ours."""
    for demand, wait_s in ((gently, patience_s), (signal.SIGKILL, 10.0)):
        if not is_ours(pid, folder):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, demand)
        wait_until(lambda: not is_ours(pid, folder), timeout_s=wait_s)


def wait_until(condition: Callable[[], bool], *, timeout_s: float, pause_s: float = 0.05) -> bool:
    """Whether `condition` became true within `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause_s)
    return True


class PidFile:
    """Which processes were started for a folder, kept beside them so that the next run finds what a killed one left."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pids(self) -> dict[str, int]:
        """Process ids by the part's name. A torn file counts as empty."""
        try:
            return dict(json.loads(self.path.read_text()))
        except (OSError, ValueError):
            return {}

    def note(self, name: str, pid: int) -> None:
        """Remember that `pid` is the part `name`."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({**self.pids(), name: pid}))
        fresh.replace(self.path)

    def forget(self) -> None:
        """Everything has been stopped."""
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; the hold ends with the process, however it ends.

    Raises: CannotStart, if another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "holder").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CannotStart(f"{folder} is in use by process {file.read().strip()}. Stop it first, or use another folder.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
