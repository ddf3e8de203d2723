"""What every scene of the demo uses: the running stack, the claims, the screen, and somebody's hands at the door."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from billing_center_client import AuthenticatedClient, Client
from billing_center_client.models import Problem
from rich.console import Console
from rich.table import Table

from deploy.demo.claims import ClaimFailed, Claims
from deploy.local import environment
from deploy.local.names import ROOT
from deploy.local.postgres import PrivatePostgres
from deploy.local.stack import Stack

T = TypeVar("T")
LOOK_EVERY_S = 0.1
INDENT = 4


class Hands:
    """Somebody at the door: a person's session, a machine's key, or nobody yet."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self.client: Client | AuthenticatedClient = AuthenticatedClient(address, token=token) if token else Client(address)

    def ask(self, operation: ModuleType, *path: Any, **fields: Any) -> Any:
        """The view. Raises: ClaimFailed, if the door says no."""
        answer = operation.sync_detailed(*path, client=self.client, **fields)
        if answer.parsed is None or isinstance(answer.parsed, Problem):
            name = operation.__name__.rpartition(".")[2]
            raise ClaimFailed(f"`{name}` was refused with {answer.status_code}: {answer.content.decode(errors='replace')}")
        return answer.parsed

    def attempt(self, operation: ModuleType, *path: Any, **fields: Any) -> Any:
        """The view, or the problem."""
        return operation.sync(*path, client=self.client, **fields)


class World:
    """The stage."""

    def __init__(self, stack: Stack, claims: Claims, console: Console) -> None:
        self.stack, self.console = stack, console
        self.check = claims.check

    def hands(self, token: str | None = None) -> Hands:
        return Hands(self.stack.address, token)

    def scene(self, title: str) -> None:
        """Say what comes next."""
        self.console.print(f"\n[bold cyan]{title}[/]")

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Show that something takes its time."""
        return self.console.status(f"[dim]{what} ...[/]")

    def wait_for(self, what: str, ask: Callable[[], T | None], *, timeout_s: float = 60) -> T:
        """The first answer that is not empty. Raises: ClaimFailed, when none comes in time."""
        deadline = time.monotonic() + timeout_s
        with self.waiting(what):
            while not (answer := ask()):
                if time.monotonic() > deadline:
                    raise ClaimFailed(f"Waited {timeout_s:.0f} s in vain: {what}. See {self.stack.folder}/log")
                self.stack.mend()
                time.sleep(LOOK_EVERY_S)
        return answer

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Columns whose names begin with ">" are figures."""
        table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=None, pad_edge=False, padding=(0, 2))
        for name in columns:
            table.add_column(name.lstrip(">"), justify="right" if name.startswith(">") else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(str, row))
        self.console.print("")
        self.console.print(table)
        self.console.print("")

    def run_as(self, process: str, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of ours with the environment of a process of this stack, as `make audit` and `make operator` do."""
        ours = environment.kept(self.stack.folder)[process]
        known = {**os.environ, **ours, "COLUMNS": str(self.console.width - INDENT)}
        return subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, env=known, capture_output=True, text=True, timeout=180)

    def quote(self, text: str, style: str = "") -> None:
        """Show what a program printed."""
        for line in text.splitlines():
            self.console.print(" " * INDENT + line, style=style, markup=False, soft_wrap=True)

    @property
    def superuser_url(self) -> str:
        """The database server, as its superuser."""
        private = (running.server for running in self.stack.servers if isinstance(running.server, PrivatePostgres))
        postgres = next(private, None)
        return postgres.url() if postgres else os.environ["BC_DATABASE_URL"]


def said(money: Any) -> str:
    """Money as one says it: 13.40 CNY."""
    return f"{money.amount} {money.currency}"
