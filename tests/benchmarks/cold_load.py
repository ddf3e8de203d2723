"""A cold process: load, charge and save on a wallet with 10,000 past events, and on one with 10."""

import os
import time
from datetime import UTC, datetime
from uuid import UUID

from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.ids import natural_id, new_id
from services.kernel.migrate import migrate
from services.kernel.money import Money
from services.wallet.application import Wallets
from services.wallet.schemas import Charge, ChargeLine, CreditTransfer, OpenWallet
from tests.benchmarks.measuring import show

ROUNDS = 150
AT = datetime(2026, 11, 23, tzinfo=UTC)


def wallets(url: str) -> Wallets:
    return Wallets(database=Database(url, size=4), clock=SystemClock(), secret_key=b"x" * 32)


def with_past(url: str, events: int) -> UUID:
    """The account of a wallet that was charged until it had that many events; its snapshots are taken."""
    room, account_id = wallets(url), new_id()
    room.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency="CNY", occurred_at=AT))
    room.credit_transfer(
        CreditTransfer(id=new_id(), account_id=account_id, amount=Money(10**12, "CNY"), reference=f"TT-{events}", by_member_id=new_id())
    )
    for _ in range(events - 2):
        room.charge(a_charge(account_id))
    room.stored_snapshots.drain()
    room.close()
    return account_id


def a_charge(account_id: UUID) -> Charge:
    bill_id = new_id()
    lines = [ChargeLine(line_id=natural_id("line", bill_id, n), amount_micros=1_000 + n, vouchers_may_pay=True) for n in range(5)]
    return Charge(
        id=new_id(), account_id=account_id, bill_id=bill_id, currency="CNY", family="billing_center", lines=lines, reason="daily_bill"
    )


def per_second(url: str, account_id: UUID) -> float:
    """Charges on a wallet that is not in memory."""
    room = wallets(url)
    room.charge(a_charge(account_id))
    started = time.perf_counter()
    for _ in range(ROUNDS):
        room.residents.clear()
        room.charge(a_charge(account_id))
    elapsed_s = time.perf_counter() - started
    room.close()
    return ROUNDS / elapsed_s


def main() -> None:
    name = f"bench_{new_id().hex}"
    Database(os.environ["BENCH_DATABASE_URL"], size=1).execute(f"create database {name}")
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("wallet", url)
    short, long = with_past(url, 10), with_past(url, 10_000)
    show(short_per_s=per_second(url, short), long_per_s=per_second(url, long))


if __name__ == "__main__":
    main()
