"""The state of every part of a stack, as a table: what runs, what waits, who lags, what was parked, disk and clock."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pika  # type: ignore[import-untyped]
from pika.exceptions import AMQPError  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from deploy.local import environment, processes
from deploy.local.names import PARTS, SANDBOX
from services.kernel.clock import MovableClock
from services.kernel.config import ROOMS
from services.kernel.database import Database, psycopg

LAG_IS_WRONG = 1_000  # events a follower may be behind before it counts as wrong
LEAST_FREE_BYTES = 1 << 30
_DEAD_LETTERS = "usage.dead"


class Finding(NamedTuple):
    """One line of the table. `is_wrong` makes the doctor fail."""

    part: str
    state: str
    is_wrong: bool = False


def examine(folder: Path, console: Console) -> bool:
    """Print the table; whether all is well."""
    kept = environment.kept(folder)
    if not kept:
        console.print(f"No stack has been started in {folder} yet: `make run` starts one.")
        return False
    findings = list(_all(folder.absolute(), kept))
    console.print(table_of(findings, title=f"{folder}, {environment.http_address(folder)}"))
    return not any(finding.is_wrong for finding in findings)


def table_of(findings: list[Finding], *, title: str) -> Table:
    """The findings, what is wrong in red."""
    table = Table("part", "state", title=title, title_justify="left")
    for finding in findings:
        table.add_row(finding.part, finding.state, style="bold red" if finding.is_wrong else None)
    return table


def _all(folder: Path, kept: dict[str, dict[str, str]]) -> Iterator[Finding]:
    yield from processes_of(folder)
    yield from queues(next(iter(kept.values()))["BC_AMQP_URL"])
    yield from books({room: kept[room][f"BC_{room.upper()}_DATABASE_URL"] for room in ROOMS if room in kept})
    yield disk(folder)
    yield clock(folder)


def processes_of(folder: Path) -> Iterator[Finding]:
    """Every process of ours, by the note of the runner."""
    known = processes.PidFile(folder / "pids.json").pids()
    for part in (*PARTS, *([SANDBOX] if SANDBOX.name in known else [])):
        pid = known.get(part.name, 0)
        is_up = processes.is_ours(pid, folder)
        yield Finding(part.name, f"up, process {pid}" if is_up else "not running", not is_up)


def queues(amqp_url: str) -> Iterator[Finding]:
    """The work that waits, and who takes it. Dead letters are wrong until somebody has looked at them."""
    names = [part.queue for part in PARTS if part.queue]
    try:
        with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
            for name in (*names, _DEAD_LETTERS):
                yield _queue(connection, name)
    except (AMQPError, OSError) as fault:
        yield Finding("RabbitMQ", f"does not answer: {type(fault).__name__} {fault}", True)


def _queue(connection: "pika.BlockingConnection", name: str) -> Finding:
    channel = connection.channel()
    try:
        found = channel.queue_declare(name, passive=True).method
    except pika.exceptions.ChannelClosedByBroker:
        return Finding(f"queue {name}", "does not exist", name != _DEAD_LETTERS)
    channel.close()
    waiting, takers = found.message_count, found.consumer_count
    is_wrong = waiting > 0 if name == _DEAD_LETTERS else takers == 0
    return Finding(f"queue {name}", f"{waiting:,} waiting, {takers} taking", is_wrong)


def books(database_urls: dict[str, str]) -> Iterator[Finding]:
    """Each room's book, how far it has read the others' books, and what it has parked."""
    heads: dict[str, int] = {}
    databases = {room: Database(url, size=1, name="doctor") for room, url in database_urls.items()}
    try:
        for room, database in databases.items():
            heads[room] = _first(database, "select position from ledger_head")
        for room, database in databases.items():
            yield Finding(f"book {room}", f"at {heads[room]:,}")
            yield from _followers(room, database, heads)
            yield from _parked(room, database)
    except psycopg.Error as fault:
        yield Finding("PostgreSQL", f"does not answer: {' '.join(str(fault).split())}", True)
    finally:
        for database in databases.values():
            database.close()


def _followers(room: str, database: Database, heads: dict[str, int]) -> Iterator[Finding]:
    for row in database.all("select book, position from followed order by book"):
        behind = heads.get(row["book"], 0) - row["position"]
        yield Finding(f"  {room} follows {row['book']}", f"at {row['position']:,}, {behind:,} behind", behind > LAG_IS_WRONG)


def _parked(room: str, database: Database) -> Iterator[Finding]:
    for row in database.all("select book, count(*) as parked, min(position) as first from parked group by book order by book"):
        yield Finding(f"  {room} has parked", f"{row['parked']:,} of {row['book']}, the first at {row['first']:,}", True)


def _first(database: Database, sql: str) -> int:
    row = database.one(sql) or {}
    return int(next(iter(row.values()), 0))


def disk(folder: Path) -> Finding:
    """Room on the disk of the stack's folder."""
    free = shutil.disk_usage(folder).free
    return Finding("disk", f"{free / (1 << 30):.1f} GiB free", free < LEAST_FREE_BYTES)


def clock(folder: Path) -> Finding:
    """What time it is for the stack, and how far that is from the machine's time."""
    file = folder / "clock"
    now = MovableClock(file).now() if file.exists() else datetime.now(UTC)
    ahead = now - datetime.now(UTC)
    if ahead < timedelta(seconds=1):
        return Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC, the machine's")
    return Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC, moved forward by {timedelta(seconds=round(ahead.total_seconds()))}")
