"""Bells: "room X's book has grown to position N", without content.

A lost, doubled or reordered bell costs a follower one timer period at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import amqp  # type: ignore[import-untyped]
import msgspec

from services.kernel.rpc.line import Line, LineIsDown
from services.kernel.telemetry import get_logger

EXCHANGE: Final = "bc.bells"
QUIET_S: Final = 0.02
GIVE_UP_AFTER_S: Final = 1.0

log = get_logger("services.kernel.follower")


class _Ring(msgspec.Struct):
    room: str
    position: int


class Bell:
    """Rings after commits: at most once in 20 ms, from a thread of its own, so that no caller waits for the broker or fails with it."""

    def __init__(self, amqp_url: str, room: str) -> None:
        self._room = room
        self._line = Line(amqp_url, name=f"bell of {room}", prepare=_declare)
        self._position, self._rung = 0, 0
        self._grown = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def start(self) -> None:
        """Begin to ring; the first `ring` does so too."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_ringing, name=f"bell of {self._room}", daemon=True)
                self._thread.start()

    def ring(self, position: int) -> None:
        """Tell the others that the book has grown to `position`. Returns at once and never fails."""
        self._position = max(self._position, position)
        self._grown.set()
        if self._thread is None:
            self.start()

    def stop(self) -> None:
        self._stopped = True
        self._grown.set()
        self._line.close()

    def _keep_ringing(self) -> None:
        while not self._stopped:
            self._grown.wait()
            self._grown.clear()
            if self._position > self._rung:
                self._ring_now(self._position)
            time.sleep(QUIET_S)

    def _ring_now(self, position: int) -> None:
        body = msgspec.json.encode(_Ring(self._room, position))
        try:
            self._line.publish(body, exchange=EXCHANGE, routing_key=self._room, deadline=time.monotonic() + GIVE_UP_AFTER_S)
            self._rung = position
        except LineIsDown:
            log.debug("a bell was not heard", room=self._room, position=position)  # the timer of the followers makes up for it


class BellListener:
    """Hears the bells of some rooms: `BellListener(url, name="settlement", heard={"billing": follower.wake})`.

    After each (re)connection everybody is woken once, since bells may have been missed.
    """

    def __init__(self, amqp_url: str, *, name: str, heard: Mapping[str, Callable[[], None]]) -> None:
        self._heard = dict(heard)
        self._line = Line(amqp_url, name=f"bells for {name}", prepare=self._listen)

    def start(self) -> None:
        self._line.open()

    def stop(self) -> None:
        self._line.close()

    def _listen(self, channel: Any) -> None:
        _declare(channel)
        queue = channel.queue_declare("", exclusive=True, auto_delete=True).queue
        for room in self._heard:
            channel.queue_bind(queue, EXCHANGE, room)
        channel.basic_consume(queue, no_ack=True, callback=self._hear)
        for wake in self._heard.values():
            wake()

    def _hear(self, message: amqp.Message) -> None:
        wake = self._heard.get(message.delivery_info["routing_key"])
        if wake is not None:
            wake()


def _declare(channel: Any) -> None:
    channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
