"""The statement of a wallet with 100,000 facts as files, over HTTP, through gateway and room as they run; and what memory that takes them.

`python -m tests.benchmarks.exporting [FACTS]`
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import psutil
from rich.console import Console

from deploy.demo.claims import Claims
from deploy.demo.people import Person, customer, first_operator
from deploy.demo.world import World
from deploy.local.names import PARTS
from deploy.local.stack import Stack
from services.kernel.clock import FixedClock, SystemClock
from services.kernel.database import Database
from services.wallet.application import Wallets
from tests.benchmarks.histories import History
from tests.benchmarks.measuring import show

FACTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CHOSEN = [part for part in PARTS if part.name in ("identity", "wallet", "gateway")]
WATCHED = ("wallet", "gateway")


def main() -> None:
    os.environ.pop("BC_DATABASE_URL", None)
    os.environ.pop("BC_AMQP_URL", None)
    with tempfile.TemporaryDirectory(prefix="bc-bench-") as name:
        Path(name).chmod(0o755)
        with Stack(Path(name) / "stack", parts=CHOSEN, say=lambda _news: None) as stack:
            console = Console(file=sys.stderr, quiet=True)
            world = World(stack, Claims(console), console)
            owner = customer(world, first_operator(world, "operator@example.com"), "owner@example.com", "CNY")
            fill(url_of(world, "wallet"), owner.account_id)
            measure(stack, owner)


def fill(url: str, account_id: UUID) -> None:
    clock = FixedClock(SystemClock().now())
    room = Wallets(database=Database(url, size=8), clock=clock, secret_key=b"x" * 32)
    history = History(room, clock)
    history.open(account_id)
    history.fill({account_id: FACTS})
    room.stored_snapshots.drain()
    room.database.execute("vacuum analyze")
    room.close()


def measure(stack: Stack, owner: Person) -> None:
    token = owner.hands.client.token  # type: ignore[union-attr]
    processes = {item.part.name: psutil.Process(item.pid) for item in stack.parts if item.pid and item.part.name in WATCHED}
    with httpx.Client(base_url=stack.address, headers={"Authorization": f"Bearer {token}"}, timeout=300) as http:
        rows = sum(1 for _ in lines(http)) - 1
        csv_s, csv_cpu_s, grown_mb = timed(processes, lambda: sum(1 for _ in lines(http)))
        xlsx_s, _, xlsx_grown_mb = timed(processes, lambda: http.get("/v1/wallet/statement.xlsx").raise_for_status())
    cpu_us = {f"csv_{name}_cpu_us": seconds / rows * 1e6 for name, seconds in csv_cpu_s.items()}
    show(rows=rows, csv_per_s=rows / csv_s, xlsx_per_s=rows / xlsx_s, grown_mb=max(grown_mb, xlsx_grown_mb), **cpu_us)


def lines(http: httpx.Client) -> Iterator[str]:
    """The lines of the file as they come: we keep none either."""
    with http.stream("GET", "/v1/wallet/statement.csv") as answer:
        answer.raise_for_status()
        yield from answer.iter_lines()


def timed(processes: dict[str, psutil.Process], act: object) -> tuple[float, dict[str, float], float]:
    """Seconds; each process's seconds of CPU; and by how many megabytes the fatter of them grew at most while it ran."""
    busy = {name: sum(process.cpu_times()[:2]) for name, process in processes.items()}
    with most_memory(list(processes.values())) as grown:
        began = time.perf_counter()
        act()  # type: ignore[operator]
        elapsed_s = time.perf_counter() - began
    used = {name: sum(process.cpu_times()[:2]) - busy[name] for name, process in processes.items()}
    return elapsed_s, used, max(grown) / 1e6


@contextmanager
def most_memory(processes: list[psutil.Process]) -> Iterator[list[int]]:
    first = [process.memory_info().rss for process in processes]
    grown, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            grown.append(max(process.memory_info().rss - then for process, then in zip(processes, first, strict=True)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield grown
    finally:
        over.set()
        watcher.join()


def url_of(world: World, room: str) -> str:
    return world.superuser_url.rsplit("/", 1)[0] + f"/bc_{room}"


if __name__ == "__main__":
    main()
