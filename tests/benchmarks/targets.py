"""What is measured, and what it is held to. A ratio is computed from the medians of one run's figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Figures = dict[str, float]


class Script(NamedTuple):
    """A script and the ways to call it; each call gives figures."""

    name: str
    calls: tuple[tuple[str, ...], ...]
    repeats: int = 3
    with_broker: bool = False


class Target(NamedTuple):
    """A figure computed from those of a script, and the least (or most) it should be; `limit` None is reported only."""

    script: str
    words: str
    value: Callable[[Figures], float]
    limit: float | None = None
    is_most: bool = False
    unit: str = "x"


SCRIPTS = (
    Script("ledger", (("raw",), ("default", "64"), ("bare", "64"), ("full", "64"), ("hot", "64"), ("default", "1"), ("bare", "1"))),
    Script("tailing", ((),)),
    Script("cold_load", ((),)),
    Script("redeeming", (("race",), ("apart",))),
    Script("charging", (("raw",), ("spread",), ("hot",), ("rpc",)), with_broker=True),
    Script("looking", ((),), repeats=1),
    Script("exporting", ((),), repeats=1),
    Script("intake", ((),)),
    Script("intake_door", ((),)),
    Script("closing", ((),)),
    Script("replay", ((),)),
    Script("stack", ((),)),
)

TARGETS = (
    Target("ledger", "durable single-row commits, one connection", lambda f: f["raw"], unit="/s"),
    Target("ledger", "appends through app.save, 64 callers", lambda f: f["bare_64"], unit="/s"),
    Target("ledger", "… against the library's default recorder", lambda f: f["bare_64"] / f["default_64"], 15),
    Target("ledger", "… against raw commits", lambda f: f["bare_64"] / f["raw"], 3),
    Target("ledger", "with projection row, command-log row and chain, against without", lambda f: f["full_64"] / f["bare_64"], 0.5),
    Target("ledger", "one hot aggregate against 1,000", lambda f: f["hot_64"] / f["full_64"], 0.8),
    Target("ledger", "one caller, against the default recorder", lambda f: f["bare_1"] / f["default_1"], 1.3),
    Target("tailing", "8 processes write: events a tailing reader missed", lambda f: f["missed"], 0, is_most=True, unit=""),
    Target("tailing", "… holes it saw", lambda f: f["holes"], 0, is_most=True, unit=""),
    Target("tailing", "… appends", lambda f: f["per_s"], unit="/s"),
    Target(
        "cold_load", "load, charge, save on a cold wallet: 10,000 past events against 10", lambda f: f["long_per_s"] / f["short_per_s"], 0.8
    ),
    Target("redeeming", "redemptions of one code, 64 at a time from 100 accounts", lambda f: f["race_per_s"], unit="/s"),
    Target("redeeming", "… CPU of the wallet's process for each", lambda f: f["race_cpu_ms"], unit="ms"),
    Target("redeeming", "redemptions of a code each, 64 at a time from 100 accounts", lambda f: f["apart_per_s"], unit="/s"),
    Target("redeeming", "… CPU of the wallet's process for each", lambda f: f["apart_cpu_ms"], unit="ms"),
    Target("charging", "durable single-row commits, one connection", lambda f: f["raw"], unit="/s"),
    Target("charging", "charges in the service's process, 64 callers, 1,000 wallets", lambda f: f["spread_per_s"], unit="/s"),
    Target("charging", "… against those commits", lambda f: f["spread_per_s"] / f["raw"], 2),
    Target("charging", "… CPU of the process for each", lambda f: f["spread_cpu_ms"], unit="ms"),
    Target("charging", "one hot wallet, against 1,000", lambda f: f["hot_per_s"] / f["spread_per_s"], 0.8),
    Target("charging", "the same over RPC", lambda f: f["rpc_per_s"], unit="/s"),
    Target("charging", "… CPU of the room for each", lambda f: f["rpc_room_cpu_ms"], unit="ms"),
    Target("charging", "… CPU of the caller for each", lambda f: f["rpc_caller_cpu_ms"], unit="ms"),
    Target("looking", "1,000,000 wallet facts: a balance at a random position, p99", lambda f: f["position_p99_ms"], 50, True, "ms"),
    Target("looking", "… as of a random instant, p99", lambda f: f["as_of_p99_ms"], 100, True, "ms"),
    Target("looking", "… now, p99", lambda f: f["now_p99_ms"], unit="ms"),
    Target("looking", "first page of the hottest statement, p99", lambda f: f["first_page_p99_ms"], unit="ms"),
    Target("looking", "… any page, p99", lambda f: f["any_page_p99_ms"], unit="ms"),
    Target("exporting", "rows of a statement of 100,000 facts as CSV, over HTTP", lambda f: f["csv_per_s"], 20_000, unit="/s"),
    Target("exporting", "… as XLSX", lambda f: f["xlsx_per_s"], unit="/s"),
    Target("exporting", "… by how much gateway or room grew meanwhile", lambda f: f["grown_mb"], 32, True, "MB"),
    Target("intake", "pre-encoded binary COPY into the same table", lambda f: f["copy"], unit="/s"),
    Target("intake", "work off, all new, against that COPY", lambda f: f["new"] / f["copy"], 0.4),
    Target("closing", "bills closed from hourly samples of 12 items", lambda f: f["bills_per_s"], 500, unit="/s"),
    Target("replay", "replay of wallet events", lambda f: f["wallet_per_s"], 300_000, unit="/s"),
    Target("replay", "… every allocation decided again", lambda f: f["redecided_per_s"], unit="/s"),
    Target("replay", "replay of usage events", lambda f: f["usage_per_s"], 500_000, unit="/s"),
    Target("stack", "start of an installed stack", lambda f: f["start_s"], 25, is_most=True, unit="s"),
    Target("stack", "memory of the idle stack, proportional", lambda f: f["idle_mb"], 1_500, is_most=True, unit="MB"),
    Target("stack", "Nameko's bare HTTP, 16 connections", lambda f: f["bare_per_s"], unit="/s"),
    Target("stack", "a read through gateway and RPC, against that", lambda f: f["read_per_s"] / f["bare_per_s"], 0.15),
    Target("stack", "… its p99", lambda f: f["read_p99_ms"], 50, is_most=True, unit="ms"),
    Target("stack", "bills collected from wallets", lambda f: f["collect_per_s"], 300, unit="/s"),
    Target("intake", "work off, all repeats, against that COPY", lambda f: f["repeats"] / f["copy"], 0.25),
    Target("intake", "… against all new", lambda f: f["repeats"] / f["new"], 0.5),
    Target("intake_door", "binary COPY, the stack idle", lambda f: f["copy"], unit="/s"),
    Target("intake_door", "through HTTP until committed, batches of 1,000, against that COPY", lambda f: f["door_1000"] / f["copy"], 0.25),
    Target("intake_door", "… batches of 5,000", lambda f: f["door_5000"] / f["copy"], 0.25),
)
