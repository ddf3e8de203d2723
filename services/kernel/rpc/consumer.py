"""Where a room's calls come in: one queue a room, consumed by Nameko, answered on our own line.

The queue expires when nobody has consumed it for a while, so that calls to a dead room are returned at once instead of waiting
for their deadlines; a restart that is shorter loses nothing. Replies are transient and without confirms: the caller has a deadline.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, Final

import kombu.serialization
import msgspec
from kombu import Queue  # type: ignore[attr-defined]
from nameko.constants import AMQP_URI_CONFIG_KEY  # type: ignore[import-untyped]
from nameko.exceptions import serialize  # type: ignore[import-untyped]
from nameko.messaging import QueueConsumer  # type: ignore[import-untyped]
from nameko.rpc import RpcConsumer, get_rpc_exchange  # type: ignore[import-untyped]

from services.kernel.rpc.client import CONTENT_TYPE
from services.kernel.rpc.faults import WireError
from services.kernel.rpc.line import Line, LineIsDown
from services.kernel.rpc.replies import EXCHANGE
from services.kernel.rpc.tracing import log

SERIALIZER: Final = "bc-rpc"
QUEUE_EXPIRES_S: Final = 5.0
REPLY_WITHIN_S: Final = 5.0

# Strict JSON: kombu's own decoder turns objects with a `__type__` key into dates and ids, which a stranger could send.
kombu.serialization.register(  # type: ignore[no-untyped-call]
    SERIALIZER, msgspec.json.encode, msgspec.json.decode, content_type=CONTENT_TYPE, content_encoding="binary"
)


class CallConsumer(QueueConsumer):  # type: ignore[misc]  # Nameko is untyped
    """Nameko's consumer, for our content type only."""

    accept = (SERIALIZER,)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Drop what is not a call, without writing its body to the log."""
        log.warning("a call is malformed", reason=type(exc).__name__, content_type=str(message.content_type)[:64])
        message.ack()


class RoomConsumer(RpcConsumer):  # type: ignore[misc]  # Nameko is untyped
    """The consumer that all entrypoints of a room share."""

    queue_consumer = CallConsumer()
    queue: Any = None
    line: Line | None = None

    def setup(self) -> None:
        """Declare the room's queue and prepare the line for replies."""
        if self.queue is not None:
            return
        room = self.container.service_name
        self.line = Line(self.container.config[AMQP_URI_CONFIG_KEY], name=f"replies of {room}")
        self.queue = Queue(  # type: ignore[no-untyped-call]
            f"rpc.{room}",
            exchange=get_rpc_exchange(self.container.config),
            routing_key=f"{room}.*",
            durable=True,
            expires=QUEUE_EXPIRES_S,
        )
        self.queue_consumer.register_provider(self)
        self._registered = True

    def handle_message(self, body: Any, message: Any) -> None:
        """Give the message to its method; what nobody understands is answered with a fault."""
        method = message.delivery_info["routing_key"].rpartition(".")[2]
        try:
            self.get_provider_for_method(message.delivery_info["routing_key"]).handle_message(body, message)
        except Exception as reason:  # raised here it would kill the room
            log.warning("a call is not understood", method=method[:64], reason=type(reason).__name__)
            self.reply(message, msgspec.json.encode({"result": None, "error": serialize(WireError.of_fault(""))}))

    def reply(self, message: Any, body: bytes) -> None:
        """Send the reply and acknowledge the call. A reply that cannot be sent is lost: the caller asks again with the same id."""
        try:
            self._send(message.properties, body)
            self.queue_consumer.ack_message(message)
        except Exception as fault:  # raised here it would kill the room; the broker delivers an unacknowledged call again
            log.warning("a reply is lost", reason=repr(fault), correlation_id=message.properties.get("correlation_id"))

    def _send(self, call: dict[str, Any], body: bytes) -> None:
        reply_to = call.get("reply_to")
        if not reply_to or self.line is None:
            return
        publish = partial(self.line.publish, exchange=EXCHANGE, routing_key=reply_to, deadline=time.monotonic() + REPLY_WITHIN_S)
        try:
            publish(body, content_type=CONTENT_TYPE, content_encoding="binary", correlation_id=call.get("correlation_id"))
        except LineIsDown as down:
            log.warning("a reply is lost", reason=str(down), correlation_id=call.get("correlation_id"))

    def stop(self) -> None:
        """Stop consuming, then hang up."""
        super().stop()
        if self.line is not None:
            self.line.close()
