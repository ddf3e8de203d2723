"""What is not the API itself: its description, the documentation page, the pages about problems, and whether we are alive."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, json, jsonify, send_from_directory
from markupsafe import escape
from swagger_ui_bundle import swagger_ui_path

from gateway.documents import finished
from gateway.door import door
from gateway.errors import status_of
from gateway.problems import title_of
from services.identity.schemas import Clock, ClockView

PAGES: Final = Blueprint("pages", __name__)

_FILES: Final = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "favicon-32x32.png"})
_CODE: Final = re.compile(r"[a-z_]{1,40}\.[a-z0-9_]{1,80}", re.ASCII)
_READY_TIMEOUT_S: Final = 3

_DOCS: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Billing Center API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" href="/docs/favicon-32x32.png"></head>
<body><div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
"""
_START: Final = """SwaggerUIBundle({url: "/docs/openapi.json", dom_id: "#ui", deepLinking: true, displayOperationId: true});
"""
_PROBLEM: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{code}</title></head>
<body><h1>{title}</h1><p>Code <code>{code}</code>, HTTP status {status}.</p>
<p>Nothing was changed. The document's <code>detail</code>, <code>errors</code> and <code>details</code> say what was in the way this time;
<code>trace_id</code> names the request in our logs. The routes and their problems are described in the <a
href="/docs">documentation</a>.</p></body></html>
"""
_POLICY: Final = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


@PAGES.get("/openapi.json")
def openapi_document() -> Response:
    """The OpenAPI 3.1 document."""
    return Response(_document(current_app.extensions["openapi"]), content_type="application/json")


@cache
def _document(spec: Any) -> str:
    return json.dumps(finished(spec), indent=1)


@PAGES.get("/docs")
def docs() -> Response:
    """The documentation page; all its files are ours."""
    return _page(_DOCS)


@PAGES.get("/docs/start.js")
def docs_start() -> Response:
    return Response(_START, content_type="text/javascript; charset=utf-8")


@PAGES.get("/docs/<name>")
def docs_file(name: str) -> Response:
    """A file of the documentation page's viewer."""
    if name not in _FILES:
        abort(404)
    return send_from_directory(swagger_ui_path, name, max_age=86_400)


@PAGES.get("/docs/openapi.json")
def docs_document() -> Response:
    """The document as the viewer (which knows OpenAPI 3.0 only) can read it."""
    return jsonify(as_openapi_3_0(json.loads(_document(current_app.extensions["openapi"]))))


def as_openapi_3_0(node: Any) -> Any:
    """The same document in OpenAPI 3.0: a type that may be null becomes `nullable`."""
    if isinstance(node, list):
        return [as_openapi_3_0(item) for item in node]
    if not isinstance(node, dict):
        return node
    converted = {key: as_openapi_3_0(value) for key, value in node.items()}
    if "openapi" in converted:
        converted["openapi"] = "3.0.3"
    kinds, choices = converted.get("type"), converted.get("anyOf")
    if isinstance(kinds, list):
        converted |= {"type": next(kind for kind in kinds if kind != "null"), "nullable": True}
    if choices and {"type": "null"} in choices:
        converted |= {"anyOf": [choice for choice in choices if choice != {"type": "null"}], "nullable": True}
    return converted


@PAGES.get("/problems/<code>")
def problem_page(code: str) -> Response:
    """What a problem document's `type` leads to."""
    if not _CODE.fullmatch(code):
        abort(404)
    return _page(_PROBLEM.format(code=escape(code), title=escape(title_of(code)), status=status_of(code)))


@PAGES.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    return jsonify(status="ok")


@PAGES.get("/readyz")
def readyz() -> Response:
    """The broker and identity answer. Raises RoomIsUnavailable, which is answered with 503."""
    view = door().remote.call("identity", "clock", Clock(), reply=ClockView, timeout_s=_READY_TIMEOUT_S)
    return jsonify(status="ready", now=view.now.isoformat())


def _page(html: str) -> Response:
    return Response(html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})
