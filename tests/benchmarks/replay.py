"""A replay: 300,000 wallet events of 1,000 accounts folded, and decided again; 100 workspace-days of 10,000 usage rows folded.

Read from the audit's copies as a replay reads them. One process, one connection.
"""

from __future__ import annotations

import hashlib
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.audit.queries.copies import Copies, Event, UsageDay
from services.audit.queries.streams import states, usage_of_days
from services.audit.replay.usage import fold_lines
from services.audit.replay.wallets import FACTS, WalletFold
from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import fold
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show

ACCOUNTS, EVENTS, PAGE = 1_000, 300_000, 20_000
DAYS, ROWS_A_DAY = 100, 10_000
NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
MONDAY = date(2026, 11, 16)


def main() -> None:
    server = os.environ["BENCH_DATABASE_URL"]
    name = f"bench_{new_id().hex}"
    Database(server, size=1).execute(f"create database {name}")
    url = server.rsplit("/", 1)[0] + f"/{name}"
    migrate("audit", url)
    database = Database(url, size=4)
    copies = Copies(database)
    events = list(_wallet_events())
    for first in range(0, len(events), PAGE):
        copies.add("wallet", events[first : first + PAGE], [], [])
    days = list(_usage_days())
    copies.add("billing", [], [], days)
    database.execute("analyze")
    show(
        wallet_per_s=_wallet_rate(database, redecide=False),
        redecided_per_s=_wallet_rate(database, redecide=True),
        usage_per_s=_usage_rate(database, days),
    )


def _wallet_rate(database: Database, *, redecide: bool) -> float:
    began = time.perf_counter()
    replay = WalletFold(redecide=redecide)
    for page in states(database, "wallet", list(FACTS), up_to=EVENTS):
        replay.fold(page)
    elapsed_s = time.perf_counter() - began
    assert replay.events == EVENTS
    assert replay.differences == []
    return EVENTS / elapsed_s


def _usage_rate(database: Database, days: list[UsageDay]) -> float:
    began, lines = time.perf_counter(), 0
    for page in usage_of_days(database, [(day.workspace_id, day.day, day.position) for day in days]):
        for _, retractions, text in page:
            lines += len(fold(fold_lines([(retractions, text)]), default_retentions=DEFAULT_RETENTIONS))
    assert lines > DAYS
    return DAYS * ROWS_A_DAY / (time.perf_counter() - began)


def _wallet_events() -> Iterator[Event]:
    """Each account opens and is credited; then, at random, two charges for every credit."""
    seeded = random.Random(7)
    accounts = [(new_id(), new_id()) for _ in range(ACCOUNTS)]
    versions = [0] * ACCOUNTS
    for position in range(1, EVENTS + 1):
        number = (position - 1) % ACCOUNTS
        account_id, cash_id = accounts[number]
        versions[number] += 1
        topic, fact = _fact(versions[number], cash_id, position, seeded)
        state = msgspec.json.encode({"account_id": account_id, "currency": "CNY", **fact, "occurred_at": NOON})
        yield Event(position, account_id, versions[number], topic, state, NOON)


def _fact(version: int, cash_id: UUID, position: int, seeded: random.Random) -> tuple[str, dict[str, Any]]:
    if version == 1:
        return "wallet.opened", {}
    if version == 2 or seeded.randrange(3) == 0:
        credit = {"fund_id": cash_id, "amount_micros": 10**12, "channel": "offline_transfer", "reference": str(position), "repaid": []}
        return "wallet.cash_credited", credit
    line_id = UUID(int=position)
    return "wallet.charged", {
        "bill_id": UUID(int=position + EVENTS),
        "reason": "daily_bill",
        "family": "billing_center",
        "vendor": None,
        "lines": [{"line_id": line_id, "amount_micros": 13_400_000, "vouchers_may_pay": True}],
        "taken": [{"line_id": line_id, "fund_id": cash_id, "kind": "cash", "amount_micros": 13_400_000}],
        "owed": [],
        "cloud": [],
    }


def _usage_days() -> Iterator[UsageDay]:
    items = [item for item in ITEMS.values() if item.code != "sms"]
    for position in range(1, DAYS + 1):
        workspace_id = new_id()
        rows = [
            (
                workspace_id, MONDAY, "agent", str(n), 1, items[n % len(items)].code, NOON + timedelta(hours=n % 12), n, None,
                "a" if items[n % len(items)].key else "", None, None,
            )
            for n in range(ROWS_A_DAY)
        ]  # fmt: skip
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
        yield UsageDay(workspace_id, MONDAY, position, position, ROWS_A_DAY, 0, hashlib.sha256(lines).digest(), lines)


if __name__ == "__main__":
    main()
