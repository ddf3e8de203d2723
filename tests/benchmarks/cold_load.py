"""A cold process: load, count and save on a tally with 10,000 past events, and on one with 10."""

import os
import time

from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show
from tests.support.tally import TALLY_TABLE, Count, Tallies

ROUNDS = 150


def prepared(url: str, events: int) -> None:
    """Fifty tallies with that many past events, written straight in batches, and their snapshots."""
    tallies = Tallies(database=Database(url, size=4), clock=SystemClock(), secret_key=b"x" * 32)
    for _ in range(events):
        tallies.count(Count(id=new_id(), names=[f"tally-{events}"], by=1))
    tallies.stored_snapshots.drain()
    tallies.close()


def per_second(url: str, events: int) -> float:
    tallies = Tallies(database=Database(url, size=4), clock=SystemClock(), secret_key=b"x" * 32)
    started = time.perf_counter()
    for _ in range(ROUNDS):
        tallies.residents.clear()
        tallies.count(Count(id=new_id(), names=[f"tally-{events}"], by=1))
    elapsed_s = time.perf_counter() - started
    tallies.close()
    return ROUNDS / elapsed_s


def main() -> None:
    server = Database(os.environ["BENCH_DATABASE_URL"], size=1)
    name = f"bench_{new_id().hex}"
    server.execute(f"create database {name}")
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("kernel_only", url)
    Database(url, size=1).execute(TALLY_TABLE)
    prepared(url, 10)
    prepared(url, 10_000)
    show(short_per_s=per_second(url, 10), long_per_s=per_second(url, 10_000))


if __name__ == "__main__":
    main()
