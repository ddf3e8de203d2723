"""Charges, 64 callers at a time, each a command of its own with three lines, against the machine's durable single-row commits.

`raw`: those commits. `spread`: over 1,000 wallets in the service's process; `hot`: all on one wallet; `rpc`: over 1,000 wallets, asked over
RabbitMQ of the room as it runs. `python -m tests.benchmarks.charging raw|spread|hot|rpc`
"""

# ruff: noqa: E402
import sys

import eventlet

MODE = sys.argv[1]
if MODE != "raw":
    eventlet.monkey_patch()

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import psutil

from deploy.local.names import ROOT
from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from services.kernel.money import Money
from services.kernel.rpc import Remote, RoomIsUnavailable, Signer
from services.wallet import schemas as s
from services.wallet.application import Wallets
from tests.benchmarks.measuring import show

CALLERS, WALLETS = 64, 1_000
CHARGES = {"spread": 12_000, "hot": 12_000, "rpc": 6_000}
COMMITS = 4_000
SECRET = b"x" * 32
AT = datetime(2026, 11, 23, tzinfo=UTC)


def new_database() -> str:
    name = f"bench_{new_id().hex}"
    Database(os.environ["BENCH_DATABASE_URL"], size=1).execute(f"create database {name}")
    return os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def commits_per_s() -> float:
    connection = Database(new_database(), size=1).connect()
    connection.execute("create table raw (x integer)")
    began = time.perf_counter()
    for number in range(COMMITS):
        connection.execute("insert into raw values (%s)", (number,), prepare=True)
    return COMMITS / (time.perf_counter() - began)


def new_room() -> tuple[str, Wallets]:
    url = new_database()
    migrate("wallet", url)
    return url, Wallets(database=Database(url, size=16), clock=SystemClock(), secret_key=SECRET)


def open_wallets(room: Wallets, many: int) -> list[UUID]:
    """With cash enough, and living in this process from here on."""
    accounts = [new_id() for _ in range(many)]

    def open_one(number: int) -> None:
        account_id = accounts[number]
        room.open_wallet(s.OpenWallet(id=new_id(), account_id=account_id, currency="CNY", occurred_at=AT))
        cash = Money(10**13, "CNY")
        room.credit_transfer(s.CreditTransfer(id=new_id(), account_id=account_id, amount=cash, reference=f"TT-{number}"))

    by_many(many, open_one)
    return accounts


def a_charge(account_id: UUID) -> s.Charge:
    lines = [s.ChargeLine(line_id=new_id(), amount_micros=1_000 + place, vouchers_may_pay=True) for place in range(3)]
    return s.Charge(id=new_id(), account_id=account_id, bill_id=new_id(), currency="CNY", lines=lines)


def by_many(total: int, act: Callable[[int], None]) -> float:
    """Acts a second, 64 callers at a time."""
    numbers = iter(range(total))

    def caller() -> None:
        for number in numbers:
            act(number)

    began = time.perf_counter()
    for thread in [eventlet.spawn(caller) for _ in range(CALLERS)]:
        thread.wait()
    return total / (time.perf_counter() - began)


def in_process() -> None:
    _, room = new_room()
    accounts, total = open_wallets(room, 1 if MODE == "hot" else WALLETS), CHARGES[MODE]
    busy = time.process_time()
    rate = by_many(total, lambda number: room.charge(a_charge(accounts[number % len(accounts)])) and None)
    show(**{f"{MODE}_per_s": rate, f"{MODE}_cpu_ms": (time.process_time() - busy) / total * 1_000})


def over_rpc() -> None:
    """What bounds it: the CPU of the room and of this caller, and what is left of the cores for broker and database."""
    url, room = new_room()
    accounts, total = open_wallets(room, WALLETS), CHARGES["rpc"]
    room.close()
    signers = {name: Signer.generate(name) for name in ("wallet", "settlement")}
    with served(url, signers) as process:
        remote = Remote(os.environ["BENCH_AMQP_URL"], signers["settlement"])
        wallet = remote.room("wallet")
        wait_for(lambda: wallet.charge(a_charge(accounts[0]), reply=s.ChargeView))
        by_many(WALLETS, lambda number: wallet.charge(a_charge(accounts[number]), reply=s.ChargeView) and None)
        busy, caller_busy = sum(process.cpu_times()[:2]), time.process_time()
        rate = by_many(total, lambda number: wallet.charge(a_charge(accounts[number % WALLETS]), reply=s.ChargeView) and None)
        busy, caller_busy = sum(process.cpu_times()[:2]) - busy, time.process_time() - caller_busy
        remote.close()
    show(rpc_per_s=rate, rpc_room_cpu_ms=busy / total * 1_000, rpc_caller_cpu_ms=caller_busy / total * 1_000)


def wait_for(ask: Callable[[], object]) -> None:
    """Until the room answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            ask()
            return
        except RoomIsUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def served(url: str, signers: dict[str, Signer]) -> Iterator[psutil.Process]:
    environment = {
        **os.environ,
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": os.environ["BENCH_AMQP_URL"],
        "BC_WALLET_DATABASE_URL": url,
        "BC_SIGNING_KEY": signers["wallet"].private_key,
        "BC_TRUSTED_KEYS": json.dumps({name: signer.public_key for name, signer in signers.items()}),
        "BC_SECRET_KEY": SECRET.decode(),
    }
    command = [sys.executable, "-W", "ignore", "-m", "deploy.rooms", "wallet"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()


if MODE == "raw":
    show(raw=commits_per_s())
elif MODE == "rpc":
    over_rpc()
else:
    in_process()
os._exit(0)
