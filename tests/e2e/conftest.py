"""One real stack for all end-to-end tests, with its own ports and folder, from the first test that asks to the end of the run."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from deploy.local.ports import free_port
from deploy.local.stack import Stack
from tests.support.servers import sayable
from tests.support.visitors import Town, Visitor


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with sayable(_stack()) as stack:
        yield stack


@contextmanager
def _stack() -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="bc-e2e-"))
    folder.chmod(0o755)
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # it logs every attempt to reach a broker that is still starting
    (folder / "http_port").write_text(str(free_port()))  # not in our environment: other stacks of this run would read it there
    try:
        with Stack(folder, say=lambda _: None) as stack:
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def town(stack: Stack) -> Iterator[Town]:
    town = Town(stack)
    yield town
    town.leave()


@pytest.fixture(scope="session")
def owner(town: Town) -> Visitor:
    """A customer with 500.00 CNY in cash."""
    return town.customer("CNY", cash="500.00")


@pytest.fixture(scope="session")
def other(town: Town) -> Visitor:
    """Another customer, with things of their own."""
    return town.customer("CNY", cash="500.00")


@pytest.fixture(scope="session")
def workspace(town: Town, owner: Visitor) -> str:
    return town.workspace(owner)


@pytest.fixture(scope="session")
def collector(town: Town, owner: Visitor) -> Visitor:
    """A machine that may report the owner's usage."""
    return town.machine(owner, "usage:write")


@pytest.fixture
def no_trace(town: Town) -> Callable[[], AbstractContextManager[None]]:
    """A block that must leave every book as it was."""

    @contextmanager
    def block() -> Iterator[None]:
        before = town.heads()
        yield
        assert town.heads() == before

    return block
