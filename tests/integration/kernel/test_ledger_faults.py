"""The connection breaks with commits in flight: nothing acknowledged is lost, nothing takes effect twice, and nobody waits for ever."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from uuid import UUID

from services.kernel.database import psycopg
from tests.integration.kernel.test_ledger_turns import counting, told_as_repeats
from tests.support.tally import Tallies, TallyIsTooLow

TERMINATE_OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def terminate_everyone_at_times(tallies: Tallies, stop: threading.Event, seed: int) -> int:
    """Break every connection again and again until told to stop; how often."""
    moments = random.Random(seed)
    times = 0
    with tallies.database.connect() as connection:
        while not stop.wait(moments.uniform(0.02, 0.2)):
            with suppress(psycopg.Error):
                connection.execute(TERMINATE_OTHERS)
            times += 1
    return times


def test_a_connection_that_breaks_again_and_again_loses_and_doubles_nothing(tallies):
    commands = [counting(f"t{n % 7}") for n in range(3000)]
    stop = threading.Event()

    with ThreadPoolExecutor(17) as pool:
        breaking = pool.submit(terminate_everyone_at_times, tallies, stop, 20261123)
        answers = [pool.submit(told_as_repeats, tallies, command) for command in commands]
        acknowledged = [command.id for command, answer in zip(commands, answers, strict=True) if answer.exception() is None]
        stop.set()

    assert breaking.result() >= 5
    logged = {row["command_id"] for row in tallies.database.all("select command_id from command_log")}
    counted = tallies.database.all("select fact ->> 'mark_id' as mark_id from book where topic = 'tally.counted'")
    assert set(acknowledged) <= logged
    assert len(acknowledged) > 2500
    assert {frozenset(answer.result()) for answer in answers if answer.exception() is None} == {frozenset()}  # each was sent once
    assert len(counted) == len({row["mark_id"] for row in counted}) == len(logged)
    assert tallies.database.one("select sum(total) as total from tally")["total"] == len(logged)
    for command in commands:
        tallies.count(command)
    assert tallies.database.one("select sum(total) as total from tally")["total"] == len(commands)


def test_two_processes_and_breaking_connections_never_decide_on_what_was_not_stored(open_tallies: Callable[[], Tallies]):
    """Each takes from the same purse what it believes is in it: on any wrong belief a purse falls below zero."""
    apps = (open_tallies(), open_tallies())
    amounts = random.Random(7)
    commands = [counting(f"purse{n % 3}", by=amounts.choice((5, -4, -3))) for n in range(600)]
    stop = threading.Event()

    with ThreadPoolExecutor(13) as pool:
        breaking = pool.submit(terminate_everyone_at_times, apps[0], stop, 20261124)
        answers = [pool.submit(apps[n % 2].count, command) for n, command in enumerate(commands)]
        wait(answers)
        stop.set()

    assert breaking.result() >= 2
    facts = apps[0].database.all("select originator_id, fact from book where topic = 'tally.counted' order by position")
    balances: dict[UUID, int] = {}
    for fact in facts:
        balances[fact["originator_id"]] = balances.get(fact["originator_id"], 0) + fact["fact"]["mark"]["by"]
        assert balances[fact["originator_id"]] >= 0
    stored = {fact["fact"]["mark_id"] for fact in facts}
    taken = {str(command.id) for command, answer in zip(commands, answers, strict=True) if answer.exception() is None}
    refused = {str(c.id) for c, answer in zip(commands, answers, strict=True) if isinstance(answer.exception(), TallyIsTooLow)}
    assert taken <= stored
    assert not refused & stored
    totals = {row["tally_id"]: row["total"] for row in apps[0].database.all("select tally_id, total from tally")}
    assert {id: total for id, total in totals.items() if id in balances} == balances
