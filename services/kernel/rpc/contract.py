"""The contract of one entrypoint: what it is asked, what it answers, and who may ask. Deciding needs no broker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from services.kernel.errors import CallerIsNotTrusted, NotAllowed, NotFound
from services.kernel.rpc.callers import Caller
from services.kernel.rpc.signing import Verifier, canonical
from services.kernel.schemas import dump_as, load


@dataclass(frozen=True, kw_only=True)
class Contract:
    """`callers` are processes; `roles` (None: any) count for what the gateway signs only, as does ownership of `account_id`."""

    kind: Literal["command", "query"]
    request: type[Any] | None
    reply: type[Any] | None
    callers: frozenset[str]
    roles: frozenset[str] | None

    def admit(self, verifier: Verifier, token: object, *, target: str, request: Any) -> Caller:
        """The verified caller of this request of primitives.

        Refuses: CallerIsNotTrusted (also for a process that is not among the callers), NotAllowed.
        Source: architecture, "Authorisation".
        """
        caller = verifier.verify(token, target=target, request=canonical(request))
        if caller.room not in self.callers:
            raise CallerIsNotTrusted()
        if caller.is_gateway and self.roles is not None and self.roles.isdisjoint(caller.roles):
            raise NotAllowed()
        return caller

    def question(self, request: Any, caller: Caller) -> tuple[Any, ...]:
        """The arguments of the method: the request in its shape, or nothing. Refuses: InvalidInput, NotFound (another's account)."""
        if self.request is None:
            return ()
        question: Any = load(self.request, request)
        account_id = getattr(question, "account_id", None)
        if account_id is not None and not caller.owns(account_id):
            raise NotFound("account", account_id)
        return (question,)

    def answer(self, view: Any) -> bytes:
        """The answer as bytes of JSON primitives, so that what cannot be said is found before anything is sent."""
        if self.reply is not None and view is not None and not isinstance(view, dict):
            view = dump_as(self.reply, view)
        return msgspec.json.encode(view)
