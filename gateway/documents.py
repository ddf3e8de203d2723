"""The API described: each operation's entry in the OpenAPI 3.1 document, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import cleandoc
from typing import Any, Final

import marshmallow
from flask import json
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from marshmallow import fields

from gateway.idempotency import HIT_HEADER
from gateway.operations import Operation
from gateway.problems import PROBLEM_TYPE, phrase_of
from services.kernel.schemas import schema_of

VERSION: Final = "1.0.0"
DESCRIPTION: Final = """\
Accounts, wallets, usage, bills, settlement and tickets of a pay-as-you-go platform.

**Money** is `{"amount": "13.40", "currency": "CNY"}`: a decimal string with two to six decimals, never a number.
**Instants** are RFC 3339 with an offset; answers are in UTC.

**Credentials**: `Authorization: Bearer` with the token of a session (`POST /v1/sessions`) or an API key (`POST /v1/api-keys`).

**Whose account**: a customer's requests concern their own account. Operators say whose with the query parameter `account_id`, the
same on every route. What belongs to another account is answered like what does not exist: 404.

**Doing things once**: send `Idempotency-Key` with every write; writes of money require it. The same key with the same request gets
the first answer, for ever, with the header `Idempotency-Hit: true`; with another request it is refused
(422 `kernel.command_id_is_reused`). Secrets are shown once: a repeat has null and `already_shown`.

**Asking before**: `dry_run=true` on a command answers what the execution would, and does nothing.

**Long lists** come in pages: `limit`, and the `next_cursor` of one page as the `cursor` of the next.

**Errors** are problem documents (RFC 9457) with a stable `code`; `type` leads to a page about it.
"""

SECURITY: Final[list[dict[str, list[str]]]] = [{"bearer": []}]
BEARER: Final = {"type": "http", "scheme": "bearer", "description": "A session token or an API key."}

ACCOUNT_PARAMETER: Final = {
    "name": "account_id",
    "in": "query",
    "description": "Whose account is meant. Operators name it; customers may leave it out, and can name their own only.",
    "schema": {"type": "string", "format": "uuid"},
}
DRY_RUN_PARAMETER: Final = {
    "name": "dry_run",
    "in": "query",
    "description": "Answer what would be done, and do nothing. Does not use up the Idempotency-Key.",
    "schema": {"type": "boolean", "default": False},
}
KEY_DESCRIPTION: Final = (
    "The client's name for this write (1 to 255 printable ASCII characters). A repeat gets the first answer. Keys never expire."
)

HIT_HEADERS: Final = {
    HIT_HEADER: {
        "description": "`true` on a repeat: this is the first answer to the same command.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}

_ALWAYS: Final = (400, 422, 429, 502, 503, 504)
_WITH_CREDENTIALS: Final = (401, 403, 404)


class ErrorPlace(marshmallow.Schema):
    """A place in the request, and what is wrong there."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer into the request", "example": "/amount/currency"})
    detail = fields.String(required=True)


class Problem(marshmallow.Schema):
    """Why a request was not done (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "address of a page about this kind of problem"})
    title = fields.String(required=True, metadata={"description": "the same for every problem of this kind"})
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "what was wrong this time"})
    instance = fields.String(required=True, metadata={"description": "the path that was asked for"})
    code = fields.String(required=True, metadata={"description": "stable, for programs", "example": "wallet.voucher_is_expired"})
    trace_id = fields.String(required=True, metadata={"description": "names this request in our logs"})
    errors = fields.List(fields.Nested(ErrorPlace))
    details = fields.Dict(metadata={"description": "the facts that prevented it, by name"})


class DocumentedApi(Api):
    """flask-smorest's Api, with our problem documents in place of its own errors."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Ours are registered by `gateway.problems`."""

    def _register_etag_headers(self) -> None:
        """We have none."""

    def _register_pagination_header(self) -> None:
        """Our pages are in the body."""

    def _register_responses(self) -> None:
        for status in (*_ALWAYS, *_WITH_CREDENTIALS, 409, 413, 415, 502):
            response = {"description": phrase_of(status), "schema": Problem}
            prepare_response(response, self.spec, PROBLEM_TYPE)
            self.spec.components.response(_name_of(status), response, lazy=True)


def names_of_schemas() -> Callable[[Any], str]:
    """Names for the document: a shape's own, after its room's name where another room has a shape of that name."""
    taken: dict[str, str] = {}

    def name(schema: Any) -> str:
        cls = schema if isinstance(schema, type) else type(schema)
        short, home = cls.__name__.removesuffix("Schema"), cls.__module__
        if taken.setdefault(short, home) == home:
            return short
        return home.split(".")[1].capitalize() + short

    return name


API_OPTIONS: Final = {
    "API_TITLE": "Billing Center",
    "API_VERSION": VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {"description": DESCRIPTION},
        "servers": [{"url": "/", "description": "this gateway"}],
        "components": {"securitySchemes": {"bearer": BEARER}},
        "security": SECURITY,
    },
}


def finished(spec: Any) -> dict[str, Any]:
    """The whole document, plain. A query parameter is absent or has a value: it is never null."""
    document: dict[str, Any] = json.loads(json.dumps(spec.to_dict()))
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []) if isinstance(operation, dict) else []:
                _never_null(parameter["schema"])
    return document


def _never_null(schema: dict[str, Any]) -> None:
    if isinstance(schema.get("type"), list):
        schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    if schema.get("default", ...) is None:
        del schema["default"]
    if None in schema.get("enum", []):
        schema["enum"].remove(None)


def operation_document(operation: Operation, *, tag: str) -> dict[str, Any]:
    """What flask-smorest cannot see from path and success: id, words, parameters, body, problems."""
    docstring = (operation.asks.__doc__ or operation.call).strip()
    document: dict[str, Any] = {
        "operationId": operation.call,
        "summary": docstring.splitlines()[0],
        "description": _description(docstring, operation),
        "tags": [tag],
        "parameters": _parameters(operation),
        "responses": problem_responses(*problems_of(operation)),
    }
    if operation.permission.is_public:
        document["security"] = []
    if operation.has_body:
        document["requestBody"] = {"required": True, "content": {"application/json": {"schema": _body(operation)}}}
    return document


def problems_of(operation: Operation) -> list[int]:
    """The statuses of the problem documents that the operation can answer with."""
    statuses = set(_ALWAYS)
    if operation.name == "identity.sign_in":
        statuses.add(401)
    if not operation.permission.is_public:
        statuses |= set(_WITH_CREDENTIALS)
    if operation.method != "GET":
        statuses |= {409, 413, 415}
    return sorted(statuses)


def problem_responses(*statuses: int) -> dict[str, str]:
    """The responses of an operation that are problem documents."""
    return {str(status): _name_of(status) for status in statuses}


def file_response(media_types: Sequence[str]) -> dict[str, Any]:
    """The response of an operation that answers with a file, of one of these kinds."""
    disposition = {"description": "`attachment`, and the file's name", "schema": {"type": "string"}}
    kinds = [kind.partition(";")[0] for kind in media_types]
    return {
        "description": "The file, streamed. One that ends before its time is not whole.",
        "headers": {"Content-Disposition": disposition},
        "content": {kind: {"schema": {"type": "string"}} for kind in kinds},
    }


def _description(docstring: str, operation: Operation) -> str:
    """The docstring, then who may."""
    return f"{cleandoc(docstring)}\n\n{operation.permission.sentence}"


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = []
    if "account_id" in operation.fields and "account_id" not in operation.path_fields and not operation.permission.is_public:
        parameters.append(ACCOUNT_PARAMETER)
    if not operation.is_command and operation.has_body:
        return parameters
    if not operation.is_command:
        return [*parameters, {"in": "query", "schema": schema_of(operation.asks, without=operation.known_at_the_door, text=True)}]
    return [*parameters, DRY_RUN_PARAMETER, _key_parameter(operation)]


def _key_parameter(operation: Operation) -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "description": KEY_DESCRIPTION,
        "required": operation.is_money,
        "schema": {"type": "string", "minLength": 1, "maxLength": 257},
    }


def _body(operation: Operation) -> Any:
    return schema_of(operation.asks, without=operation.known_at_the_door, name=f"{operation.asks.__name__}Body")


def _name_of(status: int) -> str:
    """A response's name in the document: its phrase, in capitals."""
    return phrase_of(status).upper().replace(" ", "_")
