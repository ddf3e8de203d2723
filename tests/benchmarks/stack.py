"""The running stack: its start, its weight when idle, a read through the gateway against a bare Nameko server, and collecting bills."""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
from rich.console import Console

from deploy.demo.claims import Claims
from deploy.demo.days import close, move_on, now
from deploy.demo.people import Person, customer, first_operator
from deploy.demo.world import World
from deploy.local.names import ROOT
from deploy.local.ports import free_port
from deploy.local.stack import Stack
from services.kernel.database import Database
from tests.benchmarks.measuring import show

CONNECTIONS, SECONDS = 16, 4.0
ACCOUNTS, WORKSPACES_EACH = 60, 10


def main() -> None:
    os.environ.pop("BC_DATABASE_URL", None)
    os.environ.pop("BC_AMQP_URL", None)
    with tempfile.TemporaryDirectory(prefix="bc-bench-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "stack"
        with Stack(folder, say=lambda _news: None):
            pass  # the first start also initialises the servers; what counts is the start of an installed stack
        started = time.perf_counter()
        with Stack(folder, say=lambda _news: None) as stack:
            figures = {"start_s": time.perf_counter() - started, "idle_mb": weight_mb(stack)}
            console = Console(file=sys.stderr, quiet=True)
            world = World(stack, Claims(console), console)
            operator = first_operator(world, "operator@example.com")
            owners = [customer(world, operator, f"owner{n}@example.com", "CNY") for n in range(ACCOUNTS)]
            figures |= reads(stack, owners[0])
            figures["collect_per_s"] = collected_per_s(world, operator, owners)
    show(**figures)


def weight_mb(stack: Stack) -> float:
    """Proportional memory of everything that was started, with its children."""
    pids = {item.pid for item in stack.everything if item.pid}
    families = [process for pid in pids for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))]
    return sum(process.memory_full_info().pss for process in {process.pid: process for process in families}.values()) / 1_000_000


def reads(stack: Stack, owner: Person) -> dict[str, float]:
    """Requests a second and the slowest hundredth, through the gateway and its RPC, and of a bare Nameko server."""
    token = owner.hands.client.token  # type: ignore[union-attr]
    with bare_server() as bare_port:
        bare = asyncio.run(load("127.0.0.1", bare_port, "/hello", {}))
    port = int(stack.address.rpartition(":")[2])
    gateway = asyncio.run(load("127.0.0.1", port, "/v1/wallet", {"Authorization": f"Bearer {token}"}))
    return {"bare_per_s": bare[0], "read_per_s": gateway[0], "read_p99_ms": gateway[1]}


@contextlib.contextmanager
def bare_server() -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.benchmarks.bare_nameko", str(port)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/hello")
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


async def load(host: str, port: int, path: str, headers: dict[str, str]) -> tuple[float, float]:
    """Sixteen connections that ask again as soon as they are answered: requests a second, and the 99th percentile in milliseconds."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{head}\r\n".encode()
    stop = time.perf_counter() + SECONDS
    latencies: list[float] = []

    async def caller() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        while time.perf_counter() < stop:
            asked = time.perf_counter()
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in answer.split(b"\r\n", 1)[0], answer
            length = next(int(line.split(b":")[1]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length"))
            await reader.readexactly(length)
            latencies.append(time.perf_counter() - asked)
        writer.close()

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    return len(latencies) / SECONDS, statistics.quantiles(latencies, n=100)[98] * 1000


def collected_per_s(world: World, operator: Person, owners: list[Person]) -> float:
    """Bills a second from the first to the last that settlement recorded, after one close of all."""
    hour = now(operator).replace(minute=0, second=0, microsecond=0)
    for owner in owners:
        report(world, owner, [workspace(owner, n, hour) for n in range(WORKSPACES_EACH)], hour)
    wanted = len(owners) * WORKSPACES_EACH
    billing, settlement = (database(world, room) for room in ("billing", "settlement"))
    world.wait_for("usage", lambda: count(billing, "select count(*) from usage_work") == wanted, timeout_s=120)
    move_on(world, operator, hour + timedelta(days=2), "the day is over")
    close(world, operator)
    settled = "select count(*) from book where topic = 'settlement.bill_settled'"
    world.wait_for("bills", lambda: count(settlement, settled) == wanted, timeout_s=300)
    span = settlement.one(
        """
        select extract(epoch from max(recorded_at) - min(recorded_at))::float8 as seconds
        from book
        where topic = 'settlement.bill_settled'
        """
    )
    assert span is not None
    return wanted / float(span["seconds"])


def workspace(owner: Person, number: int, hour: datetime) -> UUID:
    body = {"name": f"workspace {number}", "site": "CN1", "billable_from": (hour - timedelta(days=1)).isoformat()}
    return UUID(asked(owner, "POST", "/v1/workspaces", body)["workspace_id"])


def report(world: World, owner: Person, workspaces: list[UUID], hour: datetime) -> None:
    events = [
        {
            "specversion": "1.0", "type": "usage.sample.v1", "source": "bench", "id": "1", "subject": str(id), "time": hour.isoformat(),
            "data": {"item": "logs", "quantity": 2_000_000},
        }
        for id in workspaces
    ]  # fmt: skip
    asked(owner, "POST", "/v1/usage/events", events, "application/cloudevents-batch+json")


def asked(owner: Person, method: str, path: str, body: Any, media_type: str = "application/json") -> Any:
    client = owner.hands.client.get_httpx_client()
    answer = client.request(method, path, json=body, headers={"Content-Type": media_type})
    answer.raise_for_status()
    return answer.json()


def database(world: World, room: str) -> Database:
    return Database(world.superuser_url.rsplit("/", 1)[0] + f"/bc_{room}", size=1)


def count(database: Database, sql: str) -> int:
    row = database.one(sql)
    return int(next(iter(row.values()))) if row else 0


if __name__ == "__main__":
    main()
