"""Calling another room: with a deadline, always; signed; and with the refusal or fault that came back instead of an answer."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

import msgspec

from services.kernel.errors import InvalidInput
from services.kernel.rpc import tracing
from services.kernel.rpc.callers import Caller, call_ids
from services.kernel.rpc.faults import DeadlineIsExceeded, RoomHasFailed, RoomIsUnavailable, WireError
from services.kernel.rpc.line import Line, LineIsDown
from services.kernel.rpc.replies import EXCHANGE, Replies
from services.kernel.rpc.signing import Signer, canonical
from services.kernel.schemas import dump, load_reply
from services.kernel.telemetry import inject_trace, traced

TIMEOUT_S: Final = 10.0
CONTENT_TYPE: Final = "application/vnd.bc.rpc+json"


class Remote:
    """The other rooms, seen from one process. Safe to share among threads and greenthreads; it connects when first used.

    At most `in_flight` calls wait for replies at a time; the next ones wait for their turn, within their deadlines.
    """

    def __init__(self, amqp_url: str, signer: Signer, *, in_flight: int = 1_000) -> None:
        self._signer = signer
        self._slots = threading.BoundedSemaphore(in_flight)
        self._replies = Replies(signer.process_name)
        self._line = Line(amqp_url, name=signer.process_name, prepare=self._replies.listen)

    def room(self, name: str) -> Room:
        """The room of that name, whether it is there or not."""
        return Room(self, name)

    def call(
        self,
        room: str,
        method: str,
        request: Any = None,
        *,
        reply: type[Any] | None = None,
        timeout_s: float = TIMEOUT_S,
        caller: Caller | None = None,
        on_repeat: Callable[[], None] | None = None,
    ) -> Any:
        """Ask `room` and return its answer as a `reply` shape (or as primitives, without one).

        `request` is a shape, or primitives, or None; `caller` is whom this process speaks for, if it speaks for somebody; `on_repeat` is
        called when the command took effect in an earlier call and this is its first answer. Fields that the reply shape lacks are ignored:
        the room may be newer than we are.
        Raises RemoteRefusal; RoomIsUnavailable, DeadlineIsExceeded, RoomHasFailed.
        """
        deadline, target = time.monotonic() + timeout_s, f"{room}.{method}"
        request_bytes = canonical(request if request is None or isinstance(request, dict) else dump(request))
        token = self._signer.sign(caller, target=target, request=request_bytes, lifetime_s=timeout_s)
        if not self._slots.acquire(timeout=timeout_s):
            raise RoomIsUnavailable(target, "too many calls are waiting for replies")
        try:
            with traced(f"call {target}"):
                body = self._exchange(target, request_bytes, token, deadline)
        finally:
            self._slots.release()
        return _answer(target, body, reply, on_repeat)

    @property
    def waiting(self) -> int:
        """How many calls wait for a reply now."""
        return len(self._replies)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def _exchange(self, target: str, request: bytes, token: str, deadline: float) -> Any:
        call_id = str(uuid.uuid4())
        with self._replies.expected(call_id) as waiting:
            self._send(target, request, token, deadline, call_id)
            waiting.wait(deadline - time.monotonic())
        if waiting.is_returned:
            raise RoomIsUnavailable(target, "nobody serves that room")
        if waiting.body is None:
            raise DeadlineIsExceeded(target, "no answer before the deadline")
        return waiting.body

    def _send(self, target: str, request: bytes, token: str, deadline: float, call_id: str) -> None:
        headers = {tracing.CALLER_HEADER: token, tracing.CALL_IDS_HEADER: list(call_ids())}
        inject_trace(headers)
        try:
            self._line.publish(
                msgspec.json.encode({"args": [], "kwargs": {"request": msgspec.Raw(request)}}),
                exchange=EXCHANGE,
                routing_key=target,
                deadline=deadline,
                mandatory=True,
                application_headers=headers,
                content_type=CONTENT_TYPE,
                content_encoding="binary",
                correlation_id=call_id,
                reply_to=self._replies.reply_to,
                expiration=str(max(1, int((deadline - time.monotonic()) * 1000))),
            )
        except LineIsDown as down:
            raise RoomIsUnavailable(target, str(down)) from down


class StandaloneRemote(Remote):
    """The other rooms, seen from a plain process (command line, intake): the same wire on real threads. Close it, or use `with`."""


class Room:
    """One room to call: `room.charge(Charge(...), reply=ChargeView)`, or `room.call(request, method="charge", ...)`."""

    def __init__(self, remote: Remote, name: str) -> None:
        self._remote, self.name = remote, name

    def call(
        self,
        request: Any = None,
        *,
        method: str,
        reply: type[Any] | None = None,
        timeout_s: float = TIMEOUT_S,
        caller: Caller | None = None,
        on_repeat: Callable[[], None] | None = None,
    ) -> Any:
        """As `Remote.call`."""
        return self._remote.call(self.name, method, request, reply=reply, timeout_s=timeout_s, caller=caller, on_repeat=on_repeat)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)

        def ask(request: Any = None, **options: Any) -> Any:
            return self.call(request, method=method, **options)

        return ask


def _answer(target: str, body: bytes | str, reply: type[Any] | None, on_repeat: Callable[[], None] | None) -> Any:
    answer = msgspec.json.decode(body)
    if answer["error"] is not None:
        error = answer["error"]
        raise WireError(*error["exc_args"]).for_caller(target) if error["exc_type"] == WireError.__name__ else RoomHasFailed(target)
    if on_repeat is not None and answer.get("is_repeat"):
        on_repeat()
    if reply is None or answer["result"] is None:
        return answer["result"]
    try:
        return load_reply(reply, answer["result"])
    except InvalidInput as mismatch:  # not a refusal of ours to show: the two rooms disagree about the shape
        raise RoomHasFailed(target) from mismatch
