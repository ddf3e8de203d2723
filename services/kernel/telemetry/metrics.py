"""Figures for Prometheus. A name says its unit: `bc_wallet_charges_total`, `bc_commit_duration_seconds`, `bc_intake_batch_events`.

The same name declared twice is the same figure, so a module may be imported again.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Sequence
from socketserver import ThreadingMixIn
from typing import Any, Final, TypeVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, make_wsgi_app

UNITS: Final = ("seconds", "bytes", "events", "rows", "commits", "saves", "messages", "connections", "positions", "micros", "ratio", "info")
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Buckets from one RPC to the longest deadline."""

Figure = TypeVar("Figure", Counter, Gauge, Histogram)
_NAME: Final = re.compile(r"bc(_[a-z0-9]+)+")
_declared: dict[str, tuple[Any, Counter | Gauge | Histogram]] = {}


class _Handler(WSGIRequestHandler):
    timeout = 10.0  # seconds for a silent client

    def log_message(self, *_: Any) -> None:
        """A scrape is no news."""


class MetricsServer(ThreadingMixIn, WSGIServer):
    """Shows this process's figures on a port, from a thread of its own, which is a greenthread where eventlet has patched.

    It accepts by itself: the library's `serve_forever` polls, and where eventlet patches after the import that stops the whole process.
    """

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)
        self.set_app(make_wsgi_app(REGISTRY))
        self._is_closed = False
        self._accepting = threading.Thread(target=self._accept, name="metrics", daemon=True)
        self._accepting.start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def close(self) -> None:
        self._is_closed = True
        self.socket.shutdown(socket.SHUT_RDWR)  # wakes the accept
        self._accepting.join()
        self.socket.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A scraper that went away is no news."""

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                request, address = self.get_request()
            except OSError:
                time.sleep(0.1)  # closed, or out of file descriptors for a while
            else:
                self.process_request(request, address)


def counter(name: str, meaning: str, labels: Sequence[str] = ()) -> Counter:
    """What only grows; its name ends in `_total`."""
    _require(name.endswith("_total"), name, "a counter ends in _total")
    return _once(Counter, name, meaning, labels)


def gauge(name: str, meaning: str, labels: Sequence[str] = ()) -> Gauge:
    """What goes up and down; its name ends in its unit."""
    _require(name.endswith(tuple(f"_{unit}" for unit in UNITS)), name, f"a gauge ends in its unit: {', '.join(UNITS)}")
    return _once(Gauge, name, meaning, labels)


def histogram(name: str, meaning: str, labels: Sequence[str] = (), *, buckets: Sequence[float] = SECONDS) -> Histogram:
    """How what was measured is spread; its name ends in its unit. The buckets are for seconds unless others are given."""
    _require(name.endswith(tuple(f"_{unit}" for unit in UNITS)), name, f"a histogram ends in its unit: {', '.join(UNITS)}")
    return _once(Histogram, name, meaning, labels, buckets=tuple(buckets))


def serve_metrics(port: int, *, host: str = "127.0.0.1") -> MetricsServer:
    """Show the figures at http://host:port/metrics until `close()`; port 0 takes a free one."""
    return MetricsServer(host, port)


def _once(kind: type[Figure], name: str, meaning: str, labels: Sequence[str], **options: Any) -> Figure:
    _require(bool(_NAME.fullmatch(name)), name, "a name is bc_, then words of a-z and 0-9")
    declared_as = (kind, tuple(labels), tuple(options.items()))
    if name not in _declared:
        _declared[name] = declared_as, kind(name, meaning, labels, registry=REGISTRY, **options)
    known_as, figure = _declared[name]
    _require(known_as == declared_as, name, "it was declared otherwise before")
    assert isinstance(figure, kind)
    return figure


def _require(is_so: bool, name: str, rule: str) -> None:
    if not is_so:
        raise ValueError(f"{name}: {rule}")
