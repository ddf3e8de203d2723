"""Refusals and HTTP errors as problem documents (RFC 9457).

What is not a refusal (a fault) is logged with its trace id and answered with 500 and that id, nothing else.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, g, json, request
from werkzeug.exceptions import HTTPException

from gateway.errors import HTTP_CODES, status_of
from services.kernel.errors import Refusal
from services.kernel.rpc import DeadlineIsExceeded, RoomFault, RoomIsUnavailable
from services.kernel.telemetry import get_logger

log = get_logger("gateway")

PROBLEM_TYPE: Final = "application/problem+json"


def title_of(code: str) -> str:
    """A code as words, for the page that its problem type points to."""
    return code.rpartition(".")[2].replace("_", " ").capitalize()


def problem(
    code: str, *, status: int, title: str, detail: str | None = None, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """A problem document; `members` are its extension members (`errors`, `details`)."""
    document = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "instance": request.path,
        "code": code,
        "trace_id": g.get("trace_id", ""),
        **members,
    }
    return Response(json.dumps(document), status=status, headers=headers, content_type=PROBLEM_TYPE)


def register(app: Flask) -> None:
    """Make every error that leaves the application a problem document."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(RoomFault, _room_fault)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TimeoutError, _timed_out)
    app.register_error_handler(Exception, _fault)


def _refused(refusal: Refusal) -> Response:
    details = dict(refusal.details)
    errors = details.pop("errors", [])
    status = status_of(refusal.code)
    return problem(
        refusal.code,
        status=status,
        title=refusal.title,
        detail=_sentence(refusal.title, details, errors),
        headers=_headers(refusal.code, status, details),
        errors=errors,
        details=details,
    )


def _room_fault(fault: RoomFault) -> Response:
    """A room did not answer. Which one and why is for our log; that a repeat with the same Idempotency-Key is safe is for the client."""
    code = next((code for kind, code in _ROOM_FAULTS.items() if isinstance(fault, kind)), "gateway.room_has_failed")
    log.warning("a_room_did_not_answer", fault=str(fault), trace_id=g.get("trace_id"), path=request.path)
    status = status_of(code)
    detail = "It is not known whether this was done. Ask again with the same Idempotency-Key."
    return problem(code, status=status, title=title_of(code), detail=detail, headers=_headers(code, status, {}), errors=[])


_ROOM_FAULTS: Final[dict[type[RoomFault], str]] = {
    RoomIsUnavailable: "gateway.room_is_unavailable",
    DeadlineIsExceeded: "gateway.deadline_is_exceeded",
}


def _sentence(title: str, details: dict[str, Any], errors: list[dict[str, str]]) -> str:
    """What was wrong this time: the first wrong place, or the title with the details."""
    if errors:
        return "; ".join(f"{error.get('pointer') or '/'}: {error.get('detail', '')}" for error in errors[:5])
    plain = ", ".join(f"{name} {value}" for name, value in details.items() if isinstance(value, str | int))
    return f"{title} ({plain})" if plain else title


def _headers(code: str, status: int, details: dict[str, Any]) -> dict[str, str]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": f'Bearer realm="billing-center", error="{_BEARER_ERRORS.get(code, "invalid_token")}"'}
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return {"Retry-After": str(details.get("retry_after_s", 2))}
    return {}


_BEARER_ERRORS: Final = {"gateway.credentials_are_missing": "invalid_request"}


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # a redirect of the router
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After", "Accept")}
    return problem(
        HTTP_CODES.get(status, f"http.error_{status}"),
        status=status,
        title=phrase_of(status),
        detail=error.description,
        headers=headers,
        errors=[],
    )


def _timed_out(_: TimeoutError) -> Response:
    """The client stopped sending in the middle of its body."""
    return problem("http.request_timed_out", status=408, title="Request Timeout", headers={"Connection": "close"}, errors=[])


def _fault(fault: Exception) -> Response:
    log.error("a_request_broke", exc_info=fault, trace_id=g.get("trace_id"), path=request.path)
    return problem(
        "http.internal_error",
        status=500,
        title="Internal Server Error",
        detail="Something broke on our side. The trace id names it in our logs.",
        errors=[],
    )


def phrase_of(status: int) -> str:
    """What a status is called: the same under every Python, for 3.13 renamed two."""
    return {413: "Request Entity Too Large", 422: "Unprocessable Entity"}.get(status) or HTTPStatus(status).phrase
