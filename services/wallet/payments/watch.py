"""The watch over orders that wait: what no notice has settled is asked for, ever more rarely, and what is over expires."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from services.kernel.clock import Clock
from services.kernel.telemetry import get_logger
from services.wallet.domain import ChannelDoesNotAnswer

LOOK_EVERY_S: Final = 1.0
FIRST_AFTER: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=10)

log = get_logger("services.wallet.payments")


class Waiting(Protocol):
    """An order that has not ended."""

    @property
    def recharge_id(self) -> UUID: ...
    @property
    def channel(self) -> str: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def expires_at(self) -> datetime: ...


class Backoff:
    """When to ask next about each order. It is forgotten with the process: then everything is asked about once more."""

    def __init__(self) -> None:
        self._next: dict[UUID, tuple[datetime, timedelta]] = {}

    def due(self, orders: Sequence[Waiting], *, at: datetime) -> list[Waiting]:
        """Those to ask about now: 10 s after they were placed, then after pauses that double up to ten minutes, and when they end."""
        self._next = {order.recharge_id: self._next.get(order.recharge_id, _first(order)) for order in orders}
        return [order for order in orders if self._next[order.recharge_id][0] <= at]

    def asked(self, order: Waiting, *, at: datetime) -> None:
        """It has just been asked about."""
        pause = self._next[order.recharge_id][1]
        again = at + pause
        if at < order.expires_at < again:
            again = order.expires_at
        self._next[order.recharge_id] = again, min(2 * pause, LONGEST_PAUSE)


def _first(order: Waiting) -> tuple[datetime, timedelta]:
    return order.placed_at + FIRST_AFTER, FIRST_AFTER


class Watch:
    """Runs beside the room. `look` is one round; the thread does it again and again."""

    def __init__(self, room: Any, *, clock: Clock) -> None:
        """`room`: the wallet's application."""
        self._room, self._clock = room, clock
        self._backoff = Backoff()
        self._stopped = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._watch, name="wallet watches recharges", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def look(self) -> None:
        """Settle what is due. A channel that does not answer is left alone for the rest of the round: each silence costs seconds."""
        now, silent = self._clock.now(), set[str]()
        for order in self._backoff.due(self._room.queries.waiting_recharges(at=now), at=now):
            if order.channel in silent:
                continue
            self._backoff.asked(order, at=now)
            try:
                self._room.look_after(order.recharge_id)
            except ChannelDoesNotAnswer:
                silent.add(order.channel)

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            try:
                self.look()
            except Exception as fault:  # the watch never ends: what is broken is mended elsewhere, and then it goes on
                log.error("looking after recharges has failed and is tried again", exc_info=fault)
