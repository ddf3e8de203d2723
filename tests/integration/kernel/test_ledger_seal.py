"""What is stored stays as it was, in an order without holes, and a change would show."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.kernel.database import Database, psycopg
from services.kernel.eventstore import FIRST_DIGEST, SealedEvent, seal
from services.kernel.ids import new_id
from services.kernel.migrate import MigrationHasChanged, migrate, migrations_of
from tests.integration.kernel.test_ledger_turns import counting
from tests.support.books import write
from tests.support.servers import PostgresForTests
from tests.support.tally import Tally


def derived_digests(database: Database) -> Iterator[tuple[int, bytes]]:
    """The digests as they follow from the events, by last position."""
    digest = FIRST_DIGEST
    for commit in database.all("select * from commits order by to_position"):
        events = database.all(
            "select originator_id, originator_version, topic, state from events where position between %s and %s order by position",
            (commit["from_position"], commit["to_position"]),
        )
        digest = seal(
            digest,
            from_position=commit["from_position"],
            to_position=commit["to_position"],
            recorded_at=commit["recorded_at"],
            events=[SealedEvent(e["originator_id"], e["originator_version"], e["topic"], bytes(e["state"])) for e in events],
        )
        yield commit["to_position"], digest


def stored_digests(database: Database) -> list[tuple[int, bytes]]:
    return [(row["to_position"], bytes(row["digest"])) for row in database.all("select * from commits order by to_position")]


def test_the_chain_can_be_derived_from_the_events(tallies):
    for n in range(5):
        tallies.count(counting("apples", f"t{n}", "ünïcode"))

    assert list(derived_digests(tallies.database)) == stored_digests(tallies.database)


def test_commits_of_any_width_have_the_same_seal_in_sql_and_in_python(tallies):
    widths = [*range(1, 18), 31, 32, 33, 48, 100, 257]

    for width in widths:
        write(tallies.database, *({"number": number, "text": "ünïcode"} for number in range(width)))

    commits = tallies.database.all("select from_position, to_position from commits order by to_position")
    assert [commit["to_position"] - commit["from_position"] + 1 for commit in commits] == widths
    assert list(derived_digests(tallies.database)) == stored_digests(tallies.database)


def test_a_book_of_another_seal_is_not_taken_over(postgres_server: PostgresForTests):
    """Who has local data of an earlier development version is told what to do, and nothing is changed."""
    url = postgres_server.create_database("earlier")
    with Database(url, size=1).connect() as connection:
        for migration in migrations_of("kernel_only")[:2]:
            connection.execute(migration.sql.encode())
    earlier = Database(url, size=1)
    write(earlier, {"text": "as it was sealed then"})
    before = stored_digests(earlier)

    with earlier.connect() as connection, pytest.raises(psycopg.errors.RaiseException, match="make clean"):
        connection.execute(migrations_of("kernel_only")[2].sql.encode())

    assert stored_digests(earlier) == before
    earlier.close()


@pytest.mark.parametrize(
    "tampering",
    [
        "update events set state = '{}' where position = 3",
        "update events set topic = 'tally.forged' where position = 3",
        "update events set originator_version = 77 where position = 4",
        "update commits set recorded_at = recorded_at + interval '1 microsecond' where from_position = 1",
    ],
)
def test_tampering_shows_in_the_chain(tallies, tampering: str):
    for _ in range(3):
        tallies.count(counting("apples", "pears"))
    with tallies.database.connect() as connection:
        connection.execute("set session_replication_role = replica")  # a superuser who switches the triggers off
        connection.execute(tampering)

    assert list(derived_digests(tallies.database)) != stored_digests(tallies.database)


@pytest.mark.parametrize("statement", ["delete from {}", "update {} set {} = {}", "truncate {} cascade"])
@pytest.mark.parametrize(("table", "column"), [("events", "topic"), ("commits", "digest"), ("command_log", "answer")])
def test_even_the_owner_cannot_change_the_ledger(tallies, statement: str, table: str, column: str):
    tallies.count(counting("apples"))

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        tallies.database.execute(statement.format(table, column, column))


def test_the_rooms_role_reads_and_appends_only_through_the_function(postgres_server: PostgresForTests, ledger_url: str):
    role = f"app_{new_id().hex}"
    postgres_server.execute(f"create role {role} login password 'x'")
    migrate("kernel_only", ledger_url, app_role=role)
    database = Database(postgres_server.url_of(ledger_url.rsplit("/", 1)[1], user=role, password="x"), size=1)
    append = """
        select append_events(array[%s::uuid], array[1], array['tally.opened'], array['{}'::bytea], now(), null, null, null) as position
    """

    appended = database.one(append, (new_id(),))

    assert appended == {"position": 1}
    for statement in (
        "insert into events select position + 1, originator_id, 9, topic, state, recorded_at from events",
        "insert into commits select to_position + 1, from_position + 1, recorded_at, digest from commits",
        "update ledger_head set position = 0",
        "delete from events",
        "drop table events",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute(statement)
    database.close()


def test_recorded_time_never_runs_backwards(tallies):
    tallies.count(counting("apples"))
    tallies.clock.move_to(tallies.clock.now() - timedelta(hours=5))

    tallies.count(counting("apples"))

    times = [row["recorded_at"] for row in tallies.database.all("select recorded_at from events order by position")]
    assert times == sorted(times)


def test_the_book_is_readable_in_psql(tallies):
    tallies.count(counting("apples", by=7))

    row: Any = tallies.database.one("select topic, fact from book where position = 2")

    assert row["topic"] == "tally.counted"
    assert row["fact"]["mark"]["by"] == 7


def test_an_aggregate_can_be_read_as_of_any_position(tallies):
    for _ in range(5):
        tallies.count(counting("apples", "pears"))
    id = Tally.create_id("pears")
    facts = tallies.database.all("select position, originator_id, topic from events order by position")

    for fact in facts:
        then = tallies.read(Tally, id, position=fact["position"])
        counted = sum(f["topic"] == "tally.counted" and f["originator_id"] == id and f["position"] <= fact["position"] for f in facts)
        opened = any(f["originator_id"] == id and f["position"] <= fact["position"] for f in facts)
        assert (then is not None, then.total if then else 0) == (opened, counted)


def test_deleting_all_snapshots_changes_nothing(tallies):
    for _ in range(250):
        tallies.count(counting("apples"))
    tallies.stored_snapshots.drain()
    taken = tallies.database.all("select originator_version from snapshots")
    with_snapshots = tallies.read(Tally, Tally.create_id("apples"))

    tallies.database.execute("delete from snapshots")

    assert len(taken) == 2
    assert tallies.read(Tally, Tally.create_id("apples")) == with_snapshots


def test_snapshots_of_an_older_class_version_are_ignored(tallies, monkeypatch: pytest.MonkeyPatch):
    """What was called a total then means something else now: only the events know."""
    for _ in range(100):
        tallies.count(counting("apples"))
    tallies.stored_snapshots.drain()
    tallies.database.execute(
        """update snapshots set state = convert_to(replace(convert_from(state, 'UTF8'), '"total":99', '"total":7'), 'UTF8')"""
    )
    as_it_was = tallies.read(Tally, Tally.create_id("apples"))

    monkeypatch.setattr(Tally, "class_version", 2)
    as_it_is = tallies.read(Tally, Tally.create_id("apples"))
    for _ in range(100):
        tallies.count(counting("apples"))
    tallies.stored_snapshots.drain()

    assert (as_it_was.total, as_it_is.total) == (7 + 1, 100)
    assert tallies.database.all("select topic, originator_version from snapshots order by 2") == [
        {"topic": "tally", "originator_version": 100},
        {"topic": "tally.v2", "originator_version": 200},
    ]
    assert tallies.stored_snapshots.latest(Tally, Tally.create_id("apples")).total == 199


def test_an_applied_migration_may_not_change(ledger_url: str):
    database = Database(ledger_url, size=1)
    database.execute("update schema_migrations set digest = 'other'")
    database.close()

    with pytest.raises(MigrationHasChanged):
        migrate("kernel_only", ledger_url)
    assert [migration.name for migration in migrations_of("kernel_only")] == [
        "kernel/0001_ledger.sql",
        "kernel/0002_batches_in_order.sql",
        "kernel/0003_merkle_seal.sql",
        "kernel/0004_commits_by_time.sql",
    ]
