"""Usage from the queue to the ledger, on a real PostgreSQL and a real RabbitMQ."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pika
import pytest

from services.audit.sealing import UsageRecorded, usage_days
from services.billing.intake import ledger as ledgers
from services.billing.intake import worker as workers
from services.billing.intake.batches import Message
from services.billing.intake.ledger import USAGE_LEDGER, UsageLedger
from services.billing.intake.line import Line, work_off
from services.billing.intake.queue import DEAD, QUEUE, declare, put_back
from services.billing.intake.worker import Worker
from services.billing.queries.batches import rows_of_batches
from services.kernel.clock import FixedClock
from services.kernel.database import Database, psycopg
from services.kernel.ids import new_id
from tests.support.eventually import eventually

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ACCOUNT = new_id()
WORKSPACE = new_id()


@pytest.fixture
def database(billing_url: str) -> Iterator[Database]:
    database = Database(billing_url, size=4)
    bind(database, WORKSPACE, ACCOUNT)
    yield database
    database.close()


@pytest.fixture
def ledger(database: Database) -> UsageLedger:
    return UsageLedger(database)


def bind(database: Database, workspace_id: UUID, account_id: UUID) -> None:
    database.execute(
        """
        insert into workspace_terms
        values (%s, %s, 'CNY', 'CN1', 'CN', 'Asia/Shanghai', 'commercial', 'standard', %s, '{}', 0)
        """,
        (workspace_id, account_id, NOW - timedelta(days=30)),
    )


def event(id: str, *, quantity: int = 1, hour: int = 8, kind: str = "sample", workspace_id: UUID = WORKSPACE, **data: Any) -> msgspec.Raw:
    return msgspec.Raw(
        json.dumps(
            {
                "specversion": "1.0", "id": id, "source": "agent", "type": f"usage.{kind}.v1", "subject": str(workspace_id),
                "time": f"2026-11-23T{hour:02d}:00:00Z", "data": {"item": "logs", "quantity": quantity, **data},
            }
        ).encode()
    )  # fmt: skip


def message(*events: msgspec.Raw, receipt_id: UUID | None = None) -> Message:
    return Message(receipt_id or new_id(), ACCOUNT, NOW, list(events))


def work(ledger: UsageLedger, *messages: Message, hear: Callable[[], None] = lambda: None) -> None:
    work_off(messages, ledger, hear_of_workspaces=hear, at=NOW)


def receipt(database: Database, message: Message) -> dict[str, Any]:
    row = database.one(
        "select events, accepted, repeated, refused, refusals from usage_receipt where receipt_id = %s", (message.receipt_id,)
    )
    assert row is not None
    return row


def counted(database: Database) -> tuple[int, int]:
    row = database.one("select count(*) as rows, coalesce(sum(quantity), 0)::bigint as total from usage")
    assert row is not None
    return row["rows"], row["total"]


def test_a_batch_is_stored_with_its_event_its_work_and_its_receipts(ledger: UsageLedger, database: Database):
    one, other = message(event("a", quantity=3), event("b", quantity=4)), message(event("c", hour=7, spans=None, index="audit"))

    work(ledger, one, other)

    assert counted(database) == (3, 8)
    assert database.all("select position, fact ->> 'rows' as rows, originator_id from book") == [
        {"position": 1, "rows": "3", "originator_id": USAGE_LEDGER}
    ]
    assert database.all("select workspace_id, day::text, position from usage_work") == [
        {"workspace_id": WORKSPACE, "day": "2026-11-23", "position": 1}
    ]
    assert receipt(database, one) == {"events": 2, "accepted": 2, "repeated": 0, "refused": 0, "refusals": []}
    assert receipt(database, other)["accepted"] == 1


@pytest.mark.parametrize("again", [1, 3])
def test_a_repeat_counts_once_for_ever(ledger: UsageLedger, database: Database, again: int):
    work(ledger, message(event("a", quantity=3), event("b")))
    repeats = [message(event("a", quantity=3), event("c")) for _ in range(again)]

    for repeat in repeats:
        work(ledger, repeat)

    assert counted(database) == (3, 5)
    assert receipt(database, repeats[0]) == {"events": 2, "accepted": 1, "repeated": 1, "refused": 0, "refusals": []}
    assert database.one("select position from ledger_head") == {"position": 2}


def test_the_same_identity_with_another_content_is_refused_and_the_first_stays(ledger: UsageLedger, database: Database):
    work(ledger, message(event("a", quantity=3)))
    other = message(event("a", quantity=4), event("b"))

    work(ledger, other)

    assert counted(database) == (2, 4)
    assert receipt(database, other)["refusals"] == [
        {"id": "a", "source": "agent", "code": "billing.identity_is_reused", "detail": "this identity came before with another content"}
    ]


def test_a_redelivered_message_changes_nothing(ledger: UsageLedger, database: Database):
    same = message(event("a"), event("b"))
    work(ledger, same)

    work(ledger, same, message(event("c")))

    assert counted(database) == (3, 3)
    assert receipt(database, same)["accepted"] == 2


def test_a_retraction_names_a_sample_that_was_accepted(ledger: UsageLedger, database: Database):
    work(ledger, message(event("a")))
    retractions = message(event("a", kind="retraction"), event("nothing", kind="retraction"))

    work(ledger, retractions)

    assert database.all("select event_id, kind from usage order by kind") == [{"event_id": "a", "kind": 1}, {"event_id": "a", "kind": 2}]
    assert [refusal["code"] for refusal in receipt(database, retractions)["refusals"]] == ["billing.retraction_of_nothing"]


def test_a_workspace_just_made_is_heard_of_before_its_usage_is_refused(ledger: UsageLedger, database: Database):
    new = new_id()
    early = message(event("a", workspace_id=new), event("b", workspace_id=new_id()))

    work(ledger, early, hear=lambda: bind(database, new, ACCOUNT))

    assert receipt(database, early)["accepted"] == 1
    assert receipt(database, early)["refusals"][0]["code"] == "billing.workspace_is_unknown"


def test_every_column_is_stored_as_it_was_judged(ledger: UsageLedger, database: Database):
    trace = event("größe", item="trace", quantity=2**63 - 1, retention_days=14, spans=7)
    views = event("b", item="pv", rum_events=0)

    work(ledger, message(trace, views, event("c", index="audit", hour=0)))

    assert database.all(
        """
        select event_id, day::text, source, kind, item, extract(hour from hour)::int as hour,
               quantity, retention_days, key, spans, rum_events
        from usage_rows
        order by event_id collate "C" desc
        """
    ) == [
        {"event_id": "größe", "item": "trace", "hour": 8, "quantity": 2**63 - 1, "retention_days": 14, "key": "", "spans": 7}
        | {"day": "2026-11-23", "source": "agent", "kind": 1, "rum_events": None},
        {"event_id": "c", "item": "logs", "hour": 0, "quantity": 1, "retention_days": None, "key": "audit", "spans": None}
        | {"day": "2026-11-23", "source": "agent", "kind": 1, "rum_events": None},
        {"event_id": "b", "item": "pv", "hour": 8, "quantity": 1, "retention_days": None, "key": "", "spans": None}
        | {"day": "2026-11-23", "source": "agent", "kind": 1, "rum_events": 0},
    ]


def test_what_another_worker_stores_after_it_was_judged_counts_once(ledger: UsageLedger, database: Database):
    same, other = message(event("a"), event("b")), message(event("a"), event("b", quantity=5), event("c"))

    with Line(ledger, lambda: None) as line:
        judged = line.judge([same, other])
        work(UsageLedger(database), same)
        new = line.store(judged, at=NOW).result()

    assert new == 1
    assert counted(database) == (3, 3)
    assert receipt(database, same)["accepted"] == 2
    assert (receipt(database, other)["accepted"], receipt(database, other)["repeated"], receipt(database, other)["refused"]) == (1, 1, 1)


def test_a_repeat_that_another_worker_stores_meanwhile_is_still_told_as_one_repeat(
    ledger: UsageLedger, database: Database, monkeypatch: pytest.MonkeyPatch
):
    work(ledger, message(event("a")))
    work(ledger, message(event("a")))  # from now on repeats are looked for
    late, faster = message(event("a"), event("b")), iter([message(event("b"))])
    look = ledgers._without_known

    def look_and_be_overtaken(*arguments: Any) -> Any:
        new = look(*arguments)
        for other in faster:
            work(UsageLedger(database), other)
        return new

    monkeypatch.setattr(ledgers, "_without_known", look_and_be_overtaken)
    work(ledger, late)

    assert receipt(database, late) == {"events": 2, "accepted": 0, "repeated": 2, "refused": 0, "refusals": []}


def test_a_retraction_that_is_judged_before_its_sample_is_stored_finds_it(ledger: UsageLedger, database: Database):
    retraction = message(event("a", kind="retraction"))

    with Line(ledger, lambda: None) as line:
        samples = line.judge([message(event("a"))])
        retractions = line.judge([retraction])
        line.store(samples, at=NOW).result()
        line.store(retractions, at=NOW).result()

    assert receipt(database, retraction)["accepted"] == 1


def test_the_book_says_what_was_stored_also_where_part_of_a_batch_is_taken_out_after_it_was_judged(ledger: UsageLedger, database: Database):
    work(ledger, message(event("a")))
    work(ledger, message(event("a"), event("b"), event("c")))  # nobody expects the repeat
    work(ledger, message(event("c"), event("d"), event("a", kind="retraction")))  # now somebody does
    work(ledger, message(event("e"), event("nothing", kind="retraction")))

    facts = [msgspec.convert(row["fact"], UsageRecorded) for row in database.all("select fact from book order by position")]
    batches = [json.loads(msgspec.json.encode(rows_of_batches(database, [fact.batch]))) for fact in facts]
    days = [day for fact, rows in zip(facts, batches, strict=True) for day in usage_days(0, fact, rows)]  # raises where a digest differs

    assert [(day.samples, day.retractions) for day in days] == [(1, 0), (2, 0), (1, 1), (1, 0)]


def test_a_batch_of_nothing_good_leaves_no_trace_in_the_ledger(ledger: UsageLedger, database: Database):
    bad = message(event("a", item="gold"), msgspec.Raw(b"{}"))

    work(ledger, bad)

    assert counted(database) == (0, 0)
    assert database.one("select count(*) from events") == {"count": 0}
    assert receipt(database, bad)["refused"] == 2


def test_what_cannot_be_kept_is_named_on_the_receipt_and_the_rest_of_the_batch_counts(ledger: UsageLedger, database: Database):
    strange = [event("n\x00l"), event("a", item="\x00"), event("b", **{"\x00": 1}), msgspec.Raw(b'{"id": "\\u0000", "type": "\\u0000"}')]
    late = msgspec.Raw(bytes(event("late")).replace(b"2026-11-23", b"9999-12-31"))
    mixed = message(event("good"), *strange, late)

    work(ledger, mixed)

    assert counted(database) == (1, 1)
    assert (receipt(database, mixed)["accepted"], receipt(database, mixed)["refused"]) == (1, 5)


def test_usage_cannot_be_changed_or_deleted(ledger: UsageLedger, database: Database):
    work(ledger, message(event("a")))

    for statement in ("update usage_rows set quantity = 9", "delete from usage_rows", "truncate usage_rows", "truncate usage_rows_2026_11"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            database.execute(statement)


def test_messages_from_the_queue_are_stored_once_and_acknowledged(database: Database, amqp_vhost: str):
    messages = [message(*(event(f"{n}-{m}") for m in range(50))) for n in range(40)]
    publish(amqp_vhost, *map(msgspec.json.encode, messages), *map(msgspec.json.encode, messages[:10]), b"not a message")

    with consuming(amqp_vhost, database) as worker:
        eventually(lambda: counted(database)[0] == 2000 and depth(amqp_vhost, QUEUE) == 0 and depth(amqp_vhost, DEAD) == 1)

    assert worker.stopping
    assert counted(database) == (2000, 2000)
    assert database.one("select count(*) from usage_receipt") == {"count": 40}


def test_large_messages_that_wait_are_merged(database: Database, amqp_vhost: str):
    messages = [message(*(event(f"{n}-{m}", index="x" * 150) for m in range(500))) for n in range(20)]
    publish(amqp_vhost, *map(msgspec.json.encode, messages))

    with consuming(amqp_vhost, database):
        eventually(lambda: counted(database)[0] == 10_000)

    row = database.one("select count(*) from usage_batch")
    assert row is not None
    assert row["count"] < len(messages) / 2


def test_what_was_set_aside_can_be_put_back(database: Database, amqp_vhost: str):
    publish(amqp_vhost, b"broken", queue=DEAD)

    moved = put_back(amqp_vhost)

    assert moved == 1
    assert (depth(amqp_vhost, DEAD), depth(amqp_vhost, QUEUE)) == (0, 1)


def test_breaking_the_database_again_and_again_loses_and_doubles_nothing(
    database: Database, amqp_vhost: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "PAUSE_S", 0.01)
    monkeypatch.setattr(workers, "LONGEST_PAUSE_S", 0.02)
    moments = random.Random(20261123)
    monkeypatch.setattr(workers, "PREFETCH", 3)
    messages = [message(*(event(f"{n}-{m}") for m in range(200))) for n in range(120)]
    publish(amqp_vhost, *map(msgspec.json.encode, messages))
    breaks = 0

    with consuming(amqp_vhost, database), psycopg.connect(database.url, autocommit=True) as breaker:
        while breaks < 30 and receipts_told(database) < 120:
            ended = breaker.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'intake-under-test'")
            breaks += ended.rowcount > 0
            time.sleep(moments.uniform(0.02, 0.1))
        eventually(lambda: receipts_told(database) == 120 and depth(amqp_vhost, QUEUE) == 0)

    assert breaks >= 3
    assert counted(database) == (24_000, 24_000)
    assert database.one("select count(*), sum(accepted) as accepted from usage_receipt") == {"count": 120, "accepted": 24_000}


# -- the queue's side ------------------------------------------------------------------------------------------------------------------


def publish(amqp_url: str, *bodies: bytes, queue: str = QUEUE) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    declare(channel)
    channel.confirm_delivery()
    for body in bodies:
        channel.basic_publish("", queue, body, pika.BasicProperties(delivery_mode=2), mandatory=True)
    connection.close()


def depth(amqp_url: str, queue: str) -> int:
    """Messages ready or unacknowledged: with the consumers gone, all of them are ready."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    count = connection.channel().queue_declare(queue, passive=True).method.message_count
    connection.close()
    return int(count)


def receipts_told(database: Database) -> int:
    row = database.one("select count(*) from usage_receipt")
    assert row is not None
    return int(row["count"])


class consuming:  # reads as a statement
    """A worker in a thread, stopped at the end."""

    def __init__(self, amqp_url: str, database: Database) -> None:
        ledger = UsageLedger(Database(database.url, size=2, name="intake-under-test"))
        self.worker = Worker(amqp_url=amqp_url, ledger=ledger, clock=FixedClock(NOW), hear_of_workspaces=lambda: None)
        self._thread = threading.Thread(target=self.worker.run, daemon=True)

    def __enter__(self) -> Worker:
        self._thread.start()
        return self.worker

    def __exit__(self, *_: object) -> None:
        self.worker.stopping = True
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()
