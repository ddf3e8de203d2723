"""Whether usage that was accepted still waits to be written: a day is not closed before it is worked off (decision 5).

What counts is what waits in the queue. What the worker holds unacknowledged it writes within seconds, and the hour of grace covers that.
"""

from __future__ import annotations

from amqp.exceptions import AMQPError, NotFound  # type: ignore[import-untyped]
from kombu.connection import Connection
from kombu.exceptions import OperationalError

QUEUE = "usage.intake"
PATIENCE_S = 3


def is_intake_behind(amqp_url: str) -> bool:
    """True while batches wait, and while the broker cannot be asked; False where nobody has ever sent any."""
    try:
        with Connection(amqp_url, connect_timeout=PATIENCE_S) as connection, connection.channel() as channel:  # type: ignore[no-untyped-call]
            return bool(channel.queue_declare(QUEUE, passive=True).message_count)
    except NotFound:
        return False
    except (AMQPError, OperationalError, OSError):
        return True
