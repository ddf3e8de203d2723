"""The worker: takes messages from `usage.intake`, merges them, works them off, and acknowledges what is durable.

While one batch is being stored, the next is taken and judged. A message is acknowledged only after its transaction has committed; whatever
breaks before that brings it again, and its receipt or its events' identities show that it was done. A merged batch that fails is tried
message by message; one that fails alone goes to `usage.dead` with its reason, where `python -m services.billing.intake put-back` finds it.
A database or broker that is away is waited for.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

import msgspec
import pika  # type: ignore[import-untyped]
import pika.exceptions  # type: ignore[import-untyped]

from services.billing.intake.batches import Message
from services.billing.intake.ledger import UsageLedger
from services.billing.intake.line import Line, work_off
from services.billing.intake.queue import QUEUE, declare, keep_apart
from services.billing.intake.reports import UNREADABLE
from services.kernel.clock import Clock
from services.kernel.database import psycopg
from services.kernel.rpc import RoomFault
from services.kernel.telemetry import counter, get_logger, histogram

BATCH_EVENTS: Final = 20_000
PREFETCH: Final = 200
GATHERING_S: Final = 0.01
"""How long one more message is waited for. Without it a batch ended where the client library had read half of the next message."""
PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0

log = get_logger("billing.intake")
ROWS = counter("bc_intake_rows_total", "Usage rows stored.")
MESSAGES = counter("bc_intake_messages_total", "Messages worked off, by outcome.", ["outcome"])
BATCH_SECONDS = histogram("bc_intake_batch_seconds", "From the first look at a batch to its commit.")

Delivery = tuple[int, bytes]
Deliveries = list[tuple[Delivery, Message]]
_decoder = msgspec.json.Decoder(Message)


class Worker:
    """Consumes until told to stop. One at a time is enough; two do no harm."""

    def __init__(self, *, amqp_url: str, ledger: UsageLedger, clock: Clock, hear_of_workspaces: Callable[[], None]) -> None:
        self._parameters = pika.URLParameters(amqp_url)
        self._ledger = ledger
        self._clock = clock
        self._hear_of_workspaces = hear_of_workspaces
        self._delivered: deque[Delivery] = deque()
        self._under_way: tuple[Deliveries, Future[int], float] | None = None
        """What is being stored, and when it was first looked at."""
        self._channel: Any = None
        self.stopping = False

    def run(self) -> None:
        """Consume, and connect anew for as long as it takes when the broker is away."""
        pause_s = PAUSE_S
        while not self.stopping:
            try:
                connection = pika.BlockingConnection(self._parameters)
                pause_s = PAUSE_S
                with Line(self._ledger, self._hear_of_workspaces) as line:
                    self._consume(connection, line)
            except (pika.exceptions.AMQPError, OSError) as fault:
                log.warning("broker_is_away", fault=repr(fault), pause_s=pause_s)
                self._delivered.clear()  # they come again, and what is under way, too: by then it is done
                self._under_way = None
                time.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _consume(self, connection: Any, line: Line) -> None:
        self._channel = connection.channel()
        declare(self._channel)
        self._channel.basic_qos(prefetch_count=PREFETCH)
        self._channel.basic_consume(QUEUE, self._hear)
        log.info("intake_is_ready")
        while not self.stopping:
            connection.process_data_events(time_limit=0 if self._delivered or self._under_way else 0.5)
            if self._delivered:
                self._begin(connection, line, self._next_batch(connection))
            else:
                self._finish(connection)
        self._finish(connection)
        connection.close()

    def _hear(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        self._delivered.append((method.delivery_tag, body))

    def _next_batch(self, connection: Any) -> Deliveries:
        """What waits, up to the limit. While the batch before is being stored, more is waited for: larger batches cost less an event."""
        batch: Deliveries = []
        events = 0
        while events < BATCH_EVENTS:
            if not self._delivered:
                connection.process_data_events(time_limit=GATHERING_S)
            if not self._delivered:
                if self._is_storing:
                    continue
                break
            delivery = self._delivered.popleft()
            try:
                message = _decoder.decode(delivery[1])
            except UNREADABLE as why:
                self._set_aside(delivery, f"not a message of the gateway: {why}")
                continue
            batch.append((delivery, message))
            events += len(message.events)
        return batch

    def _begin(self, connection: Any, line: Line, batch: Deliveries) -> None:
        """Judge a batch; when the one before is done, have it stored."""
        started = time.monotonic()
        try:
            judged = line.judge([message for _, message in batch])
        except Exception as fault:  # of the machine or of ours: `_work` tells them apart
            log.warning("batch_was_not_judged", fault=repr(fault), messages=len(batch))
            self._finish(connection)
            self._work(connection, batch)
            return
        self._finish(connection)
        if not self.stopping:
            self._under_way = batch, line.store(judged, at=self._clock.now()), started

    def _finish(self, connection: Any) -> None:
        """Wait until what is under way is stored, and acknowledge it."""
        if self._under_way is None:
            return
        (batch, storing, started), self._under_way = self._under_way, None
        try:
            rows = storing.result()
        except Exception as fault:
            log.warning("batch_was_not_stored", fault=repr(fault), messages=len(batch))
            self._work(connection, batch)
        else:
            BATCH_SECONDS.observe(time.monotonic() - started)
            self._acknowledge(batch, rows)

    def _work(self, connection: Any, batch: Deliveries) -> None:
        """Judge and store at once; wait out faults of the machine; on anything else, try the batch's messages one by one."""
        pause_s = PAUSE_S
        while batch:
            try:
                rows = self._work_off([message for _, message in batch])
            except (psycopg.OperationalError, RoomFault) as fault:
                log.warning("intake_waits", fault=repr(fault), messages=len(batch), pause_s=pause_s)
                connection.sleep(pause_s)  # keeps the heartbeat up
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
                if self.stopping:
                    return
            except Exception as defect:
                if len(batch) == 1:
                    self._set_aside(batch[0][0], repr(defect))
                    return
                log.error("batch_failed", defect=repr(defect), messages=len(batch))
                for one in batch:
                    self._work(connection, [one])
                return
            else:
                self._acknowledge(batch, rows)
                return

    def _work_off(self, messages: list[Message]) -> int:
        with BATCH_SECONDS.time():
            return work_off(messages, self._ledger, hear_of_workspaces=self._hear_of_workspaces, at=self._clock.now())

    def _acknowledge(self, batch: Deliveries, rows: int) -> None:
        for (tag, _), _message in batch:
            self._channel.basic_ack(tag)
        ROWS.inc(rows)
        MESSAGES.labels(outcome="stored").inc(len(batch))

    @property
    def _is_storing(self) -> bool:
        return self._under_way is not None and not self._under_way[1].done()

    def _set_aside(self, delivery: Delivery, reason: str) -> None:
        """Keep a message that we cannot digest, with the reason, and go on."""
        tag, body = delivery
        log.error("message_set_aside", reason=reason, size_bytes=len(body))
        keep_apart(self._channel.connection, body, reason)
        self._channel.basic_ack(tag)
        MESSAGES.labels(outcome="set_aside").inc()
