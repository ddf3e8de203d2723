"""Waiting for replies: one queue a process, and who waits for which reply. Nobody is left waiting after a deadline."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import amqp  # type: ignore[import-untyped]

EXCHANGE: Final = "nameko-rpc"
REPLY_QUEUE_EXPIRES_MS: Final = 60_000
"""How long replies wait for us to come back after a break of the line."""


class Waiting:
    """One call that waits: then its reply has come, or the broker has returned the call because nobody is bound for it, or neither."""

    __slots__ = ("_came", "body", "is_returned")

    def __init__(self) -> None:
        self._came = threading.Lock()  # held until something came; an Event costs half as much again
        self._came.acquire()
        self.body: bytes | str | None = None
        self.is_returned = False

    def wait(self, timeout_s: float) -> None:
        """Until the reply or the returned call is there, or the time is over."""
        self._came.acquire(timeout=max(0.0, timeout_s))

    def hear(self, *, body: bytes | str | None = None, is_returned: bool = False) -> None:
        """What came; the first counts."""
        if self.body is None and not self.is_returned:
            self.body, self.is_returned = body, is_returned
            self._came.release()


class Replies:
    """The replies of one process's calls, by call id."""

    def __init__(self, process_name: str) -> None:
        self.reply_to = str(uuid.uuid4())
        self._queue = f"rpc.reply-{process_name}-{self.reply_to}"
        self._waiting: dict[str, Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @contextmanager
    def expected(self, call_id: str) -> Iterator[Waiting]:
        """Within the block a reply to that call is heard; one that comes later finds nobody and is forgotten."""
        waiting = self._waiting[call_id] = Waiting()
        try:
            yield waiting
        finally:
            self._waiting.pop(call_id, None)

    def listen(self, channel: Any) -> None:
        """Declare our queue and hear it: replies, and calls that come back."""
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(self._queue, durable=True, auto_delete=False, arguments={"x-expires": REPLY_QUEUE_EXPIRES_MS})
        channel.queue_bind(self._queue, EXCHANGE, self.reply_to)
        channel.events["basic_return"].add(self._hear_return)
        channel.basic_consume(self._queue, no_ack=True, callback=self._hear)

    def _hear(self, message: amqp.Message) -> None:
        waiting = self._waiting.get(message.properties.get("correlation_id"))
        if waiting is not None:
            waiting.hear(body=message.body)

    def _hear_return(self, _reason: Exception, _exchange: str, _routing_key: str, message: amqp.Message) -> None:
        waiting = self._waiting.get(message.properties.get("correlation_id"))
        if waiting is not None:
            waiting.hear(is_returned=True)
