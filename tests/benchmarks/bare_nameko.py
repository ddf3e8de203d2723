"""A Nameko HTTP server that does nothing: what the gateway is measured against. `python -m tests.benchmarks.bare_nameko PORT`."""

# ruff: noqa: E402
import eventlet

eventlet.monkey_patch()

import sys

from nameko.containers import ServiceContainer  # type: ignore[import-untyped]
from nameko.web.handlers import http  # type: ignore[import-untyped]


class Bare:
    name = "bare"

    @http("GET", "/hello")  # type: ignore[untyped-decorator]
    def hello(self, request):  # type: ignore[no-untyped-def]
        return "hello"


container = ServiceContainer(Bare, config={"WEB_SERVER_ADDRESS": f"127.0.0.1:{sys.argv[1]}", "max_workers": 100})
container.start()
container.wait()
