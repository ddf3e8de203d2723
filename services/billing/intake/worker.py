"""The worker: takes messages from `usage.intake`, merges them, works them off, and acknowledges what is durable.

A message is acknowledged only after its transaction has committed; whatever breaks before that brings it again, and its receipt or its
events' identities show that it was done. A merged batch that fails is tried message by message; one that fails alone goes to `usage.dead`
with its reason, where `python -m services.billing.intake put-back` finds it. A database or broker that is away is waited for.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import msgspec
import pika  # type: ignore[import-untyped]
import pika.exceptions  # type: ignore[import-untyped]

from services.billing.intake.batches import Message, work_off
from services.billing.intake.ledger import UsageLedger
from services.kernel.clock import Clock
from services.kernel.database import psycopg
from services.kernel.rpc import RoomFault
from services.kernel.telemetry import counter, get_logger, histogram

QUEUE: Final = "usage.intake"
DEAD: Final = "usage.dead"
QUEUE_ARGUMENTS: Final = {
    "x-queue-type": "quorum",
    "x-overflow": "reject-publish",
    "x-max-length": 10_000,
    "x-delivery-limit": 20,
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": DEAD,
}
BATCH_EVENTS: Final = 20_000
PREFETCH: Final = 200
PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 10.0

log = get_logger("billing.intake")
ROWS = counter("bc_intake_rows_total", "Usage rows stored.")
MESSAGES = counter("bc_intake_messages_total", "Messages worked off, by outcome.", ["outcome"])
BATCH_SECONDS = histogram("bc_intake_batch_seconds", "From the first look at a batch to its commit.")

Delivery = tuple[int, bytes]
_decoder = msgspec.json.Decoder(Message)


class Worker:
    """Consumes until told to stop. One at a time is enough; two do no harm."""

    def __init__(self, *, amqp_url: str, ledger: UsageLedger, clock: Clock, hear_of_workspaces: Callable[[], None]) -> None:
        self._parameters = pika.URLParameters(amqp_url)
        self._ledger = ledger
        self._clock = clock
        self._hear_of_workspaces = hear_of_workspaces
        self._delivered: deque[Delivery] = deque()
        self._channel: Any = None
        self.stopping = False

    def run(self) -> None:
        """Consume, and connect anew for as long as it takes when the broker is away."""
        pause_s = PAUSE_S
        while not self.stopping:
            try:
                connection = pika.BlockingConnection(self._parameters)
                pause_s = PAUSE_S
                self._consume(connection)
            except (pika.exceptions.AMQPError, OSError) as fault:
                log.warning("broker_is_away", fault=repr(fault), pause_s=pause_s)
                self._delivered.clear()  # they come again
                time.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _consume(self, connection: Any) -> None:
        self._channel = connection.channel()
        declare(self._channel)
        self._channel.basic_qos(prefetch_count=PREFETCH)
        self._channel.basic_consume(QUEUE, self._hear)
        log.info("intake_is_ready")
        while not self.stopping:
            connection.process_data_events(time_limit=0 if self._delivered else 0.5)
            if self._delivered:
                self._work(connection, self._next_batch(connection))
        connection.close()

    def _hear(self, _channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        self._delivered.append((method.delivery_tag, body))

    def _next_batch(self, connection: Any) -> list[tuple[Delivery, Message]]:
        """What waits, up to the limit; more is fetched only if it is there already."""
        batch: list[tuple[Delivery, Message]] = []
        events = 0
        while events < BATCH_EVENTS:
            if not self._delivered:
                connection.process_data_events(time_limit=0)
                if not self._delivered:
                    break
            delivery = self._delivered.popleft()
            try:
                message = _decoder.decode(delivery[1])
            except (msgspec.DecodeError, msgspec.ValidationError) as why:
                self._set_aside(delivery, f"not a message of the gateway: {why}")
                continue
            batch.append((delivery, message))
            events += len(message.events)
        return batch

    def _work(self, connection: Any, batch: list[tuple[Delivery, Message]]) -> None:
        """Store a batch and acknowledge it; wait out faults of the machine; on anything else, try its messages one by one."""
        pause_s = PAUSE_S
        while batch:
            try:
                self._store([message for _, message in batch])
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
                for (tag, _), _message in batch:
                    self._channel.basic_ack(tag)
                MESSAGES.labels(outcome="stored").inc(len(batch))
                return

    def _store(self, messages: list[Message]) -> None:
        with BATCH_SECONDS.time():
            ROWS.inc(work_off(messages, self._ledger, hear_of_workspaces=self._hear_of_workspaces, at=self._clock.now()))

    def _set_aside(self, delivery: Delivery, reason: str) -> None:
        """Keep a message that we cannot digest, with the reason, and go on."""
        tag, body = delivery
        log.error("message_set_aside", reason=reason, size_bytes=len(body))
        properties = pika.BasicProperties(delivery_mode=2, headers={"reason": reason[:1000]})
        with_confirm = self._channel.connection.channel()
        with_confirm.confirm_delivery()
        with_confirm.basic_publish("", DEAD, body, properties, mandatory=True)
        with_confirm.close()
        self._channel.basic_ack(tag)
        MESSAGES.labels(outcome="set_aside").inc()


def declare(channel: Any) -> None:
    """The topology, exactly as the gateway declares it."""
    channel.queue_declare(DEAD, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_declare(QUEUE, durable=True, arguments=QUEUE_ARGUMENTS)


def put_back(amqp_url: str) -> int:
    """Send what was set aside through the queue again; how many."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    declare(channel)
    channel.confirm_delivery()
    waiting = channel.queue_declare(DEAD, passive=True).method.message_count
    moved = 0
    for _ in range(waiting):
        method, _properties, body = channel.basic_get(DEAD)
        if method is None:
            break
        channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2), mandatory=True)
        channel.basic_ack(method.delivery_tag)
        moved += 1
    connection.close()
    return moved
