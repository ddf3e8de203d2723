"""The room's side: `@command` and `@query` turn a method of the service class into a Nameko entrypoint with a contract.

The wire is `room.method(request={primitives})`. The method gets the request in its shape and returns a view; both cross as primitives.
Called in the same process, without the wire, the method is simply itself.
Hazards: Nameko replies before teardown (commit inside the method), and an exception outside the method kills the room.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection
from typing import Any

import msgspec
from nameko.exceptions import (  # type: ignore[import-untyped]
    ContainerBeingKilled,
    MalformedRequest,
    deserialize_to_instance,
    serialize,
)
from nameko.extensions import register_entrypoint  # type: ignore[import-untyped]
from nameko.rpc import Rpc  # type: ignore[import-untyped]

from services.kernel.commandlog import repeats
from services.kernel.errors import Refusal
from services.kernel.rpc import tracing
from services.kernel.rpc.callers import GATEWAY, Turn, answering
from services.kernel.rpc.consumer import RoomConsumer
from services.kernel.rpc.contract import Contract
from services.kernel.rpc.faults import WireError, passes_by_itself
from services.kernel.rpc.signing import Verifier
from services.kernel.rpc.tracing import log

deserialize_to_instance(WireError)

VERIFIER = "bc.verifier"
"""Where a container's configuration holds the Verifier."""


class Call:
    """What came over the wire, on its way to the method. `call_ids` is filled in when the worker is known."""

    def __init__(self, target: str, request: Any, headers: dict[str, Any], verifier: Verifier) -> None:
        self.target, self.request, self.headers, self.verifier = target, request, headers, verifier
        self.call_ids: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What goes back: the result as JSON, or an error; `is_repeat`: the command took effect in an earlier call."""

    result: bytes = b"null"
    error: WireError | None = None
    is_repeat: bool = False

    def body(self) -> bytes:
        """Nameko's reply."""
        error = None if self.error is None else serialize(self.error)
        marked = {"is_repeat": True} if self.is_repeat else {}
        return msgspec.json.encode({"result": msgspec.Raw(self.result), "error": error, **marked})


class Entry(Rpc):  # type: ignore[misc]  # Nameko is untyped
    """Nameko's RPC entrypoint, with our consumer (transient replies, an expiring queue) and one wire error."""

    rpc_consumer = RoomConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Start a worker for one call; a process that is being killed leaves the message to the next."""
        try:
            request = body["kwargs"]["request"]
        except (TypeError, KeyError) as reason:
            raise MalformedRequest("a call is made with `request`") from reason
        headers = dict(message.headers)
        call = Call(f"{self.container.service_name}.{self.method_name}", request, headers, self.container.config[VERIFIER])
        context = {"call_id_stack": list(headers.get(tracing.CALL_IDS_HEADER) or ())}
        try:
            worker = self.container.spawn_worker(
                self, (call,), {}, context_data=context, handle_result=functools.partial(self.handle_result, message)
            )
            call.call_ids = tuple(worker.call_id_stack)
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)

    def handle_result(self, message: Any, worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Reply, then acknowledge; never raise, because that would kill the room."""
        answer = result if isinstance(result, Answer) else Answer(error=WireError.of_fault(worker_ctx.call_id))
        self.rpc_consumer.reply(message, answer.body())
        return answer, exc_info


Method = Callable[..., Any]


def command(
    request: type[Any] | None,
    *,
    reply: type[Any] | None = None,
    callers: Collection[str] = (GATEWAY,),
    roles: Collection[str] | None = None,
) -> Callable[[Method], Method]:
    """Offer a method that changes something, to the processes `callers`; `roles`: who may, of those the gateway speaks for."""
    return _entry(Contract(kind="command", request=request, reply=reply, callers=frozenset(callers), roles=_frozen(roles)))


def query(
    request: type[Any] | None,
    *,
    reply: type[Any] | None = None,
    callers: Collection[str] = (GATEWAY,),
    roles: Collection[str] | None = None,
) -> Callable[[Method], Method]:
    """Offer a method that only answers. As `command` otherwise. Without `reply` the method returns primitives."""
    return _entry(Contract(kind="query", request=request, reply=reply, callers=frozenset(callers), roles=_frozen(roles)))


def _entry(contract: Contract) -> Callable[[Method], Method]:
    def offer(method: Method) -> Method:
        @functools.wraps(method)
        def entry(service: Any, *args: Any) -> Any:
            if len(args) == 1 and isinstance(args[0], Call):
                return _answer(contract, functools.partial(method, service), args[0])
            return method(service, *args)

        entry.contract = contract  # type: ignore[attr-defined]  # tests list who may call what
        register_entrypoint(entry, Entry())
        return entry

    return offer


def _answer(contract: Contract, method: Method, call: Call) -> Answer:
    """Decide whether the call may be made, make it, and say what came of it. A refusal is an answer; only a fault is logged as one."""
    began = time.perf_counter()
    call_id = call.call_ids[-1] if call.call_ids else ""
    try:
        with tracing.serving(call.target, call_id, call.headers):
            answer, outcome = _answered(contract, method, call), "answered"
    except Refusal as refusal:
        answer, outcome = Answer(error=WireError.of_refusal(refusal)), refusal.code
    except Exception as fault:  # told to the log in full, to the caller by its id only
        log.exception("the room has failed", target=call.target, call_id=call_id, call_ids=call.call_ids)
        answer, outcome = Answer(error=WireError.of_fault(call_id, passes=passes_by_itself(fault))), "failed"
    tracing.ANSWERS.labels(call.target, outcome).observe(time.perf_counter() - began)
    return answer


def _answered(contract: Contract, method: Method, call: Call) -> Answer:
    caller = contract.admit(call.verifier, call.headers.get(tracing.CALLER_HEADER), target=call.target, request=call.request)
    with answering(Turn(caller, call.call_ids)), repeats() as repeated:
        asked = contract.question(call.request, caller)
        result = contract.answer(method(*asked))
    return Answer(result, is_repeat=any(getattr(item, "id", None) in repeated for item in asked))


def _frozen(names: Collection[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)
