"""What a call carries along besides its request (the ids of the calls that led to it, the trace they belong to), and how it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from services.kernel.telemetry import bound, continued_from, get_logger, histogram, traced

log = get_logger("services.kernel.rpc")

CALLER_HEADER: Final = "nameko.bc-caller"
CALL_IDS_HEADER: Final = "nameko.call_id_stack"

ANSWERS = histogram("bc_rpc_answer_duration_seconds", "How long a room took to answer a call.", ("target", "outcome"))


@contextmanager
def serving(target: str, call_id: str, headers: Mapping[str, Any]) -> Iterator[None]:
    """Continue the trace that a message's headers name; log lines within carry the call's id."""
    with continued_from(headers), traced(target, call_id=call_id), bound(call_id=call_id):
        yield
