"""What rooms tell and listen to, without a database."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.kernel.follower import Entry, Published, when
from services.kernel.follower.policies import Policies
from services.kernel.follower.queries import Row
from services.kernel.ids import natural_id

ACCOUNT, AGGREGATE = UUID(int=1), UUID(int=2)
ENVELOPE: dict[str, Any] = {
    "position": 7,
    "name": "teller.told.v1",
    "event_id": str(UUID(int=3)),
    "account_id": str(ACCOUNT),
    "recorded_at": "2026-11-23T01:02:03.000004Z",
    "data": {"account_id": str(ACCOUNT), "day": "2026-11-23", "count": 3, "new_field": {"x": []}},
}


class Told(msgspec.Struct):
    """What we need of the fact."""

    account_id: UUID
    day: date
    note: str | None = None


class Listening:
    def __init__(self) -> None:
        self.heard: list[object] = []

    @when("teller.told.v1")
    def hear(self, told: Told, entry: Entry) -> None:
        self.heard.append((told, entry))

    @when("teller.told_twice.v1", "singer.sang.v1")
    def hear_fact_only(self, told: Told) -> None:
        self.heard.append(told)


def test_a_policy_gets_the_fact_in_its_own_shape_and_the_entry():
    listening = Listening()

    Policies(listening, book="teller").apply(ENVELOPE)

    ((told, entry),) = listening.heard
    assert told == Told(account_id=ACCOUNT, day=date(2026, 11, 23))
    assert (entry.position, entry.account_id) == (7, ACCOUNT)
    assert entry.recorded_at == datetime(2026, 11, 23, 1, 2, 3, 4, UTC)


def test_the_entry_may_be_left_out():
    listening = Listening()

    Policies(listening, book="singer").apply({**ENVELOPE, "name": "singer.sang.v1"})

    assert listening.heard == [Told(account_id=ACCOUNT, day=date(2026, 11, 23))]


def test_policies_wait_for_the_facts_of_their_book_only():
    assert Policies(Listening(), book="teller").names == {"teller.told.v1", "teller.told_twice.v1"}


def test_a_fact_in_another_shape_is_refused():
    with pytest.raises(msgspec.ValidationError):
        Policies(Listening(), book="teller").apply({**ENVELOPE, "data": {"account_id": str(ACCOUNT), "day": 5}})


def test_two_policies_for_one_fact_are_a_mistake():
    class Twice(Listening):
        @when("teller.told.v1")
        def hear_again(self, told: Told) -> None: ...

    with pytest.raises(ValueError, match=r"two policies wait for teller\.told\.v1"):
        Policies(Twice(), book="teller")


class ListeningInLists:
    def __init__(self) -> None:
        self.heard: list[tuple[list[Told], list[Entry]]] = []

    @when("teller.told.v1", together=3)
    def hear(self, told: list[Told], entries: list[Entry]) -> None:
        self.heard.append((told, entries))


def test_a_policy_that_takes_facts_together_gets_lists_of_facts_and_entries():
    listening = ListeningInLists()
    policies = Policies(listening, book="teller")

    policies.apply(ENVELOPE, {**ENVELOPE, "position": 8})
    policies.apply(ENVELOPE)

    assert [[told.account_id for told in facts] for facts, _ in listening.heard] == [[ACCOUNT, ACCOUNT], [ACCOUNT]]
    assert [[entry.position for entry in entries] for _, entries in listening.heard] == [[7, 8], [7]]
    assert policies.together == {"teller.told.v1": 3}


def test_one_fact_in_another_shape_refuses_the_list():
    listening = ListeningInLists()

    with pytest.raises(msgspec.ValidationError):
        Policies(listening, book="teller").apply(ENVELOPE, {**ENVELOPE, "data": {"account_id": str(ACCOUNT), "day": 5}})

    assert listening.heard == []


class ToldFact:
    TOPIC = "teller.told"


class OtherFact:
    TOPIC = "teller.other"


def test_the_envelope_has_the_stored_state_and_whose_it_is():
    published = Published("teller", {ToldFact: "teller.told.v1"})
    recorded_at = datetime(2026, 11, 23, tzinfo=UTC)
    state = msgspec.json.encode({"account_id": ACCOUNT, "word": "x"})

    envelope = published.envelope(Row(5, AGGREGATE, 2, "teller.told", state, recorded_at))

    assert msgspec.json.decode(msgspec.json.encode(envelope)) == {
        "position": 5,
        "name": "teller.told.v1",
        "event_id": str(natural_id("event", AGGREGATE, 2)),
        "account_id": str(ACCOUNT),
        "recorded_at": "2026-11-23T00:00:00Z",
        "data": {"account_id": str(ACCOUNT), "word": "x"},
    }


@pytest.mark.parametrize("name", ["singer.told.v1", "teller.told", "teller.told.vx", "told.v1"])
def test_a_published_name_is_room_fact_version(name):
    with pytest.raises(ValueError, match="is not named"):
        Published("teller", {ToldFact: name})


def test_a_name_is_used_once():
    with pytest.raises(ValueError, match="one name"):
        Published("teller", {ToldFact: "teller.told.v1", OtherFact: "teller.told.v1"})
