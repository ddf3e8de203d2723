"""Whether a part works, asked from outside: whether somebody takes from its queue, or listens on its port."""

import contextlib
import socket
from collections.abc import Mapping

import pika  # type: ignore[import-untyped]
from pika.exceptions import AMQPError  # type: ignore[import-untyped]

from deploy.local.names import Part
from deploy.local.ports import LOOPBACK


def works(part: Part, environment: Mapping[str, str]) -> bool:
    """Whether the part, which was started with this environment, does what it is there for."""
    if part.queue is None:
        return listens(int(environment[part.port_name]))
    return consumers(environment["BC_AMQP_URL"], part.queue) > 0


def consumers(amqp_url: str, queue: str) -> int:
    """How many processes take work from `queue`; none if there is no such queue or no broker."""
    with contextlib.suppress(AMQPError, OSError), pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).method.consumer_count)
    return 0


def listens(port: int) -> bool:
    """Whether a connection to the port is taken."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False
