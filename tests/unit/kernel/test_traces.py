"""Traces: free when off; when on, one trace across rooms, and refusals are not errors."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import timeit
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from services.kernel.errors import NotAllowed
from services.kernel.telemetry import configure_traces, continued_from, inject_trace, stop_traces, traced

ROOT = Path(__file__).parents[3]


class Spans:
    """The spans sent so far."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()

    def __call__(self):
        stop_traces()
        return {span.name: span for span in self.exporter.get_finished_spans()}


@pytest.fixture
def spans() -> Iterator[Spans]:
    collected = Spans()
    configure_traces(None, process="wallet", exporter=collected.exporter)
    yield collected
    stop_traces()


@traced("doubled", unit="micros")
def doubled(number: int) -> int:
    """Twice the number."""
    return 2 * number


def test_without_a_collector_a_span_costs_less_than_a_microsecond():
    def block() -> None:
        with traced("x"):
            pass

    seconds = min(timeit.repeat(block, number=20_000, repeat=10)) / 20_000

    assert seconds < 1e-6


def test_without_a_collector_nothing_is_added_to_the_headers():
    headers: dict[str, str] = {}

    with traced("x"), continued_from({"traceparent": "00-" + "1" * 32 + "-" + "2" * 16 + "-01"}):
        inject_trace(headers)

    assert headers == {}


def test_without_a_collector_the_sdk_is_not_even_imported():
    script = "import sys, services.kernel.telemetry; print([name for name in sys.modules if name.startswith('opentelemetry')])"

    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ran.stdout.strip() == "[]"


def test_a_function_keeps_its_name_its_meaning_and_its_answer():
    assert doubled(4) == 8
    assert doubled.__name__ == "doubled"
    assert doubled.__doc__ == "Twice the number."


def test_spans_nest_and_carry_their_attributes(spans):
    with traced("outer"):
        doubled(4)

    sent = spans()
    assert sent["doubled"].parent.span_id == sent["outer"].context.span_id
    assert sent["doubled"].attributes["unit"] == "micros"
    assert sent["outer"].resource.attributes["service.name"] == "wallet"


def test_a_trace_goes_on_in_the_next_room(spans):
    headers: dict[str, str] = {"bc-call": "1"}
    with traced("asks"):
        inject_trace(headers)

    with continued_from(headers), traced("answers"):
        pass
    with traced("later"):
        pass

    sent = spans()
    assert sent["answers"].context.trace_id == sent["asks"].context.trace_id
    assert sent["answers"].parent.span_id == sent["asks"].context.span_id
    assert sent["later"].context.trace_id != sent["asks"].context.trace_id


@pytest.mark.parametrize("headers", [{}, {"traceparent": "nonsense"}, {"traceparent": 5}, {"traceparent": None}])
def test_nonsense_from_outside_begins_a_new_trace(spans, headers):
    with continued_from(headers), traced("answers"):
        pass

    assert spans()["answers"].parent is None


def test_a_refusal_is_noted_and_is_no_error(spans):
    with pytest.raises(NotAllowed), traced("asks"):
        raise NotAllowed()

    span = spans()["asks"]
    assert span.attributes["bc.refusal"] == "kernel.not_allowed"
    assert span.status.status_code is StatusCode.UNSET


def test_a_fault_is_an_error_of_the_span(spans):
    with pytest.raises(ZeroDivisionError), traced("asks"):
        _ = 1 / 0

    span = spans()["asks"]
    assert span.status.status_code is StatusCode.ERROR
    assert span.events[0].name == "exception"


class Collector(BaseHTTPRequestHandler):
    paths: list[str] = []

    def do_POST(self) -> None:  # the name that http.server calls
        self.rfile.read(int(self.headers["Content-Length"]))
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("patch", ["", "import eventlet; eventlet.monkey_patch()\n"], ids=["not patched", "patched"])
def test_spans_reach_the_collector(patch):
    Collector.paths.clear()
    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    script = f"""{patch}
from services.kernel.telemetry import configure_traces, stop_traces, traced
configure_traces("http://127.0.0.1:{server.server_port}", process="wallet")
with traced("x"): pass
stop_traces()
"""

    began = time.monotonic()
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    server.shutdown()

    assert ran.returncode == 0, ran.stderr
    assert Collector.paths == ["/v1/traces"]
    assert time.monotonic() - began < 30
