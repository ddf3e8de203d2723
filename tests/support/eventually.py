"""How tests wait: on conditions, never for a while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.005, 0.05


def eventually(condition: Callable[[], T], otherwise: str = "it did not come true", *, timeout_s: float = 60) -> T:
    """What the condition gives as soon as that is true. It is asked again and again; where it never is, the test fails with `otherwise`."""
    deadline, pause_s = time.monotonic() + timeout_s, _SHORTEST_PAUSE_S
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{otherwise} within {timeout_s:.0f} s; in the end there was {found!r}")
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
    return found
