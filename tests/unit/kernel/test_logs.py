"""Log lines: one JSON object each, bound to the present call, without secrets."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog

from services.kernel.telemetry import bound, configure_logs, get_logger, redacted

ROOT = Path(__file__).parents[3]
log = get_logger("tests.logs")


@pytest.fixture
def lines() -> Iterator[Any]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("info", process="wallet", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before, level
    root.setLevel(level)
    structlog.reset_defaults()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_is_one_json_object_with_its_time_level_and_process(lines):
    log.info("voucher activated", voucher_id=UUID(int=7), at_day=datetime(2026, 11, 23, tzinfo=UTC), amount_micros=13_400_000)

    (line,) = lines()
    assert line["event"] == "voucher activated"
    assert (line["level"], line["process"], line["logger"]) == ("info", "wallet", "tests.logs")
    assert line["at"].endswith("Z")
    assert line["voucher_id"] == str(UUID(int=7))
    assert line["amount_micros"] == 13_400_000


def test_lines_below_the_level_are_not_written(lines):
    log.debug("detail")

    assert lines() == []


def test_a_line_within_a_call_carries_what_the_call_is_bound_to(lines):
    with bound(call_id="c1", caller="gateway"):
        with bound(room="wallet"):
            log.info("inside")
        log.info("between")
    log.info("outside")

    inside, between, outside = lines()
    assert (inside["call_id"], inside["caller"], inside["room"]) == ("c1", "gateway", "wallet")
    assert between["call_id"] == "c1"
    assert "room" not in between
    assert "call_id" not in outside


def test_the_lines_of_libraries_look_like_ours(lines):
    with bound(call_id="c1"):
        logging.getLogger("nameko.containers").warning("worker %s failed", 3)

    (line,) = lines()
    assert line["event"] == "worker 3 failed"
    assert (line["level"], line["call_id"], line["process"]) == ("warning", "c1", "wallet")


def test_a_fault_is_written_with_its_traceback_and_without_the_values_of_its_variables(lines):
    password = "hunter2"
    try:
        raise ValueError(f"no route to amqp://guest:{password}@mq")
    except ValueError:
        log.exception("cannot reach the broker")

    (line,) = lines()
    assert "Traceback" in line["exception"]
    assert "ValueError" in line["exception"]
    assert "hunter2" not in json.dumps(line)


def test_what_cannot_be_json_is_written_as_text(lines):
    log.info("odd", thing=object(), error=ValueError("x"), items={1, 2}, keys={(1, 2): 3})

    assert lines()[0]["items"] == [1, 2]
    assert lines()[0]["keys"] == {"(1, 2)": 3}


@pytest.mark.parametrize(
    "name",
    [
        "password", "PASSWORD", "old_password", "secret", "client-secret", "webhook_secret", "token", "refresh_token", "Authorization",
        "cookie", "Set-Cookie", "api_key", "api-keys", "signing_key", "secret_key", "private_key", "access_key", "otp",
        "bc-caller", "nameko.bc-caller",
        "voucher_code", "credentials",
    ],
)  # fmt: skip
def test_what_is_named_like_a_secret_is_masked_at_any_depth(lines, name):
    log.info("x", **{name: "hunter2"}, request={"items": [{name: ["hunter2"]}]})

    assert "hunter2" not in json.dumps(lines())


@pytest.mark.parametrize("name", ["code", "key", "passworded", "account_id", "idempotency_key", "monkey", "cookiecutter"])
def test_what_is_not_a_secret_is_not_masked(name):
    assert redacted({name: "kept"}) == {name: "kept"}


def test_bytes_and_endless_structures_are_masked():
    endless: dict[str, Any] = {}
    endless["again"] = endless

    assert redacted({"body": b"hunter2"}) == {"body": "***"}
    json.dumps(redacted(endless))


GREENTHREADS = """
import eventlet; eventlet.monkey_patch()
import io, json
from services.kernel.telemetry import bound, configure_logs, get_logger
stream = io.StringIO()
configure_logs("info", stream=stream)
log = get_logger()
def call(call_id):
    with bound(call_id=call_id):
        for _ in range(3):
            eventlet.sleep(0)
            log.info("working", expected=call_id)
pool = eventlet.GreenPool()
for call_id in range(20):
    pool.spawn_n(call, call_id)
pool.waitall()
lines = [json.loads(line) for line in stream.getvalue().splitlines()]
assert len(lines) == 60
assert all(line["call_id"] == line["expected"] for line in lines)
print("each its own")
"""


def test_each_greenthread_is_bound_to_its_own_call():
    ran = subprocess.run([sys.executable, "-c", GREENTHREADS], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ran.stdout.strip() == "each its own", ran.stderr


def test_a_terminal_gets_readable_lines():
    terminal = Terminal()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    configure_logs("info", stream=terminal)
    log.info("voucher activated", password="hunter2")
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()

    assert "voucher activated" in terminal.getvalue()
    assert "hunter2" not in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
