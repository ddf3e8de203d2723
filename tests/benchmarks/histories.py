"""Wallets with long pasts, made by the wallet's own decisions and stored by its own recorder, a hundred facts a save.

Only turns and commands are left out. So projections, seal and snapshots are what they would be.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.kernel.clock import FixedClock
from services.kernel.eventstore import Rowset
from services.kernel.ids import natural_id, new_id
from services.kernel.money import Money
from services.wallet.allocation import Demand
from services.wallet.application import Wallets
from services.wallet.domain import Bill, VoucherTerms, Wallet

AT = datetime(2026, 1, 1, tzinfo=UTC)
FACTS_A_SAVE, THREADS = 100, 6
STEP = timedelta(seconds=10)
LATE = timedelta(days=1)


class History:
    """Gives wallets a past. `clock` is the room's own; it moves on with every save."""

    def __init__(self, room: Wallets, clock: FixedClock) -> None:
        self._room, self._clock = room, clock
        self._seeded = random.Random(7)
        self.wallets: dict[UUID, Wallet] = {}

    def open(self, account_id: UUID, currency: str = "CNY") -> None:
        """A new wallet; or one that is there already, to go on with."""
        wallet = self._room.read(Wallet, natural_id("wallet", account_id))
        self.wallets[account_id] = wallet or Wallet.open(account_id, currency, at=self._clock.now())
        self._room.residents.of(self.wallets[account_id].id).aggregate = self.wallets[account_id]

    def fill(self, wanted: dict[UUID, int]) -> None:
        """Facts until each wallet has as many versions as wanted, in turns that mix the wallets."""
        turns = [account_id for account_id, many in wanted.items() for _ in range(-(-many // FACTS_A_SAVE))]
        self._seeded.shuffle(turns)
        with ThreadPoolExecutor(THREADS) as threads:
            for _ in threads.map(self._save, turns, [wanted[account_id] for account_id in turns]):
                self._clock.move_to(self._clock.now() + STEP)

    def _save(self, account_id: UUID, wanted: int) -> None:
        wallet = self.wallets[account_id]
        with self._room.residents.of(wallet.id).mailbox:
            end = min(wanted, (wallet.version // FACTS_A_SAVE + 1) * FACTS_A_SAVE)
            at = self._clock.now()
            while wallet.version < end:
                self._act(wallet, at)
            self._room.store([wallet], Rowset())

    def _act(self, wallet: Wallet, at: datetime) -> None:
        """Two charges for every credit; a credit in a hundred is late, a voucher in fifty facts."""
        chance = self._seeded.random()
        if chance < 0.32:
            late = LATE if self._seeded.random() < 0.01 else timedelta(0)
            amount = Money(self._seeded.randrange(1, 20_000) * 10_000, wallet.currency)
            wallet.credit_transfer(amount, reference=str(new_id()), occurred_at=at - late, at=at)
        elif chance < 0.34:
            terms = VoucherTerms("voucher", Money(5_000_000, wallet.currency), at + timedelta(days=90), "bench")
            wallet.activate_voucher(new_id(), terms, batch_id=natural_id("batch"), at=at)
        else:
            wallet.charge(Bill(new_id(), wallet.currency, [*self._lines()]), at=at)

    def _lines(self) -> Iterator[Demand]:
        for _ in range(self._seeded.randrange(1, 3)):
            yield Demand(new_id(), self._seeded.randrange(1, 30_000_000), self._seeded.random() < 0.9)
