"""Appends: the library's default recorder, ours bare, ours with everything. `python -m tests.benchmarks.ledger MODE CALLERS`."""

# ruff: noqa: E402
import sys

MODE, CALLERS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
if MODE != "raw":
    import eventlet

    eventlet.monkey_patch()

import os
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import eventsourcing.domain

from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.eventstore import Projector
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show
from tests.support.tally import TALLY_TABLE, Count, Tallies, Tally

SERVER = os.environ["BENCH_DATABASE_URL"]
AT = datetime(2026, 11, 23, tzinfo=UTC)
SAVES = {"raw": 4_000, "default": 600, "bare": 20_000, "full": 12_000, "hot": 12_000}
AGGREGATES = 1_000


class Bare(Tallies):
    """Without a projection."""

    projector = Projector()


def new_database() -> str:
    name = f"bench_{new_id().hex}"
    server = Database(SERVER, size=1)
    server.execute(f"create database {name}")
    server.close()
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def tallies(kind: type[Tallies]) -> Tallies:
    url = new_database()
    migrate("kernel_only", url)
    database = Database(url, size=8)
    database.execute(TALLY_TABLE)
    return kind(database=database, clock=SystemClock(), secret_key=b"x" * 32)


def raw() -> float:
    connection = Database(new_database(), size=1).connect()
    connection.execute("create table raw (x integer)")
    started = time.perf_counter()
    for n in range(SAVES["raw"]):
        connection.execute("insert into raw values (%s)", (n,), prepare=True)
    return SAVES["raw"] / (time.perf_counter() - started)


def default_recorder() -> Any:
    """The library as it comes, with connections enough."""
    from eventsourcing.application import Application

    url = urlsplit(new_database())
    return Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": url.path[1:], "POSTGRES_HOST": str(url.hostname),
            "POSTGRES_PORT": str(url.port), "POSTGRES_USER": str(url.username), "POSTGRES_PASSWORD": url.password or "none",
            "POSTGRES_POOL_SIZE": "10", "POSTGRES_MAX_OVERFLOW": "60",
        }
    )  # fmt: skip


class Plain(eventsourcing.domain.Aggregate):
    """The tally as one writes it with the library alone."""

    @eventsourcing.domain.event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.total = 0

    @eventsourcing.domain.event("Counted")
    def count(self, mark_id: Any, by: int, at: datetime) -> None:
        self.total += by


def saves(app: Any, aggregates: list[Any], total: int) -> float:
    """`app.save` by each caller on an aggregate of its own."""
    for aggregate in aggregates:
        app.save(aggregate)
    return timed(total, lambda caller: (aggregates[caller].count(new_id(), 1, at=AT), app.save(aggregates[caller])))


def turns(names: list[str], total: int) -> float:
    """Whole turns: idempotent commands with an answer, a projection row and the seal."""
    app = tallies(Tallies)
    chosen = iter(range(10**9))
    for name in names:  # living from here on: what is measured are appends, not cold loads
        app.count(Count(id=new_id(), names=[name], by=1))
    return timed(total, lambda _caller: app.count(Count(id=new_id(), names=[names[next(chosen) % len(names)]], by=1)))


def timed(total: int, act: Any) -> float:
    left = [total]

    def caller(number: int) -> None:
        while left[0] > 0:
            left[0] -= 1
            act(number)

    started = time.perf_counter()
    for thread in [eventlet.spawn(caller, number) for number in range(CALLERS)]:
        thread.wait()
    return total / (time.perf_counter() - started)


if MODE == "raw":
    show(raw=raw())
elif MODE == "default":
    show(**{f"default_{CALLERS}": saves(default_recorder(), [Plain(name=f"t{n}") for n in range(CALLERS)], SAVES["default"])})
elif MODE == "bare":
    total = SAVES["bare"] if CALLERS > 1 else SAVES["bare"] // 10
    show(**{f"bare_{CALLERS}": saves(tallies(Bare), [Tally(name=f"t{n}") for n in range(CALLERS)], total)})
else:
    show(**{f"{MODE}_{CALLERS}": turns(["hot"] if MODE == "hot" else [f"t{n}" for n in range(AGGREGATES)], SAVES[MODE])})
os._exit(0)
