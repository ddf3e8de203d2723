"""What was asked to be paid at the stand-ins, and what became of it; kept in a file, so that a restart forgets nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

Channel = Literal["alipay", "stripe"]
Status = Literal["waiting", "paid", "closed"]
_LIST: Final = "trades.json"


class Trade(msgspec.Struct):
    """One order at a stand-in. `trade_id` is the stand-in's name for it, `order` ours; `reference` names the payment."""

    channel: Channel
    trade_id: str
    order: str
    cents: int
    currency: str
    subject: str
    return_url: str
    notify_url: str
    created_at: datetime
    reference: str
    status: Status = "waiting"
    paid_at: datetime | None = None
    reversed_at: datetime | None = None

    @property
    def amount(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d}"


class Trades:
    """All trades of a folder. Every change is written before it is told."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _LIST
        self._lock = threading.Lock()
        listed = msgspec.json.decode(self._file.read_bytes(), type=list[Trade]) if self._file.exists() else []
        self._trades = {trade.trade_id: trade for trade in listed}

    def find(self, trade_id: str) -> Trade | None:
        return self._trades.get(trade_id)

    def of_order(self, channel: Channel, order: str) -> Trade | None:
        return next((trade for trade in self._trades.values() if (trade.channel, trade.order) == (channel, order)), None)

    def open(self, channel: Channel, order: str, make: Callable[[int], Trade]) -> Trade:
        """The trade of this order; a new one, made of a running number, if there is none."""
        with self._lock:
            known = self.of_order(channel, order)
            if known is None:
                known = make(len(self._trades) + 1)
                self._trades[known.trade_id] = known
                self._write()
            return known

    def move(self, trade: Trade, to: Status, *, at: datetime) -> bool:
        """Pay or close what waits; whether that was so."""
        with self._lock:
            if trade.status != "waiting":
                return False
            trade.status = to
            trade.paid_at = at if to == "paid" else None
            self._write()
            return True

    def reverse(self, trade: Trade, *, at: datetime) -> None:
        """Give the money of a paid trade back."""
        with self._lock:
            trade.reversed_at = at
            self._write()

    def paid(self, channel: Channel) -> list[Trade]:
        """What was paid, in that order."""
        paid = [trade for trade in self._trades.values() if trade.channel == channel and trade.paid_at is not None]
        return sorted(paid, key=lambda trade: (trade.paid_at, trade.trade_id))

    def _write(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(list(self._trades.values())))
        fresh.replace(self._file)
