"""Redemptions in the service's process, 64 callers from 100 accounts: of one code by all of them, and of a code each.

`python -m tests.benchmarks.redeeming race|apart`
"""

# ruff: noqa: E402
import sys

import eventlet

eventlet.monkey_patch()

import itertools
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from services.kernel.money import Money
from services.wallet.application import Wallets
from services.wallet.schemas import ActivateVoucher, IssueVouchers, OpenWallet
from tests.benchmarks.measuring import show

MODE = sys.argv[1]
CALLERS, ACCOUNTS, REDEMPTIONS = 64, 100, 5_000
ADDRESS = "203.0.113.9"
AT = datetime(2026, 11, 23, tzinfo=UTC)


def new_room() -> Wallets:
    name = f"bench_{new_id().hex}"
    Database(os.environ["BENCH_DATABASE_URL"], size=1).execute(f"create database {name}")
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("wallet", url)
    return Wallets(database=Database(url, size=16), clock=SystemClock(), secret_key=b"x" * 32)


def accounts_in(room: Wallets) -> list[UUID]:
    opened = [new_id() for _ in range(ACCOUNTS)]
    for account_id in opened:
        room.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency="CNY", occurred_at=AT))
    return opened


def codes_in(room: Wallets, count: int) -> list[str]:
    issued: list[str] = []
    while len(issued) < count:
        batch = IssueVouchers(id=new_id(), count=min(1_000, count - len(issued)), face=Money(1_000_000, "CNY"), campaign="bench")
        issued += room.issue_vouchers(batch).codes or []
    return issued


def per_second(redeem: Callable[[int], None]) -> float:
    numbers = itertools.count()

    def caller() -> None:
        while (number := next(numbers)) < REDEMPTIONS:
            redeem(number)

    started = time.perf_counter()
    for thread in [eventlet.spawn(caller) for _ in range(CALLERS)]:
        thread.wait()
    return REDEMPTIONS / (time.perf_counter() - started)


def main() -> None:
    room = new_room()
    accounts, codes = accounts_in(room), codes_in(room, REDEMPTIONS if MODE == "apart" else 1)
    done: list[int] = []

    def redeem(number: int) -> None:
        code, account_id = codes[number % len(codes)], accounts[number % ACCOUNTS]
        try:
            room.activate_voucher(ActivateVoucher(id=new_id(), account_id=account_id, code=code, client_address=ADDRESS))
            done.append(number)
        except Refusal as refusal:
            if refusal.code != "wallet.voucher_is_used":
                raise

    busy = time.process_time()
    rate = per_second(redeem)
    busy = time.process_time() - busy
    if len(done) != len(codes):
        raise RuntimeError(f"{len(codes)} codes were redeemed {len(done)} times")
    show(**{f"{MODE}_per_s": rate, f"{MODE}_cpu_ms": busy / REDEMPTIONS * 1_000})


main()
os._exit(0)
