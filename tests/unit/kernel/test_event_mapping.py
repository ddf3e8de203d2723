"""Events to bytes and back, rows merged within a commit, and the canonical bytes of the seal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.kernel.eventstore import FIRST_DIGEST, Aggregate, Mapper, Rows, Rowset, SealedEvent, event, facts_of, seal
from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot
from services.kernel.eventstore.pipeline import Batch, Save
from services.kernel.money import Money
from tests.support.tally import TALLY_ROWS, Mark, Tally

AT = datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=UTC)
ID = UUID("01930000-0000-7000-8000-000000000001")


class Jar(Aggregate):
    """An aggregate whose event has changed its shape twice."""

    TOPIC = "jar"
    holds: Money

    class Event(Aggregate.Event):
        TOPIC = "jar.event"

    class Filled(Event, Aggregate.Created):
        TOPIC = "jar.filled"
        class_version = 3
        holds: Money
        reason: str

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Jars gained a currency; until then all were CNY."""
            state["holds"] = {"amount_micros": state.pop("micros"), "currency": "CNY"}

        @staticmethod
        def upcast_v2_v3(state: dict[str, Any]) -> None:
            """Jars gained a reason; until then it was always a gift."""
            state["reason"] = "gift"

    @event(Filled)
    def __init__(self, holds: Money, reason: str) -> None:
        self.holds = holds


def test_an_event_comes_back_as_it_was():
    tally = Tally(name="apples")
    tally.count(ID, 3, at=AT)
    mapper = Mapper()

    stored = [mapper.to_stored_event(fact) for fact in tally.pending_events]
    facts = [mapper.to_domain_event(item) for item in stored]

    assert [item.state for item in stored] == [
        b'{"name":"apples"}',
        b'{"mark_id":"01930000-0000-7000-8000-000000000001","mark":{"by":3,"at":"2026-11-23T09:00:00.000001Z"}}',
    ]
    again = facts[1].mutate(facts[0].mutate(None))
    assert (again.total, again.marks, again.version) == (3, {ID: Mark(3, AT)}, 2)


def test_an_old_version_is_upcast_a_step_at_a_time():
    mapper = Mapper()
    stored = mapper.to_stored_event(Jar(holds=Money(5, "USD"), reason="sale").pending_events[0])
    first = stored.__class__(ID, 1, "jar.filled", b'{"micros":7}')
    second = stored.__class__(ID, 1, "jar.filled", b'{"class_version":2,"holds":{"amount_micros":8,"currency":"USD"}}')

    facts = [mapper.to_domain_event(item) for item in (first, second, stored)]

    assert [(fact.holds, fact.reason) for fact in facts] == [
        (Money(7, "CNY"), "gift"),
        (Money(8, "USD"), "gift"),
        (Money(5, "USD"), "sale"),
    ]


def test_a_snapshot_holds_the_state_and_nothing_of_the_library():
    tally = Tally(name="apples")
    tally.count(ID, 3, at=AT)

    state = encode_snapshot(tally)
    again = decode_snapshot(Tally, id=tally.id, version=tally.version, state=state)

    assert b"pending" not in state
    assert (again.name, again.total, again.marks, again.version, again.id) == (tally.name, 3, tally.marks, 2, tally.id)


def test_an_aggregate_without_a_topic_is_a_mistake():
    with pytest.raises(TypeError, match="TOPIC"):
        type("Nameless", (Aggregate,), {})


def test_a_field_with_a_name_of_the_envelope_is_a_mistake():
    """It would be left out of what is stored."""
    with pytest.raises(TypeError, match="timestamp"):

        class Watch(Aggregate):
            TOPIC = "watch"

            class Event(Aggregate.Event):
                TOPIC = "watch.event"

            class Wound(Event, Aggregate.Created):
                TOPIC = "watch.wound"
                timestamp: datetime

            @event(Wound)
            def __init__(self) -> None: ...


def test_the_facts_of_an_aggregate_are_its_event_classes():
    assert facts_of(Tally) == [Tally.Opened, Tally.Counted]


def test_rows_of_one_key_merge_within_a_commit_and_their_ordinals_count_through_it():
    saves = []
    for total in (1, 2):
        rows = Rowset()
        rows.event_index = 1
        rows.add(TALLY_ROWS, tally_id=ID, total=total)
        mapper = Mapper()
        saves.append(Save([mapper.to_stored_event(fact) for fact in Tally(name="x").pending_events] * 2, rows.rows))

    [(statement, columns)] = Batch(saves).projection_columns()

    assert statement is TALLY_ROWS
    assert columns == [[ID], [3], [4]]


def test_a_row_needs_every_column_and_no_other():
    rows = Rowset()
    rows.event_index = 0

    with pytest.raises(TypeError):
        rows.add(TALLY_ROWS, tally_id=ID)
    with pytest.raises(TypeError):
        rows.add(TALLY_ROWS, tally_id=ID, total=1, colour="red")
    with pytest.raises(TypeError):
        Rows("insert into t values (%s)", columns=("a", "b"))


def test_the_seal_has_not_changed():
    """Golden: every book ever written depends on these bytes."""
    sealed = seal(
        FIRST_DIGEST, from_position=1, to_position=2, recorded_at=AT,
        events=[SealedEvent(ID, 1, "tally.opened", b'{"name":"apples"}'), SealedEvent(ID, 2, "tally.counted", b"{}")],
    )  # fmt: skip

    assert sealed.hex() == "4fcdbfc960db7a6b72663bf31a0a0bdd9dfe2c8327500609088b3a4220b19e8d"
