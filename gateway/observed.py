"""Each request named, timed and traced: its trace id is the caller's (`traceparent`) or a new one, and goes along to the rooms."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask, Response, g, request

from services.kernel.telemetry import continued_from, histogram, traced

_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
_NO_TRACE: Final = "0" * 32
_SECONDS: Final = histogram("bc_http_request_seconds", "How long requests took at the gateway.", ("operation", "status"))

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def observe(app: Flask) -> None:
    """Make the application count, time and trace its requests."""
    app.wsgi_app = _traced(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way to wrap itself
    app.before_request(_begin)
    app.after_request(_finish)


def _traced(app: Wsgi) -> Wsgi:
    def observed(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        parent = _parent(environ.get("HTTP_TRACEPARENT", ""))
        environ["HTTP_TRACEPARENT"] = parent
        with (
            continued_from({"traceparent": parent}),
            traced("gateway.request", method=environ["REQUEST_METHOD"], path=environ["PATH_INFO"]),
        ):
            return app(environ, start_response)

    return observed


def _parent(given: str) -> str:
    """The caller's traceparent, or one of our own when there is none to understand."""
    match = _TRACEPARENT.fullmatch(given)
    if match and match.group(1) != _NO_TRACE:
        return given
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def _begin() -> None:
    g.trace_id = request.headers["traceparent"][3:35]
    g.began = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers["Trace-Id"] = g.trace_id
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.path.startswith("/v1/"):
        response.headers.setdefault("Cache-Control", "no-store")
    _SECONDS.labels(request.endpoint or "nothing", str(response.status_code)).observe(time.perf_counter() - g.began)
    return response
