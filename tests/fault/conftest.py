"""A stack to be broken, with ports and a folder of its own, and durable servers; parts that die often come back soon."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import SystemRandom
from unittest import mock

import pytest

from deploy.local import supervisor
from deploy.local.ports import free_port
from deploy.local.stack import Stack
from tests.support.behind import Behind
from tests.support.servers import sayable
from tests.support.tireless import Tireless
from tests.support.visitors import Town

LONGEST_PAUSE_S = 0.5
_chosen: list[int] = []


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with sayable(_stack()) as stack:
        yield stack


@contextmanager
def _stack() -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="bc-fault-"))
    folder.chmod(0o755)
    for name in ("pika", "httpx"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they tell every attempt
    (folder / "http_port").write_text(str(free_port()))
    outside = {name: value for name, value in os.environ.items() if name not in ("BC_DATABASE_URL", "BC_AMQP_URL")}
    try:
        with mock.patch.object(supervisor, "LONGEST_PAUSE_S", LONGEST_PAUSE_S), ExitStack() as stay:
            with mock.patch.dict(os.environ, outside, clear=True):  # for the start only: tests after ours have what they had
                stack = stay.enter_context(Stack(folder, say=lambda _: None))
            yield stack
    finally:
        if "BC_FAULT_KEEP" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def town(stack: Stack) -> Iterator[Town]:
    town = Town(stack)
    yield town
    town.http.close()


@pytest.fixture(scope="session")
def operator(town: Town) -> Tireless:
    """The town's operator, whom nothing discourages."""
    known = town.operator
    return Tireless(town.stack.address, known.login, known.password, known.token)


@pytest.fixture(scope="session")
def behind(stack: Stack) -> Behind:
    return Behind(stack)


@pytest.fixture(scope="session")
def seed() -> int:
    """What chooses victims, moments and traffic; told at the end of the run. BC_FAULT_SEED plays one again."""
    _chosen.append(int(os.environ.get("BC_FAULT_SEED") or SystemRandom().randrange(10**9)))
    return _chosen[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for seed in _chosen:
        terminalreporter.write_line(f"The faults were chosen by BC_FAULT_SEED={seed}")
