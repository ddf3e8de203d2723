"""Figures: named with their units, and shown on a port whether or not eventlet has patched."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from services.kernel.telemetry import counter, gauge, histogram, serve_metrics

ROOT = Path(__file__).parents[3]

SERVES_WHILE_OTHERS_WORK = """
{before}
import socket, time, urllib.request
import {threads}
from services.kernel.telemetry import counter, serve_metrics

counter("bc_probe_calls_total", "calls").inc(3)
server = serve_metrics(0)
assert server.port > 0
silent = socket.create_connection(("127.0.0.1", server.port))     # says nothing and must hold up nobody
ticks = []

def tick():
    while not ticks or ticks[-1] >= 0:
        ticks.append(time.monotonic())
        time.sleep(0.005)

{start_ticking}
for _ in range(20):
    page = urllib.request.urlopen(f"http://127.0.0.1:{{server.port}}/metrics", timeout=5).read().decode()
    time.sleep(0.005)
assert "bc_probe_calls_total 3.0" in page, page
assert len(ticks) > 5, len(ticks)
ticks.append(-1)
silent.close()
server.close()
try:
    urllib.request.urlopen(f"http://127.0.0.1:{{server.port}}/metrics", timeout=2)
except OSError:
    print("closed")
"""
START_THREAD = "threading.Thread(target=tick, daemon=True).start()"
PATCH = "import eventlet; eventlet.monkey_patch()"


@pytest.mark.parametrize(
    "before",
    ["", PATCH, "import services.kernel.telemetry\n" + PATCH],
    ids=["not patched", "patched first", "patched after the import"],
)
def test_the_figures_are_shown_while_the_process_goes_on_working(before):
    script = SERVES_WHILE_OTHERS_WORK.format(before=before, threads="threading", start_ticking=START_THREAD)

    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ran.stdout.strip() == "closed", ran.stderr


def test_a_figure_declared_twice_is_the_same_figure():
    first = counter("bc_probe_twice_total", "x", ("room",))

    assert counter("bc_probe_twice_total", "x", ("room",)) is first


def test_a_figure_declared_otherwise_is_a_fault():
    counter("bc_probe_other_total", "x", ("room",))

    with pytest.raises(ValueError, match="declared otherwise"):
        counter("bc_probe_other_total", "x", ("account",))


@pytest.mark.parametrize(
    ("declare", "name"),
    [
        (counter, "bc_charges"),
        (counter, "charges_total"),
        (counter, "bc_Charges_total"),
        (histogram, "bc_commit_ms"),
        (histogram, "bc_commitseconds"),
        (gauge, "bc_lag"),
        (gauge, "bc-lag_seconds"),
    ],
)
def test_a_name_without_its_unit_is_a_fault(declare, name):
    with pytest.raises(ValueError, match=name):
        declare(name, "x")


def test_a_taken_port_is_a_fault():
    server = serve_metrics(0)

    with pytest.raises(OSError, match="in use"):
        serve_metrics(server.port)
    server.close()


def test_a_histogram_of_seconds_covers_a_call():
    figure = histogram("bc_probe_duration_seconds", "x")

    with figure.time():
        pass

    server = serve_metrics(0)
    page = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=5).read().decode()
    server.close()
    assert 'bc_probe_duration_seconds_bucket{le="0.001"} 1.0' in page


STARTS = """
import os, urllib.request
from services.kernel import telemetry
from services.kernel.config import Settings
settings = Settings(
    process="wallet", environment="test", amqp_url="amqp://h", signing_key=b"", trusted_keys={}, secret_key=b"", metrics_port=PORT
)
server = telemetry.start(settings)
telemetry.get_logger("room").info("started", settings=settings.printable())
print("serves" if server and urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics").status == 200 else "serves nothing")
"""


@pytest.mark.parametrize(("port", "said"), [("0", "serves"), ("None", "serves nothing")])
def test_a_process_starts_to_tell_about_itself(port, said):
    ran = subprocess.run([sys.executable, "-c", STARTS.replace("PORT", port)], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ran.stdout.strip() == said, ran.stderr
    assert json.loads(ran.stderr)["event"] == "started"
