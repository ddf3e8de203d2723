"""Ctrl-C, SIGTERM and hang-up, so that a stop is always whole."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within, the first Ctrl-C, SIGTERM or hang-up raises KeyboardInterrupt; later ones are ignored: stopping is never cut short."""
    told: list[int] = []

    def hear(number: int, _: FrameType | None) -> None:
        told.append(number)
        if len(told) == 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
