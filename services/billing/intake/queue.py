"""The queue of usage, and the one beside it where messages lie that we could not digest. Both are as the gateway declares them."""

from __future__ import annotations

from typing import Any, Final

import pika  # type: ignore[import-untyped]

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


def declare(channel: Any) -> None:
    """The topology, exactly as the gateway declares it."""
    channel.queue_declare(DEAD, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_declare(QUEUE, durable=True, arguments=QUEUE_ARGUMENTS)


def keep_apart(connection: Any, body: bytes, reason: str) -> None:
    """Store a message in `usage.dead`, with the reason; when this returns, it is stored."""
    channel = connection.channel()
    channel.confirm_delivery()
    properties = pika.BasicProperties(delivery_mode=2, headers={"reason": reason[:1000]})
    channel.basic_publish("", DEAD, body, properties, mandatory=True)
    channel.close()


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
