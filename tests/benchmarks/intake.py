"""The intake worker's work, from a message's bytes to committed rows, against a pre-encoded binary COPY of the same rows into the same
table.
"""

import os
import time
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from services.billing.intake.batches import Batch, Message
from services.billing.intake.ledger import UsageLedger
from services.billing.intake.line import Line
from services.billing.intake.rows import COLUMNS, copy_format
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ACCOUNT = new_id()
WORKSPACES = [new_id() for _ in range(200)]
BATCH, BATCHES, MESSAGES = 20_000, 8, 20


def bodies(seed: int) -> list[bytes]:
    """One batch: twenty messages of a thousand events each."""
    per_message = BATCH // MESSAGES
    return [
        msgspec.json.encode(Message(new_id(), ACCOUNT, NOW, [event(seed, m * per_message + n) for n in range(per_message)]))
        for m in range(MESSAGES)
    ]


def event(seed: int, n: int, now: datetime = NOW) -> msgspec.Raw:
    """The nth event of a batch: 200 workspaces, the last 48 hours, seven sources."""
    hour = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=n % 48)
    body = {
        "specversion": "1.0", "id": f"{seed}-{n}", "source": f"agent/{n % 7}", "type": "usage.sample.v1",
        "subject": WORKSPACES[n % len(WORKSPACES)], "time": hour, "data": {"item": "logs", "quantity": n, "index": f"index-{n % 3}"},
    }  # fmt: skip
    return msgspec.Raw(msgspec.json.encode(body))


def decoded(batch: list[bytes]) -> list[Message]:
    return [msgspec.json.decode(body, type=Message) for body in batch]


def worked_off(ledger: UsageLedger, batches: list[list[bytes]]) -> float:
    """Events a second, from the bytes of the first batch until the last one is committed."""
    started = time.perf_counter()
    with Line(ledger, lambda: None) as line:
        earlier: Future[int] | None = None
        for batch in batches:
            judged = line.judge(decoded(batch))
            if earlier is not None:
                earlier.result()
            earlier = line.store(judged, at=NOW)
        if earlier is not None:
            earlier.result()
    return BATCH * len(batches) / (time.perf_counter() - started)


def anew(batches: list[list[bytes]]) -> list[list[bytes]]:
    """The same events in other requests: new receipts."""
    return [[msgspec.json.encode(msgspec.structs.replace(message, receipt_id=new_id())) for message in decoded(batch)] for batch in batches]


def copied(database: Database, ledger: UsageLedger, seeds: range) -> float:
    """Pre-encoded rows, one COPY and one commit for each batch."""
    prepared = []
    for seed in seeds:
        batch = Batch(decoded(bodies(seed)))
        batch.judge(ledger.workspaces(batch.workspace_ids))
        prepared.append(copy_format((row for rows in batch.days.values() for row, _ in rows.values()), seed))
    with database.connection() as connection:
        started = time.perf_counter()
        for body in prepared:
            with (
                connection.transaction(),
                connection.cursor().copy(f"copy usage_rows ({COLUMNS}) from stdin (format binary)".encode()) as copy,
            ):
                copy.write(body)
        return BATCH * len(prepared) / (time.perf_counter() - started)


def bind(database: Database, workspace_id: UUID, account_id: UUID = ACCOUNT) -> None:
    database.execute(
        "insert into workspace_terms values (%s, %s, 'CNY', 'CN1', 'CN', 'Asia/Shanghai', 'commercial', 'standard', %s, '{}', 0)",
        (workspace_id, account_id, NOW - timedelta(days=30)),
    )


def main() -> None:
    server = Database(os.environ["BENCH_DATABASE_URL"], size=1)
    name = f"bench_{new_id().hex}"
    server.execute(f"create database {name}")
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("billing", url)
    database = Database(url, size=2)
    for workspace_id in WORKSPACES:
        bind(database, workspace_id)
    ledger = UsageLedger(database)
    worked_off(ledger, [bodies(-1)])
    copy = copied(database, ledger, range(1_000_000, 1_000_000 + BATCHES))
    batches = [bodies(seed) for seed in range(BATCHES)]
    new = worked_off(ledger, batches)
    again = anew(batches)
    worked_off(ledger, again[:1])
    show(copy=copy, new=new, repeats=worked_off(ledger, again[1:]))


if __name__ == "__main__":
    main()
