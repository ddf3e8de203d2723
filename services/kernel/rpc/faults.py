"""What can come back instead of an answer: a refusal, losslessly, or one of three faults without internals.

Nameko turns an exception's arguments into text and keeps its type only if it is registered by module path. So one class crosses the wire,
with a code, a title and its details as a JSON string; the room's side (`entrypoint`) registers it, once.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from services.kernel.database import psycopg
from services.kernel.errors import Refusal, RemoteRefusal
from services.kernel.rpc.line import LineIsDown

ROOM_HAS_FAILED: Final = "kernel.room_has_failed"
ROOM_IS_UNAVAILABLE: Final = "kernel.room_is_unavailable"


class RoomFault(Exception):
    """A call came to nothing because a machine broke. Whether it had an effect is not known: ask again with the same command id."""

    def __init__(self, target: str, why: str) -> None:
        self.target = target
        super().__init__(f"{target}: {why}")


class RoomIsUnavailable(RoomFault):
    """Nobody serves that room now, or the broker is not there."""


class DeadlineIsExceeded(RoomFault):
    """The room did not answer in time. If it has not begun, it will not begin: the message expires with the deadline."""


class RoomHasFailed(RoomFault):
    """The room broke while answering. Its log has the reason, under `call_id`."""

    def __init__(self, target: str, call_id: str = "") -> None:
        self.call_id = call_id
        super().__init__(target, f"the room has failed (call {call_id or 'unknown'})")


def passes_by_itself(fault: BaseException) -> bool:
    """Whether it is worth waiting: another room, the broker or the database is not there now. A bug is not cured by waiting."""
    return isinstance(fault, RoomIsUnavailable | DeadlineIsExceeded | LineIsDown | psycopg.OperationalError | psycopg.InterfaceError)


class WireError(Exception):
    """The one exception that crosses the wire; all three arguments are strings, because Nameko makes them so."""

    def __init__(self, code: str, message: str, details: str = "{}") -> None:
        self.code, self.message, self.details = code, message, details
        super().__init__(code, message, details)

    @classmethod
    def of_refusal(cls, refusal: Refusal) -> WireError:
        return cls(refusal.code, refusal.title, msgspec.json.encode(refusal.details).decode())

    @classmethod
    def of_fault(cls, call_id: str, *, passes: bool = False) -> WireError:
        """A fault, of which only the call's id is told, and whether it passes by itself."""
        code, title = (ROOM_IS_UNAVAILABLE, "The room is unavailable.") if passes else (ROOM_HAS_FAILED, "The room has failed.")
        return cls(code, title, msgspec.json.encode({"call_id": call_id}).decode())

    def for_caller(self, target: str) -> RemoteRefusal | RoomFault:
        """What the calling side raises."""
        details: dict[str, Any] = msgspec.json.decode(self.details)
        if self.code == ROOM_IS_UNAVAILABLE:
            return RoomIsUnavailable(target, f"it lacks something that it needs (call {details.get('call_id', '')})")
        if self.code == ROOM_HAS_FAILED:
            return RoomHasFailed(target, details.get("call_id", ""))
        return RemoteRefusal(self.code, self.message, details)
