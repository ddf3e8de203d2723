"""`python -m gateway` as a process: it listens, says what is wrong, and stops when told."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from contextlib import suppress

import httpx
import pytest

from deploy.local.ports import free_port
from tests.support.eventually import eventually


@pytest.fixture
def environment(amqp_url):
    return {
        **os.environ,
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_url,
        "BC_SIGNING_KEY": base64.b64encode(bytes(32)).decode(),
        "BC_TRUSTED_KEYS": "{}",
        "BC_SECRET_KEY": "s" * 32,
        "BC_HTTP_PORT": str(free_port()),
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def gateway(environment):
    process = subprocess.Popen([sys.executable, "-m", "gateway"], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        eventually(lambda: is_well(environment), "the gateway does not answer")
        yield process
    finally:
        process.kill()
        process.wait()


def test_it_answers_over_http_and_stops_when_told(gateway, environment):
    page = httpx.get(f"{url(environment)}/openapi.json")
    gateway.send_signal(signal.SIGTERM)

    assert page.json()["openapi"] == "3.1.0"
    assert gateway.wait(timeout=60) == 0


def test_a_room_that_is_not_there_is_503_at_once(gateway, environment):
    answer = httpx.get(f"{url(environment)}/v1/clock", headers={"Authorization": "Bearer x"}, timeout=20)

    assert (answer.status_code, answer.json()["code"]) == (503, "gateway.room_is_unavailable")


def test_a_body_in_chunks_is_read_to_its_limit_only(gateway, environment):
    chunks = (b" " * (1 << 20) for _ in range(64))

    answer = httpx.post(f"{url(environment)}/v1/accounts", content=chunks, headers={"Content-Type": "application/json"}, timeout=20)

    assert (answer.status_code, answer.json()["code"]) == (413, "gateway.body_is_too_large")


def test_a_second_gateway_on_the_port_says_so_and_does_not_start(gateway, environment):
    second = subprocess.run([sys.executable, "-m", "gateway"], env=environment, capture_output=True, text=True, timeout=60)

    assert second.returncode == 1
    assert "cannot be listened on" in second.stderr


def test_a_missing_setting_is_named(environment):
    del environment["BC_SIGNING_KEY"]

    process = subprocess.run([sys.executable, "-m", "gateway"], env=environment, capture_output=True, text=True, timeout=60)

    assert process.returncode == 1
    assert "BC_SIGNING_KEY is not set" in process.stderr


def url(environment):
    return f"http://127.0.0.1:{environment['BC_HTTP_PORT']}"


def is_well(environment):
    with suppress(httpx.TransportError):
        return httpx.get(f"{url(environment)}/healthz").status_code == 200
    return False
