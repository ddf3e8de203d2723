"""From an HTTP request to a command or question: what the client says, and what the door knows better.

A command's `id` comes from the Idempotency-Key, its `account_id` from the credentials (or, for operators, from the query parameter
`account_id`), its `dry_run` from the query parameter. Path parameters fill the fields of their names. The rest is the body, or for a
GET the query string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import msgspec
from flask import request
from marshmallow import fields

from gateway import bodies, idempotency
from gateway.door import Guest
from gateway.operations import Operation
from services.kernel.errors import InvalidInput, NotFound
from services.kernel.schemas import load, load_text, schema_of


def told(operation: Operation, path: dict[str, Any], guest: Guest) -> Any:
    """A command, or a question in a body: what the door knows, and the body.

    Refuses: InvalidInput, NotFound, IdempotencyKeyIsMissing and IdempotencyKeyIsInvalid, what `bodies.json_object` refuses.
    """
    _refuse_unknown(set(request.args) - {"account_id"} - ({"dry_run"} if operation.is_command else set()), "Unknown query parameter.")
    body = bodies.json_object(request, limit_bytes=operation.limit_bytes)
    _refuse_unknown(set(body) & set(operation.known_at_the_door), "Unknown field.")
    intent = _intent(operation, guest, body) if operation.is_command else {}
    return load(operation.asks, {**body, **intent, **_known(operation, path, guest)})


def _intent(operation: Operation, guest: Guest, body: dict[str, Any]) -> dict[str, Any]:
    """A command's id and whether it is meant. Of people without an account, each body has keys of its own: they cannot share one."""
    dry_run = _dry_run()
    owner = str(guest.account_id) if guest.account_id else msgspec.json.encode(body, order="sorted").decode()
    key = request.headers.get(idempotency.HEADER)
    route = f"{operation.method} {operation.path}"
    id = idempotency.command_id(key, owner=owner, route=route, required=operation.is_money and not dry_run)
    return {"id": str(id), "dry_run": dry_run}


def asked(operation: Operation, path: dict[str, Any], guest: Guest) -> Any:
    """The question: query string, path and caller. Refuses: InvalidInput, NotFound."""
    _refuse_unknown((set(request.args) - {"account_id"}) & set(operation.known_at_the_door), "Unknown query parameter.")
    query = {name: _of_query(operation, name) for name in request.args if name != "account_id"}
    return load_text(operation.asks, {**query, **_known(operation, path, guest)})


def _of_query(operation: Operation, name: str) -> Any:
    """A parameter's text, or its texts where the question takes a list. Refuses: InvalidInput when one is given twice."""
    texts = request.args.getlist(name)
    if isinstance(schema_of(operation.asks, text=True)().fields.get(name), fields.List):
        return texts
    if len(texts) > 1:
        raise InvalidInput([{"pointer": f"/{name}", "detail": "Given more than once."}])
    return texts[0]


def _known(operation: Operation, path: dict[str, Any], guest: Guest) -> dict[str, str]:
    """What path and door say of the fields that the request has. Refuses: NotFound for another's account."""
    said = {name: tell(guest) for name, tell in _DOOR_SAYS.items() if name in operation.fields and name not in path}
    return {name: str(value) for name, value in {**said, **path}.items() if value is not None}


def subject(guest: Guest) -> UUID | str | None:
    """Whose things are meant: the caller's own, or those of the account that an operator names.

    Refuses: NotFound when a customer names another's account (the same answer as for one that does not exist).
    """
    named = request.args.get("account_id")
    if guest.is_operator:
        return named
    if named is not None and named.lower() != str(guest.account_id):
        raise NotFound("account", named[:64])
    return guest.account_id


_DOOR_SAYS: Final[dict[str, Callable[[Guest], UUID | str | None]]] = {
    "account_id": subject,
    "member_id": lambda guest: guest.member_id,
    "by_member_id": lambda guest: guest.member_id,
    "session_token": lambda guest: guest.credential,
    "client_address": lambda _: (request.remote_addr or "")[:64],
    "client_program": lambda _: request.headers.get("User-Agent", "")[:512],
}
"""How the door comes to know each of `operations.DOOR_KNOWS`."""


def _dry_run() -> bool:
    text = request.args.get("dry_run", "false")
    if text not in ("true", "false"):
        raise InvalidInput([{"pointer": "/dry_run", "detail": "Not true or false."}])
    return text == "true"


def _refuse_unknown(names: set[str], why: str) -> None:
    """Fields that the door knows better cannot be said. Refuses: InvalidInput."""
    if names:
        raise InvalidInput([{"pointer": f"/{name}", "detail": why} for name in sorted(names)])
