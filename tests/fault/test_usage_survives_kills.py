"""Usage that was confirmed counts exactly once, whoever dies between the door and the ledger: each test names the moment."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import Random
from uuid import uuid4

import pytest

from deploy.local.stack import Stack
from tests.support.behind import Behind
from tests.support.lives import LARGE_BATCH, Life
from tests.support.storm import BROKER, DATABASE, Kill, Storm
from tests.support.tireless import Tireless
from tests.support.visitors import Town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SENDERS = 2
BATCHES = 12
WAITING = 10
INTAKE = "billing.intake"


@pytest.fixture
def life(stack: Stack, operator: Tireless, seed: int) -> Life:
    life = Life(f"collector{uuid4().hex[:6]}", "CNY", address=stack.address, operator=operator, seed=seed)
    life.begin()
    return life


def test_the_intake_is_killed_while_large_batches_are_written(stack: Stack, town: Town, life: Life, behind: Behind, seed: int):
    random = Random(seed)
    plan = [Kill(INTAKE, random.uniform(0.0, 1.0), random.choice((None, "billing"))) for _ in range(6)]

    Storm(stack).rage_during(reporting(life, town.now()), plan)

    assert behind.usage_ids(life.workspaces[0]) == confirmed(life)


def test_the_database_is_killed_while_large_batches_are_written(stack: Stack, town: Town, life: Life, behind: Behind, seed: int):
    random = Random(seed)
    plan = [Kill(DATABASE, random.uniform(0.5, 2.0)) for _ in range(3)]

    Storm(stack).rage_during(reporting(life, town.now()), plan)

    assert behind.usage_ids(life.workspaces[0]) == confirmed(life)


def test_the_broker_is_killed_while_confirmed_batches_wait_in_its_queue(stack: Stack, town: Town, life: Life, behind: Behind):
    storm, now, broker = Storm(stack), town.now(), stack.servers[0].server
    storm.strike(INTAKE, by=signal.SIGSTOP)  # it holds what it has taken, and takes no more
    places = [place for _ in range(WAITING) for place in life.send(life.workspaces[0], now, count=100)]

    storm.strike(BROKER)
    storm.mend_until(lambda: not broker.answers())
    storm.mend_until(broker.answers)
    storm.strike(INTAKE, by=signal.SIGCONT)

    assert storm.mend_until(lambda: all(life.machine.see(place).status_code == 200 for place in places))
    assert storm.struck == [INTAKE, BROKER, INTAKE]
    assert behind.usage_ids(life.workspaces[0]) == confirmed(life)


def reporting(life: Life, now: datetime) -> Callable[[], None]:
    """Large batches, from a few senders at once."""

    def send(_: int) -> None:
        for _ in range(BATCHES):
            life.report(life.workspaces[0], now, count=LARGE_BATCH)

    def work() -> None:
        with ThreadPoolExecutor(SENDERS) as senders:
            list(senders.map(send, range(SENDERS)))

    return work


def confirmed(life: Life) -> list[tuple[str, str]]:
    """Day and id of what was confirmed."""
    return sorted((day.isoformat(), event) for (_, day), events in life.samples.items() for event in events)
