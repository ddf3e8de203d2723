"""The gateway's Nameko service: every request goes to the Flask application, which runs in the worker's greenthread."""

from __future__ import annotations

from logging import getLogger
from typing import Any, Final

import eventlet
from eventlet import wsgi
from nameko.extensions import DependencyProvider
from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import HttpOnlyProtocol, WebServer
from werkzeug.wrappers import Request, Response

APP: Final = "bc.app"
"""Where the container's configuration holds the Flask application."""

METHODS: Final = "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS,TRACE"
SILENCE_S: Final = 30
"""How long a client may send nothing in the middle of a request, or between two, before it is cut off: it would hold a worker."""


class Server(WebServer):  # type: ignore[misc]  # Nameko is untyped
    """Nameko's server, which would share its port with anybody, wait for a silent client for ever and log requests as lines of text."""

    def start(self) -> None:
        """As Nameko does it, but without SO_REUSEPORT: whoever comes second to a port fails, instead of getting half of the requests."""
        if not self._starting:
            self._starting = True
            self._sock = eventlet.listen(self.bind_addr, reuse_port=False)
            self._sock.settimeout(None)
            self._serv = self.get_wsgi_server(self._sock, self.get_wsgi_app())
            self._gt = self.container.spawn_managed_thread(self.run)

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, protocol: Any = HttpOnlyProtocol, debug: bool = False) -> wsgi.Server:
        log = getLogger("gateway.http")
        return wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=protocol,
            debug=debug,
            log=log,
            log_output=False,
            socket_timeout=SILENCE_S,
            keepalive=SILENCE_S,
        )


class Http(HttpRequestHandler):  # type: ignore[misc]  # Nameko is untyped
    """`@http(methods, url)` on our server."""

    server = Server()

    def check_signature(self, args: Any, kwargs: Any) -> None:
        """Nothing to check: both of our routes fit, and asking `inspect` on each request costs 2 % of it."""


http = Http.decorator


class FlaskApp(DependencyProvider):  # type: ignore[misc]  # Nameko is untyped
    """Hands out the application of the container's configuration."""

    def setup(self) -> None:
        self.app = self.container.config[APP]

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.app


class GatewayService:
    """One entrypoint; the routes are Flask's."""

    name = "gateway"
    app = FlaskApp()

    @http(METHODS, "/")
    @http(METHODS, "/<path:path>")
    def door(self, request: Request, path: str = "") -> Response:
        return Response.from_app(self.app, _told_where_it_ends(request.environ))


def _told_where_it_ends(environ: dict[str, Any]) -> dict[str, Any]:
    """A body in chunks ends where eventlet says; without this mark Werkzeug takes it for empty."""
    return {**environ, "wsgi.input_terminated": "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()}
