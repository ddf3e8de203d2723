"""The queue of usage: its topology, and the publisher that waits for the broker's confirmation.

A connection serves one request at a time. After anything but a clean confirmation it is thrown away, because a late confirmation would be
taken for the next message's. A message may then be stored although the client was told to try again: its repeat counts once, by the
identity of usage.
"""

from __future__ import annotations

import socket
from collections import deque
from typing import Any, Final

from amqp.exceptions import AMQPError, MessageNacked
from kombu import Connection, Exchange, Queue
from kombu.exceptions import OperationalError

from services.kernel.errors import Refusal
from services.kernel.telemetry import get_logger

log = get_logger("gateway.intake")

DEAD: Final = Queue("usage.dead", Exchange(""), routing_key="usage.dead", durable=True, queue_arguments={"x-queue-type": "quorum"})
INTAKE: Final = Queue(
    "usage.intake",
    Exchange(""),
    routing_key="usage.intake",
    durable=True,
    queue_arguments={
        "x-queue-type": "quorum",
        "x-overflow": "reject-publish",
        "x-max-length": 10_000,
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "usage.dead",
    },
)
"""Both ends (this and billing's intake worker) declare exactly this; what the worker cannot take goes to `usage.dead` and stays."""

CONFIRM_TIMEOUT_S: Final = 5.0
_PERSISTENT: Final = 2


class IntakeIsFull(Refusal):
    """Usage comes in faster than it is worked off; send the same batch again a little later."""

    code = "gateway.intake_is_full"

    def __init__(self) -> None:
        super().__init__(retry_after_s=5)


class IntakeIsBlocked(Refusal):
    """The broker takes no messages at the moment; send the same batch again a little later."""

    code = "gateway.intake_is_blocked"

    def __init__(self) -> None:
        super().__init__(retry_after_s=10)


class BrokerPublisher:
    """Publishes to `usage.intake` over a few connections, each in confirm mode."""

    def __init__(self, amqp_url: str) -> None:
        self._amqp_url = amqp_url
        self._idle: deque[Link] = deque()

    def publish(self, body: bytes, *, message_id: str) -> None:
        """Return when the broker has stored the message. Refuses: IntakeIsFull, IntakeIsBlocked."""
        for attempt in (1, 2):
            is_fresh = not self._idle
            try:
                return self._publish_once(body, message_id)
            except (AMQPError, OperationalError, OSError) as fault:
                log.warning("usage_was_not_confirmed", attempt=attempt, fault=repr(fault))
                if is_fresh or isinstance(fault, socket.timeout):
                    break
        raise IntakeIsBlocked()

    def _publish_once(self, body: bytes, message_id: str) -> None:
        link = self._idle.pop() if self._idle else Link(self._amqp_url)
        try:
            link.publish(body, message_id)
        except MessageNacked:
            self._idle.append(link)
            raise IntakeIsFull() from None
        except BaseException:
            link.close()
            raise
        self._idle.append(link)

    def close(self) -> None:
        """Close what is idle; called when the process ends."""
        while self._idle:
            self._idle.pop().close()


class Link:
    """One connection and channel to the broker, with the queue declared."""

    def __init__(self, amqp_url: str) -> None:
        options = {"confirm_publish": True, "on_blocked": _refuse_blocked}
        self._connection = Connection(amqp_url, connect_timeout=3, transport_options=options)
        try:
            self._channel: Any = self._connection.channel()
            for queue in (DEAD, INTAKE):
                queue(self._channel).declare()
        except BaseException:
            self.close()
            raise

    def publish(self, body: bytes, message_id: str) -> None:
        """Raises MessageNacked when the queue is full, IntakeIsBlocked, or whatever the connection raises."""
        envelope = self._channel.prepare_message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            properties={"delivery_mode": _PERSISTENT, "message_id": message_id},
        )
        self._channel.basic_publish_confirm(
            envelope, exchange="", routing_key=INTAKE.name, mandatory=True, timeout=CONFIRM_TIMEOUT_S, confirm_timeout=CONFIRM_TIMEOUT_S
        )

    def close(self) -> None:
        """Drop the socket without the closing handshake, which a blocked broker would never answer."""
        self._connection.collect()


def _refuse_blocked(reason: str) -> None:
    """The broker said, while we waited for its confirmation, that it takes nothing now; waiting longer is of no use."""
    raise IntakeIsBlocked()
