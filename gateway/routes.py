"""How a route is made: a table row (path, command or question, view, method of the room) becomes a documented view that calls one RPC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from flask import Response, request
from flask_smorest import Blueprint

from gateway import idempotency, reading
from gateway.auth import admit
from gateway.bodies import JSON_LIMIT_BYTES
from gateway.documents import HIT_HEADERS, file_response, operation_document
from gateway.door import Guest, door
from gateway.files.streaming import File, streamed
from gateway.operations import Operation
from services.kernel.schemas import Command, Question, View, schema_of

QUESTION_TIMEOUT_S: Final = 10
COMMAND_TIMEOUT_S: Final = 20
PART_TIMEOUT_S: Final = 30


class RoomRoutes(Blueprint):
    """The routes of one room; `gateway/api/*` fills it row by row."""

    def __init__(self, room: str, *, tag: str, description: str) -> None:
        super().__init__(room, __name__, description=description)
        self.room = room
        self.tag = tag
        self.operations: list[Operation] = []

    def ask(
        self, path: str, asks: type[Question], view: type[View], *, call: str, method: str = "GET", timeout_s: float = QUESTION_TIMEOUT_S
    ) -> None:
        """A question: its fields in the query string, or (POST) in the body."""
        self._add(Operation(room=self.room, call=call, method=method, path=path, asks=asks, view=view, status=200, timeout_s=timeout_s))

    def tell(
        self,
        method: str,
        path: str,
        asks: type[Command],
        view: type[View],
        *,
        call: str,
        status: int = 200,
        is_money: bool = False,
        limit_bytes: int = JSON_LIMIT_BYTES,
    ) -> None:
        """POST, PUT, DELETE: a command. `is_money` makes the Idempotency-Key required; `limit_bytes`: the largest body."""
        self._add(
            Operation(
                room=self.room,
                call=call,
                method=method,
                path=path,
                asks=asks,
                view=view,
                status=status,
                timeout_s=COMMAND_TIMEOUT_S,
                is_money=is_money,
                limit_bytes=limit_bytes,
            )
        )

    def stream(self, path: str, asks: type[Question], view: type[View], *, call: str, files: Mapping[str, File]) -> None:
        """A question whose answer is a file, of the format that the path's `<format>` names. `view`: a part of it, as the room gives it."""
        kinds = tuple(dict.fromkeys(file.media_type for file in files.values()))
        operation = Operation(
            room=self.room,
            call=call,
            method="GET",
            path=path,
            asks=asks,
            view=view,
            status=200,
            timeout_s=PART_TIMEOUT_S,
            media_types=kinds,
        )
        self.operations.append(operation)
        document = operation_document(operation, tag=self.tag)
        document["responses"] = {"200": file_response(kinds), **document["responses"]}
        self.add_url_rule(path, endpoint=call, view_func=self.doc(**document)(streamed_view_of(operation, files)), methods=["GET"])

    def _add(self, operation: Operation) -> None:
        self.operations.append(operation)
        view = view_of(operation)
        headers = HIT_HEADERS if operation.is_command else None
        view = self.response(operation.status, schema_of(operation.view), description=_first_line(operation.view), headers=headers)(view)
        if operation.is_command and operation.status != 200:
            view = self.alt_response(200, schema=schema_of(operation.view), description="What would be done (dry run).", success=True)(view)
        view = self.doc(**operation_document(operation, tag=self.tag))(view)
        self.add_url_rule(operation.path, endpoint=operation.call, view_func=view, methods=[operation.method])


def view_of(operation: Operation) -> Any:
    """The Flask view of an operation."""

    def view(**path: Any) -> Response:
        guest = admit(request, operation.permission)
        ask = reading.asked if operation.method == "GET" else reading.told
        asked = ask(operation, path, guest)
        return answered(operation, asked, guest)

    view.__name__ = operation.call
    view.__doc__ = operation.asks.__doc__
    return view


def streamed_view_of(operation: Operation, files: Mapping[str, File]) -> Any:
    """The Flask view of an operation that answers with a file."""

    def view(**path: Any) -> Response:
        guest = admit(request, operation.permission)
        asked = reading.asked(operation, path, guest)
        return streamed(operation, asked, guest, files[asked.format])

    view.__name__ = operation.call
    view.__doc__ = operation.asks.__doc__
    return view


def answered(operation: Operation, asked: Any, guest: Guest) -> Response:
    """Call the room and pass its answer on as it came: the room has written it by the view's schema, and we add nothing. A repeat is
    marked by a header.
    """
    headers: dict[str, str] = {}
    answer = door().remote.call(
        operation.room,
        operation.call,
        asked,
        timeout_s=operation.timeout_s,
        caller=guest.caller(),
        on_repeat=lambda: headers.update({idempotency.HIT_HEADER: "true"}),
    )
    if "session_token" in operation.fields:
        door().sessions.forget(guest.credential)
    status = 200 if getattr(asked, "dry_run", False) else operation.status
    return Response(msgspec.json.encode(answer), status=status, headers=headers, content_type="application/json")


def _first_line(view: type[View]) -> str:
    return (view.__doc__ or view.__name__).strip().splitlines()[0]
