"""What a hostile reader of the event store tried: decisions on what was never stored, stale copies, bad saves, forged appends."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.kernel.clock import FixedClock
from services.kernel.database import Database, psycopg
from services.kernel.eventstore import Projector, Rows, Turn, once
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.integration.kernel.conftest import START
from tests.integration.kernel.test_ledger_turns import counting, total
from tests.support.eventually import eventually
from tests.support.room_fixtures import SECRET_KEY
from tests.support.servers import PostgresForTests
from tests.support.tally import Count, Counted, Tallies, Tally, TallyIsTooLow

NOTES = Rows("insert into note (note) select * from unnest(%s::text[])", columns=("note",))


class MoreTallies(Tallies):
    """Use cases with the shapes that the plain ones lack."""

    @once
    def copy(self, turn: Turn, command: Count) -> Counted:
        """Read one tally and change another."""
        source, target = (turn.load(Tally, Tally.create_id(name)) for name in command.names)
        target.count(command.id, source.total, at=turn.now)
        return Counted(totals=[target.total])

    @once
    def open(self, turn: Turn, command: Count) -> Counted:
        """Add without looking."""
        return Counted(totals=[turn.add(Tally(name=command.names[0])).total])

    @once
    def note(self, turn: Turn, command: Count) -> Counted:
        """Write a row of text besides the events."""
        turn.rows.add(NOTES, note=command.names[0])
        return Counted(totals=[])


class BrokenProjections(Tallies):
    projector = Projector()


@BrokenProjections.projector.on(Tally.Counted)
def _break(_fact: Any, _rows: Any) -> None:
    raise ZeroDivisionError


@pytest.fixture
def more(ledger_url: str) -> Iterator[MoreTallies]:
    database = Database(ledger_url, size=4)
    database.execute("create table note (note text unique deferrable initially deferred)")
    tallies = MoreTallies(database=database, clock=FixedClock(START), secret_key=SECRET_KEY)
    yield tallies
    tallies.close()
    database.close()


@contextmanager
def no_commits(database: Database) -> Iterator[None]:
    """Hold the ledger's lock, so that saves queue up."""
    with database.connect() as connection:
        connection.execute("select pg_advisory_lock(7355608)")
        yield


def queue(pool: ThreadPoolExecutor, app: Tallies, use_case: Callable[[Count], Counted], command: Count, changing: str) -> Any:
    """Start a command and return when its save of the aggregate `changing` has its place in the order."""
    resident = app.residents.of(Tally.create_id(changing))
    before = resident.last_save
    answer = pool.submit(use_case, command)
    eventually(lambda: resident.last_save not in (None, before))
    return answer


@pytest.mark.parametrize("batches_before", [0, 3], ids=["in two batches", "in one batch"])
def test_what_was_decided_on_a_save_that_failed_fails_too_even_where_its_version_fits(
    open_tallies: Callable[[], Tallies], batches_before: int
):
    one, other = open_tallies(), open_tallies()
    one.count(counting("purse", by=10))
    other.count(counting("purse", by=-10))  # now `one` holds an old copy

    with ThreadPoolExecutor(8) as pool, no_commits(one.database):
        for n in range(batches_before):
            queue(pool, one, one.count, counting(f"other{n}"), f"other{n}")
        first = queue(pool, one, one.count, counting("purse", by=-1), "purse")
        second = queue(pool, one, one.count, counting("purse", by=-9), "purse")

    assert isinstance(first.exception(), TallyIsTooLow)
    assert isinstance(second.exception(), TallyIsTooLow)
    assert total(other, "purse") == 0


def test_what_was_only_read_counts_too_when_its_save_fails(more: MoreTallies, open_tallies: Callable[[], Tallies]):
    other = open_tallies()
    more.count(counting("source", "target", by=10))
    other.count(counting("source", by=90))

    with ThreadPoolExecutor(4) as pool, no_commits(more.database):
        queue(pool, more, more.count, counting("source", by=-10), "source")
        copied = queue(pool, more, more.copy, counting("source", "target"), "target")

    assert copied.result().totals in ([100], [110])  # after the count or before it, not the 0 that never was
    assert total(other, "source") == 90


def test_a_copy_dropped_while_a_save_is_in_flight_is_not_read_anew_before_that_is_stored(tallies: Tallies):
    tallies.count(counting("apples"))

    with ThreadPoolExecutor(4) as pool:
        with no_commits(tallies.database):
            added = queue(pool, tallies, tallies.count, counting("apples", by=5), "apples")
            with pytest.raises(TypeError):
                tallies.count(counting("apples", by="a defect"))  # type: ignore[arg-type]
            preview = pool.submit(tallies.count, counting("apples", dry_run=True))
            wait([preview], timeout=0.3)
        added.result()

        assert preview.result().totals == [7]
        assert tallies.count(counting("apples", by=-4)).totals == [2]


def test_a_preview_is_not_answered_from_what_is_not_yet_stored(tallies: Tallies):
    tallies.count(counting("apples"))

    with ThreadPoolExecutor(4) as pool:
        with no_commits(tallies.database):
            queue(pool, tallies, tallies.count, counting("apples", by=5), "apples")
            preview = pool.submit(tallies.count, counting("apples", dry_run=True))
            done, _ = wait([preview], timeout=0.3)

        assert not done
        assert preview.result().totals == [7]


def test_a_refusal_stands_on_what_is_stored_now_whoever_stored_it(open_tallies: Callable[[], Tallies]):
    one, other = open_tallies(), open_tallies()
    one.count(counting("apples"))
    other.count(counting("apples", by=5))

    assert one.count(counting("apples", by=-4)).totals == [2]


def test_a_turn_that_holds_what_it_does_not_ask_for_stands_though_the_last_save_of_that_failed(tallies: Tallies):
    resident = tallies.residents.of(Tally.create_id("pears"))
    resident.last_save = Save([])
    resident.last_save.settle(ZeroDivisionError())
    turn = Turn(tallies, now=START)
    turn.take({Tally.create_id("pears")})
    turn.add(Tally(name="apples"))

    turn.store(CommandRecord(new_id(), b"", b""))

    assert total(tallies, "apples") == 0


def test_a_repeat_of_a_command_that_adds_gets_the_first_answer(more: MoreTallies):
    command = counting("apples")
    first = more.open(command)

    assert more.open(command) == first


@pytest.mark.parametrize(
    ("spoil", "note", "error"),
    [
        ("select 1", "\x00", psycopg.DataError),
        ("insert into note values ('taken')", "taken", psycopg.errors.UniqueViolation),
        ("drop table note", "anything", psycopg.errors.UndefinedTable),
    ],
    ids=["text that cannot be sent", "a constraint that fails at the commit", "a statement that cannot be prepared"],
)
def test_a_bad_save_fails_as_what_it_is_and_alone(more: MoreTallies, spoil: str, note: str, error: type[Exception]):
    more.database.execute(spoil)

    with ThreadPoolExecutor(20) as pool:
        with no_commits(more.database):
            good = [queue(pool, more, more.count, counting(f"t{n}"), f"t{n}") for n in range(8)]
            bad = pool.submit(more.note, counting(note))
            eventually(lambda: more.committer._waiting)
        assert isinstance(bad.exception(), error)
        assert [answer.result().totals for answer in good] == [[1]] * 8
    assert more.count(counting("t0")).totals == [2]


def test_a_statement_that_could_not_be_prepared_can_be_later(more: MoreTallies):
    more.database.execute("alter table note rename to away")
    with pytest.raises(psycopg.errors.UndefinedTable):
        more.note(counting("hello"))
    more.database.execute("alter table away rename to note")

    more.note(counting("hello"))

    assert more.database.all("select note from note") == [{"note": "hello"}]


def test_a_copy_whose_facts_could_not_be_projected_is_forgotten_before_the_next_may_decide(ledger_url: str):
    tallies = BrokenProjections(database=Database(ledger_url, size=2), clock=FixedClock(START), secret_key=SECRET_KEY)
    turn = Turn(tallies, now=START)
    turn.add(Tally(name="apples")).count(new_id(), 1, at=START)
    resident = tallies.residents.of(Tally.create_id("apples"))
    resident.aggregate = turn.load(Tally, Tally.create_id("apples"))

    with pytest.raises(ZeroDivisionError):
        turn.store(CommandRecord(new_id(), b"", b""))
    turn.release()

    assert resident.aggregate is None
    tallies.close()


def test_a_snapshot_of_another_shape_is_passed_over(tallies: Tallies):
    tallies.count(counting("apples", by=3))
    id = Tally.create_id("apples")
    tallies.database.execute("insert into snapshots values (%s, 2, 'tally', %s)", (id, b'{"name":"apples"}'))

    assert total(tallies, "apples") == 3


def test_a_snapshot_that_cannot_be_taken_stops_no_later_one(tallies: Tallies):
    tallies.count(counting("good", "bad"))
    bad, good = (tallies.residents.of(Tally.create_id(name)).aggregate for name in ("bad", "good"))
    assert bad is not None
    assert good is not None
    bad.name = object()  # type: ignore[attr-defined]

    for tally in (bad, good):
        tallies.stored_snapshots.consider([tally], [SimpleNamespace(originator_id=tally.id, originator_version=100)])

    eventually(lambda: tallies.database.all("select originator_id from snapshots") == [{"originator_id": good.id}])


def role_of(server: PostgresForTests, url: str) -> tuple[str, Database]:
    role = f"app_{new_id().hex}"
    server.execute(f"create role {role} login password 'x'")
    return role, Database(server.url_of(url.rsplit("/", 1)[1], user=role, password="x"), size=1)


APPEND = "select append_events(array[%s::uuid], array[1], array['tally.opened'], array['{}'::bytea], now(), null, null, null) as position"


def test_a_role_of_another_room_appends_nothing(postgres_server: PostgresForTests, ledger_url: str):
    role, _ = role_of(postgres_server, ledger_url)
    migrate("kernel_only", ledger_url, app_role=role)
    _, stranger = role_of(postgres_server, ledger_url)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        stranger.one(APPEND, (new_id(),))
    stranger.close()


def test_temporary_tables_do_not_mislead_the_ledger(postgres_server: PostgresForTests, ledger_url: str):
    role, database = role_of(postgres_server, ledger_url)
    migrate("kernel_only", ledger_url, app_role=role)
    with database.connection() as connection:
        connection.execute("create temporary table ledger_head as select true as only_row, 41::bigint as position, 0 as last_count, "
                           "now() as recorded_at, ''::bytea as digest")  # fmt: skip
        connection.execute("grant all on pg_temp.ledger_head to public")

    assert database.one(APPEND, (new_id(),)) == {"position": 1}
    assert database.all("select position from events") == [{"position": 1}]
    database.close()


def test_a_view_on_the_ledger_is_no_way_into_it(postgres_server: PostgresForTests, ledger_url: str):
    owner = Database(ledger_url, size=1)
    owner.execute("create view anything as select * from events")
    role, database = role_of(postgres_server, ledger_url)
    migrate("kernel_only", ledger_url, app_role=role)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.execute("insert into anything values (1, %s, 1, 'x', '{}', now())", (UUID(int=1),))
    owner.close()
    database.close()
