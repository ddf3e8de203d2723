"""The Flask application behind the HTTP entrypoint: views, problem documents, the API's description and the pages about it."""

from __future__ import annotations

from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import problems
from gateway.api import BLUEPRINTS
from gateway.api.usage import usage_event_schemas
from gateway.auth import Sessions
from gateway.documents import API_OPTIONS, DocumentedApi, finished, names_of_schemas
from gateway.door import EXTENSION, Door
from gateway.observed import observe
from gateway.pages import PAGES
from gateway.payments import PAYMENTS
from gateway.usage import PACKED_LIMIT_BYTES, Publisher
from services.kernel.clock import Clock


def create_app(*, remote: Any, intake: Publisher, clock: Clock, trusted_proxies: int = 0) -> Flask:
    """The application. `remote` calls rooms (kernel.rpc.Remote), `intake` takes batches of usage. Of X-Forwarded-For the last
    `trusted_proxies` entries are believed; with none the client is whoever is connected.
    """
    app = Flask("gateway", static_folder=None)
    app.config |= API_OPTIONS
    app.config["MAX_CONTENT_LENGTH"] = PACKED_LIMIT_BYTES + 1
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of Flask's default provider
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = Door(remote=remote, sessions=Sessions(remote), intake=intake, clock=clock)
    problems.register(app)
    observe(app)
    _register(app)
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app


def _register(app: Flask) -> None:
    api = DocumentedApi(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=names_of_schemas())})
    for name, schema in usage_event_schemas().items():
        api.spec.components.schema(name, schema)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(PAGES)
    app.register_blueprint(PAYMENTS)
    app.extensions["openapi"] = api.spec


def openapi(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of an application."""
    return finished(app.extensions["openapi"])
