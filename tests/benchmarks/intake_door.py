"""Usage from the HTTP request to committed rows, through the running stack, against a pre-encoded binary COPY of such rows into the same
table. Clients, gateway, RabbitMQ, intake, PostgreSQL and the rest, with the audit copying what was recorded, share the same cores.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from deploy.demo.claims import Claims
from deploy.demo.people import Person, customer, first_operator
from deploy.demo.world import World
from deploy.local.stack import Stack
from services.billing.intake.ledger import UsageLedger
from services.kernel.database import Database
from tests.benchmarks.intake import NOW, WORKSPACES, bind, copied, event
from tests.benchmarks.measuring import show

SIZES = (1_000, 5_000)
EVENTS, CONNECTIONS = 400_000, 8
LOOK_EVERY_S = 0.02


def main() -> None:
    os.environ.pop("BC_DATABASE_URL", None)
    os.environ.pop("BC_AMQP_URL", None)
    with tempfile.TemporaryDirectory(prefix="bc-bench-") as name:
        Path(name).chmod(0o755)
        with Stack(Path(name) / "stack", say=lambda _news: None) as stack:
            console = Console(file=sys.stderr, quiet=True)
            world = World(stack, Claims(console), console)
            owner = customer(world, first_operator(world, "operator@example.com"), "owner@example.com", "CNY")
            database = Database(world.superuser_url.rsplit("/", 1)[0] + "/bc_billing", size=2)
            figures = {"copy": copied_into(database)}
            database.execute("update workspace_terms set account_id = %s", (owner.account_id,))
            for size in SIZES:
                figures[f"door_{size}"] = recorded_per_s(world, owner, database, size)
    show(**figures)


def copied_into(database: Database) -> float:
    for workspace_id in WORKSPACES:
        bind(database, workspace_id)
    database.execute("select ensure_usage_partitions(%s, %s)", (datetime.now(UTC).date().replace(day=1), NOW.date()))
    return copied(database, UsageLedger(database), range(1_000_000, 1_000_008))


def recorded_per_s(world: World, owner: Person, database: Database, size: int) -> float:
    """Events a second, all new, from the first request until the receipt of the last is there. The first requests, unmeasured, warm up."""
    requests = [request(world, owner, number, size) for number in range(CONNECTIONS + EVENTS // size)]
    before = recorded(database)
    sent(world.stack.http_port, requests[:CONNECTIONS])
    wait_for(database, before + CONNECTIONS * size)
    started = time.perf_counter()
    sent(world.stack.http_port, requests[CONNECTIONS:])
    wait_for(database, before + len(requests) * size)
    return EVENTS / (time.perf_counter() - started)


def request(world: World, owner: Person, number: int, size: int) -> bytes:
    """The bytes of a POST of one batch."""
    now, first = datetime.now(UTC), number * size
    body = b"[" + b",".join(event(size, n, now) for n in range(first, first + size)) + b"]"
    head = (
        "POST /v1/usage/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents-batch+json\r\n"
        f"Authorization: Bearer {owner.hands.client.token}\r\nContent-Length: {len(body)}\r\n\r\n"  # type: ignore[union-attr]
    )
    return head.encode() + body


def sent(port: int, requests: Iterable[bytes]) -> None:
    """Several connections, each with its next request as soon as the one before is answered. Blocking sockets: a request is one call that
    copies it into the socket, where asyncio moves what is left of it at every partial write, on the cores that the rest needs.
    """
    waiting = iter(list(requests))
    with ThreadPoolExecutor(CONNECTIONS) as callers:
        for done in [callers.submit(caller, port, waiting) for _ in range(CONNECTIONS)]:
            done.result()


def caller(port: int, waiting: Iterator[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        for one in waiting:
            connection.sendall(one)
            status, *headers = iter(answers.readline, b"\r\n")
            assert b" 202 " in status, status
            answers.read(next(int(line.split(b":")[1]) for line in headers if line.lower().startswith(b"content-length")))


def recorded(database: Database) -> int:
    row = database.one("select coalesce(sum(accepted), 0)::bigint as events from usage_receipt")
    assert row is not None
    return int(row["events"])


def wait_for(database: Database, events: int) -> None:
    while recorded(database) < events:
        time.sleep(LOOK_EVERY_S)


if __name__ == "__main__":
    main()
