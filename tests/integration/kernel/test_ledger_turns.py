"""A command takes effect once, whole or not at all, whoever else is at it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from services.kernel.commandlog import repeats
from services.kernel.errors import CommandIdIsReused, NotFound
from services.kernel.eventstore import Aggregate, Turn
from services.kernel.ids import new_id
from tests.support.tally import Count, Tallies, Tally, TallyIsTooLow


def counting(*names: str, by: int = 1, id: UUID | None = None, dry_run: bool = False) -> Count:
    return Count(id=id or new_id(), names=list(names), by=by, dry_run=dry_run)


def stored(tallies: Tallies) -> object:
    """Everything a ledger holds, to compare before and after."""
    return [
        tallies.database.all(f"select * from {table} order by 1, 2")
        for table in ("events", "commits", "command_log", "tally", "ledger_head", "snapshots")
    ]


def told_as_repeats(tallies: Tallies, command: Count) -> set[UUID]:
    """The commands that are said to have taken effect before, when this one is asked for now."""
    with repeats() as repeated:
        tallies.count(command)
    return repeated


def total(tallies: Tallies, name: str) -> int:
    tally = tallies.read(Tally, Tally.create_id(name))
    assert tally is not None
    return tally.total


def test_a_repeat_gets_the_first_answer_and_changes_nothing(tallies):
    command = counting("apples", by=3)
    first = tallies.count(command)
    tallies.count(counting("apples", by=4))
    before = stored(tallies)

    again = tallies.count(command)

    assert again == first
    assert stored(tallies) == before


def test_a_repeat_gets_the_first_answer_even_where_it_would_now_be_refused(tallies):
    tallies.count(counting("apples", by=3))
    command = counting("apples", by=-3)
    first = tallies.count(command)

    again = tallies.count(command)

    assert again == first


def test_a_repeat_is_told_apart_from_a_first_answer(tallies):
    command, taken_back = counting("apples", by=3), counting("apples", by=-3)

    told = [told_as_repeats(tallies, asked) for asked in (command, taken_back, command, taken_back, counting("apples"))]
    preview = told_as_repeats(tallies, counting("apples", by=3, id=command.id, dry_run=True))

    assert told == [set(), set(), {command.id}, {taken_back.id}, set()]
    assert preview == set()


def test_the_same_id_with_another_input_is_refused(tallies):
    command = counting("apples", by=3)
    tallies.count(command)
    before = stored(tallies)

    with pytest.raises(CommandIdIsReused):
        tallies.count(counting("apples", by=4, id=command.id))

    assert stored(tallies) == before


def test_a_refusal_leaves_no_trace_and_does_not_use_up_the_id(tallies):
    tallies.count(counting("apples", by=3))
    before = stored(tallies)
    command = counting("apples", by=-5)

    with pytest.raises(TallyIsTooLow):
        tallies.count(command)
    untouched = stored(tallies)
    tallies.count(counting("apples", by=2))
    answer = tallies.count(command)

    assert untouched == before
    assert answer.totals == [0]


def test_a_refusal_after_changes_in_memory_leaves_no_trace(tallies):
    tallies.count(counting("apples", by=3))
    before = stored(tallies)

    with pytest.raises(TallyIsTooLow):
        tallies.count(counting("apples", "empty", by=-2))

    assert stored(tallies) == before
    assert tallies.count(counting("apples", by=1)).totals == [4]


def test_a_dry_run_answers_what_the_execution_does_and_stores_nothing(tallies):
    tallies.count(counting("apples", by=3))
    before = stored(tallies)
    id = new_id()

    preview = tallies.count(counting("apples", "pears", by=2, id=id, dry_run=True))
    untouched = stored(tallies)
    done = tallies.count(counting("apples", "pears", by=2, id=id))

    assert preview == done
    assert untouched == before


def test_a_secret_is_shown_once_and_never_stored(tallies):
    tallies.count(counting("apples"))
    command = counting("apples")

    first = tallies.count_in_secret(command)
    again = tallies.count_in_secret(command)

    assert (first.token, first.already_shown) == ("only once", False)
    assert (again.token, again.already_shown) == (None, True)
    assert "only once" not in str(stored(tallies))


def test_loading_what_does_not_exist_is_refused(tallies):
    with pytest.raises(NotFound):
        tallies.count_in_secret(counting("nobody"))


def test_several_aggregates_are_stored_together_or_not_at_all(tallies):
    tallies.count(counting("apples", "pears", by=3))

    commits = tallies.database.all("select from_position, to_position from commits")

    assert commits == [{"from_position": 1, "to_position": 4}]


def test_many_callers_on_one_aggregate_lose_and_double_nothing(tallies):
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda _: tallies.count(counting("hot")), range(400)))

    assert total(tallies, "hot") == 400
    assert tallies.database.one("select total from tally") == {"total": 400}
    head = tallies.database.one("select count(*), max(position) as last from events")
    assert head == {"count": 401, "last": 401}


def test_turns_that_want_the_same_aggregates_in_opposite_orders_do_not_wait_for_each_other(tallies):
    tallies.count(counting("a", "b"))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: tallies.count(counting(*(("a", "b") if n % 2 else ("b", "a")))), range(200)))

    assert (total(tallies, "a"), total(tallies, "b")) == (201, 201)


def test_two_processes_that_decide_on_the_same_aggregate_both_succeed(open_tallies: Callable[[], Tallies]):
    one, other = open_tallies(), open_tallies()
    one.count(counting("shared", by=10))
    other.count(counting("shared", by=10))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: (one, other)[n % 2].count(counting("shared", f"own{n % 5}")), range(100)))

    assert total(one, "shared") == 120
    assert one.database.one("select total from tally where tally_id = %s", (Tally.create_id("shared"),)) == {"total": 120}


def test_a_concurrent_repeat_takes_effect_once(open_tallies: Callable[[], Tallies]):
    one, other = open_tallies(), open_tallies()
    command = counting("apples", by=5)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: (one, other)[n % 2].count(command), range(16)))

    assert {answer.totals[0] for answer in answers} == {5}
    assert total(one, "apples") == 5


def test_one_bad_save_takes_no_other_with_it(open_tallies: Callable[[], Tallies]):
    """Saves that share a commit with a conflicting one are stored all the same."""
    one, other = open_tallies(), open_tallies()
    one.count(counting("contested"))
    other.count(counting("contested"))  # now `one` holds an old copy
    barrier = threading.Barrier(9)

    def count(n: int) -> list[int]:
        barrier.wait()
        return one.count(counting("contested" if n == 0 else f"quiet{n}")).totals

    with ThreadPoolExecutor(9) as pool:
        answers = list(pool.map(count, range(9)))

    assert answers == [[3]] + [[1]] * 8


def test_an_id_of_something_else_is_not_found(tallies):
    class Stranger(Aggregate):
        TOPIC = "tally.stranger"

        class Event(Aggregate.Event):
            TOPIC = "tally.stranger_event"

    tallies.count(counting("apples"))
    turn = Turn(tallies, now=tallies.clock.now())

    found = turn.find(Stranger, Tally.create_id("apples"))
    turn.release()

    assert found is None


def test_two_busy_processes_on_one_aggregate_both_come_to_an_end(open_tallies: Callable[[], Tallies]):
    one, other = open_tallies(), open_tallies()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: (one, other)[n % 2].count(counting("contested")), range(160)))

    assert total(one, "contested") == 160
