"""The line: one connection to the broker, kept up by its own thread, on which a process publishes and hears.

It works in greenthreads (where `threading` is patched) and in plain threads alike. Only its own thread reads; writes are serial.
Hazard: py-amqp drains the socket inside `basic_publish` if the broker may say "blocked". That would be a second reader, so this
connection does not negotiate it; a broker that stops reading is noticed by the socket's timeout instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import amqp  # type: ignore[import-untyped]
from kombu.utils.url import parse_url

from services.kernel.rpc.tracing import log

DRAIN_S: Final = 1.0
HEARTBEAT_S: Final = 30
LONGEST_PAUSE_S: Final = 2.0
READ_AHEAD_BYTES: Final = 1 << 16


class LineIsDown(Exception):
    """There was no connection to the broker until the deadline."""


class _Connection(amqp.Connection):  # type: ignore[misc]  # py-amqp is untyped
    negotiate_capabilities = {"consumer_cancel_notify": True, "authentication_failure_close": True}


class Line:
    """A connection that comes back by itself. It is opened by the first `publish`, or by `open`.

    `prepare` declares and consumes what its owner needs; it is called with the channel, in the line's thread, on every connection.
    """

    def __init__(self, amqp_url: str, *, name: str, prepare: Callable[[Any], None] | None = None) -> None:
        self._url, self._name, self._prepare = amqp_url, name, prepare
        self._channel: Any = None
        self._up = threading.Event()
        self._writing = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def publish(self, body: bytes, *, exchange: str, routing_key: str, deadline: float, mandatory: bool = False, **properties: Any) -> None:
        """Send a transient message; wait for the connection until `deadline` (monotonic seconds), then raise LineIsDown."""
        message = amqp.Message(body, delivery_mode=1, **properties)
        while True:
            channel = self._open_channel(deadline)
            try:
                with self._writing:
                    channel.basic_publish(message, exchange=exchange, routing_key=routing_key, mandatory=mandatory)
                return
            except (OSError, amqp.AMQPError, AttributeError) as fault:  # AttributeError: py-amqp's, if closed while we write
                self._drop(channel, fault)

    def open(self) -> None:
        """Begin to connect, and to stay connected."""
        if self._thread is not None:
            return
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_up, name=f"line of {self._name}", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Close the connection; a reader that waits is woken."""
        self._closed = True
        self._drop(self._channel, None)
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(DRAIN_S * 2)

    def _open_channel(self, deadline: float) -> Any:
        while True:
            if self._closed:
                raise LineIsDown("the line was closed")
            self.open()
            if not self._up.wait(max(0.0, deadline - time.monotonic())):
                raise LineIsDown("no connection to the broker")
            channel = self._channel
            if channel is not None:
                return channel

    def _keep_up(self) -> None:
        pause_s = 0.05
        while not self._closed:
            try:
                with self._connected() as connection:
                    pause_s = 0.05
                    self._drain(connection)
            except Exception as fault:  # whatever it was, a new connection cures it
                if not self._closed:
                    log.warning("the line is down", line=self._name, fault=repr(fault), again_in_s=pause_s)
                    time.sleep(pause_s)
                    pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    @contextlib.contextmanager
    def _connected(self) -> Any:
        connection = _Connection(**connection_parameters(self._url))
        try:
            connection.connect()
            connection.transport.sock.settimeout(DRAIN_S)
            _read_ahead(connection.transport)
            channel = connection.channel()
            if self._prepare is not None:
                self._prepare(channel)
            self._channel = channel
            self._up.set()
            yield connection
        finally:
            self._up.clear()
            self._channel = None
            with contextlib.suppress(Exception):
                connection.collect()  # closes the socket without a farewell, which a broken peer would not answer

    def _drain(self, connection: Any) -> None:
        while not self._closed and self._channel is not None:
            with contextlib.suppress(socket.timeout):
                connection.drain_events(timeout=DRAIN_S)
            with self._writing:
                connection.heartbeat_tick()

    def _drop(self, channel: Any, fault: Exception | None) -> None:
        """Give this connection up; the line's own thread makes the next one."""
        if channel is None or self._channel is not channel:
            return
        self._channel = None
        self._up.clear()
        if fault is not None:
            log.warning("the line is dropped", line=self._name, fault=repr(fault))
        with contextlib.suppress(Exception):
            channel.connection.transport.sock.shutdown(socket.SHUT_RDWR)


def _read_ahead(transport: Any) -> None:
    """Take what the socket has at once: py-amqp asks the system for nine pieces a reply, but keeps for later what it is given too much."""
    receive = transport._quick_recv
    transport._quick_recv = lambda _: receive(READ_AHEAD_BYTES)


def connection_parameters(amqp_url: str) -> dict[str, Any]:
    """What py-amqp wants to know, from a URL."""
    parts = parse_url(amqp_url)
    secure = parts.get("transport") in ("amqps", "pyamqps")
    port = parts.get("port") or (5671 if secure else 5672)
    return {
        "host": f"{parts.get('hostname') or 'localhost'}:{port}",
        "userid": parts.get("userid") or "guest",
        "password": parts.get("password") or "guest",
        "virtual_host": parts.get("virtual_host") or "/",
        "ssl": secure,
        "connect_timeout": 5,
        "heartbeat": HEARTBEAT_S,
    }
