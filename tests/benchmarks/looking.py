"""Balances of the past in a book of 1,000,000 facts over 1,000 wallets, the hottest with 100,000: at random positions, at random instants.

Half of the questions are about the hottest. With the first page and a page in the middle of its statement, and its statement's rows as the
room gives them. `python -m tests.benchmarks.looking [FACTS]`
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.ids import natural_id, new_id
from services.kernel.migrate import migrate
from services.wallet.application import Wallets
from services.wallet.schemas import BalanceOf, ExportStatement, StatementOf
from tests.benchmarks.histories import AT, History
from tests.benchmarks.measuring import show

FACTS, WALLETS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, 1_000
QUESTIONS, PAGES = 600, 60


def main() -> None:
    name = f"bench_{new_id().hex}"
    server = Database(os.environ["BENCH_DATABASE_URL"], size=1)
    server.execute(f"create database {name}")
    server.execute(f"alter database {name} set synchronous_commit = off")  # what is measured are reads: the past need not wait for the disk
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("wallet", url)
    clock = FixedClock(AT)
    accounts = [new_id() for _ in range(WALLETS)]
    fill_s = filled(url, clock, accounts)
    room = Wallets(database=Database(url, size=4), clock=clock, secret_key=b"x" * 32)
    room.database.execute("vacuum analyze")
    seeded = random.Random(11)
    begun, over = opened(room, accounts), clock.now()
    asked = [accounts[0] if number % 2 else seeded.choice(accounts) for number in range(QUESTIONS)]
    by_position = [BalanceOf(account_id=id, position=seeded.randint(begun[id][0], head(room))) for id in asked]
    by_instant = [BalanceOf(account_id=id, as_of=between(seeded, begun[id][1], over)) for id in asked]
    show(
        fill_s=fill_s,
        **named("position", timed(room.balance_of, by_position)),
        **named("as_of", timed(room.balance_of, by_instant)),
        **named("now", timed(room.balance_of, [BalanceOf(account_id=id) for id in asked])),
        **named("first_page", timed(room.statement_of, [StatementOf(account_id=accounts[0])] * PAGES)),
        **named("any_page", timed(room.statement_of, pages_in_the_middle(room, accounts[0], seeded))),
        rows_per_s=rows_per_s(room, accounts[0]),
    )


def filled(url: str, clock: FixedClock, accounts: list[UUID]) -> float:
    began = time.perf_counter()
    room = Wallets(database=Database(url, size=8), clock=clock, secret_key=b"x" * 32)
    history, hottest = History(room, clock), FACTS // 10
    for account_id in accounts:
        history.open(account_id)
    others = (FACTS - hottest) // (WALLETS - 1)
    history.fill({account_id: others if place else hottest for place, account_id in enumerate(accounts)})
    room.stored_snapshots.drain()
    room.close()
    return time.perf_counter() - began


def opened(room: Wallets, accounts: list[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """Where and when each wallet began."""
    rows = room.database.all("select originator_id as id, position, recorded_at from events where originator_version = 1")
    begun = {row["id"]: (row["position"], row["recorded_at"]) for row in rows}
    return {account_id: begun[natural_id("wallet", account_id)] for account_id in accounts}


def head(room: Wallets) -> int:
    row = room.database.one("select position from ledger_head")
    assert row is not None
    return int(row["position"])


def between(seeded: random.Random, first: datetime, last: datetime) -> datetime:
    return first + timedelta(seconds=seeded.randrange(int((last - first).total_seconds()) + 1))


def pages_in_the_middle(room: Wallets, account_id: UUID, seeded: random.Random) -> list[StatementOf]:
    places = [seeded.randint(head(room) // 100, head(room)) for _ in range(PAGES)]
    return [StatementOf(account_id=account_id, position=place) for place in places]


def timed(ask: Callable[[Any], Any], questions: list[Any]) -> tuple[list[float], float]:
    """Milliseconds of each, once all has been asked; and our own CPU for each."""
    for question in questions[:20]:
        ask(question)
    spans, busy = [], time.process_time()
    for question in questions:
        began = time.perf_counter()
        ask(question)
        spans.append((time.perf_counter() - began) * 1_000)
    return spans, (time.process_time() - busy) * 1_000 / len(questions)


def named(what: str, measured: tuple[list[float], float]) -> dict[str, float]:
    spans, cpu_ms = measured
    cuts = statistics.quantiles(spans, n=100)
    return {f"{what}_p50_ms": cuts[49], f"{what}_p99_ms": cuts[98], f"{what}_cpu_ms": cpu_ms}


def rows_per_s(room: Wallets, account_id: UUID) -> float:
    rows, cursor, began = 0, None, time.perf_counter()
    while True:
        part = room.export_statement(ExportStatement(account_id=account_id, format="csv", cursor=cursor))
        rows, cursor = rows + len(part.rows), part.next_cursor
        if cursor is None:
            return rows / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
    os._exit(0)
