"""Evidence where commits hold several accounts' events: each seal is computed again from one's own, and nothing is told of the others."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.audit.evidence import evidence_of, text_of
from services.audit.queries.copies import Commit, Event
from services.audit.sealing import digest_of
from services.kernel.eventstore import FIRST_DIGEST
from tests.support.audits import House

WIDTH = 5
"""Events of a commit: an odd tree, in which digests are lifted."""
VERIFIER = Path(__file__).parents[3] / "services" / "audit" / "verify_bill.py"
Evidence = dict[str, Any]


@pytest.fixture(scope="module")
def verifier() -> dict[str, Any]:
    """The verifier's own functions, loaded from its file."""
    names: dict[str, Any] = {"__name__": "verifier"}
    exec(compile(VERIFIER.read_text(), str(VERIFIER), "exec"), names)
    return names


@pytest.fixture(scope="module")
def findings(verifier) -> Callable[[Evidence], list[str]]:
    """All that the verifier finds."""
    return lambda evidence: list(verifier["check"](evidence))


@pytest.fixture(scope="module")
def is_sealed(verifier) -> Callable[[Evidence], bool]:
    """Whether the seals hold, whatever else is wrong."""

    def holds(evidence: Evidence) -> bool:
        try:
            return list(verifier["check_seals"](evidence)) == []
        except (IndexError, ValueError):  # a path that ends too early, a position that is not in the commit
            return False

    return holds


@pytest.fixture
def mixed(lived_in: tuple[House, UUID]) -> tuple[House, UUID]:
    """A lived-in house whose commits hold several accounts' events, as if all had come at once; copied."""
    house, account_id = lived_in
    for room in ("settlement", "billing", "wallet"):
        recommit(house, room)
    house.copy()
    return house, account_id


def recommit(house: House, room: str) -> None:
    """Seal the room's events anew, five to a commit."""
    rows = house.databases[room].all(
        "select position, originator_id, originator_version, topic, state, recorded_at from events order by position"
    )
    events = [Event(**{**row, "state": bytes(row["state"])}) for row in rows]
    house.tamper(room, "delete from commits")
    previous = FIRST_DIGEST
    for first in range(0, len(events), WIDTH):
        within = events[first : first + WIDTH]
        commit = Commit(within[0].position, within[-1].position, within[-1].recorded_at, b"")
        previous = digest_of(previous, commit, within)
        house.databases[room].execute(
            "insert into commits (from_position, to_position, recorded_at, digest) values (%s, %s, %s, %s)",
            (commit.from_position, commit.to_position, commit.recorded_at, previous),
        )


def evidence_for(house: House, account_id: UUID, *, complete: bool = False) -> Evidence:
    """As it stands in the file."""
    told = evidence_of(house.audit.copies, house.bill_of(account_id), complete=complete)
    return dict(json.loads(json.dumps(told)))


def forgeries(evidence: Evidence) -> Iterator[tuple[str, Evidence]]:
    """The evidence with one thing altered that only a seal covers, for each event and commit in turn."""
    for number, commit in enumerate(evidence["commits"]):
        for place, event in enumerate(commit["events"]):
            for what, alter in (ALTERED_EVENTS | (ALTERED_PATHS if event["path"] else {})).items():
                forged = copy.deepcopy(evidence)
                alter(forged["commits"][number]["events"][place])
                yield f"{what} of {event['topic']}", forged
        for what, alter in ALTERED_COMMITS.items():
            forged = copy.deepcopy(evidence)
            alter(forged["commits"][number])
            yield f"{what} of a commit of {commit['book']}", forged


def _flip(digest: str) -> str:
    return ("0" if digest[0] != "0" else "1") + digest[1:]


ALTERED_EVENTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a field": lambda event: event["state"].update(occurred_at="2026-11-16T04:00:00.000001Z"),
    "one field more": lambda event: event["state"].update(note="paid in full"),
    "the version": lambda event: event.update(originator_version=event["originator_version"] + 1),
    "the aggregate": lambda event: event.update(originator_id=str(UUID(int=7))),
    "its content by its digest": lambda event: event.update(state={**event["state"], "x": 1}, leaf="00" * 32),
}
ALTERED_PATHS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "the path": lambda event: event.update(path=[_flip(event["path"][0]), *event["path"][1:]]),
    "the path's end": lambda event: event.update(path=[*event["path"], event["path"][0]]),
    "the path's begin": lambda event: event.update(path=event["path"][1:]),
}
ALTERED_COMMITS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "the digest": lambda commit: commit.update(digest=_flip(commit["digest"])),
    "the digest before": lambda commit: commit.update(previous=_flip(commit["previous"])),
    "the instant": lambda commit: commit.update(recorded_at="2026-11-16T04:00:00.000001Z"),
    "the end": lambda commit: commit.update(to_position=commit["to_position"] + 1),
    "the events": lambda commit: commit.update(events=[]),
}


def test_every_seal_is_computed_again_from_ones_own_events(mixed, findings):
    house, account_id = mixed

    evidence = evidence_for(house, account_id)

    events = [event for commit in evidence["commits"] for event in commit["events"]]
    books = {commit["book"] for commit in evidence["commits"]}
    assert findings(evidence) == []
    assert books == {"billing", "wallet", "settlement"}
    assert all("state" in event for event in events)
    assert any(len(commit["events"]) < commit["to_position"] - commit["from_position"] + 1 for commit in evidence["commits"])
    assert max(len(event["path"]) for event in events) == 3


def test_what_a_seal_covers_cannot_be_altered(mixed, is_sealed):
    house, account_id = mixed
    evidence = evidence_for(house, account_id)

    tried = list(forgeries(evidence))

    assert is_sealed(evidence)
    assert len(tried) > 50
    assert [what for what, forged in tried if is_sealed(forged)] == []


def test_an_event_does_not_prove_what_stands_at_another_position(mixed, is_sealed):
    house, account_id = mixed
    evidence = evidence_for(house, account_id)
    commit = next(commit for commit in evidence["commits"] if len(commit["events"]) > 1)
    one, other = commit["events"][:2]

    one["position"], other["position"] = other["position"], one["position"]

    assert not is_sealed(evidence)


def test_a_forger_who_makes_all_else_follow_is_given_away_by_the_seal(mixed, findings):
    """A bill a year later with all else in order, and the file's own digest computed anew."""
    house, account_id = mixed
    evidence = evidence_for(house, account_id)
    events = [event for commit in evidence["commits"] for event in commit["events"]]
    bill = next(event["state"] for event in events if event["topic"] == "billing.bill_issued")

    bill["day_end"] = "2027-11-16T16:00:00Z"
    evidence["digest"] = hashlib.sha256(text_of({name: value for name, value in evidence.items() if name != "digest"})).hexdigest()

    (finding,) = findings(evidence)
    assert "the seal does not hold" in finding


def test_nothing_is_told_of_those_who_share_a_commit(mixed):
    house, account_id = mixed

    told = json.dumps(evidence_for(house, account_id))

    others = {
        str(value)
        for room in ("wallet", "settlement", "billing")
        for row in house.databases[room].all("select originator_id, fact from book")
        if row["fact"].get("account_id") not in (None, str(account_id))
        for value in (row["originator_id"], row["fact"]["account_id"], row["fact"].get("workspace_id"), row["fact"].get("bill_id"))
        if value is not None
    }
    assert len(others) >= 4
    assert [value for value in others if value in told] == []


def test_a_batch_that_tells_of_others_is_given_by_its_digest(postgres_server, house_templates, findings, is_sealed):
    urls = {room: postgres_server.create_database(f"{room}_batch", template=url) for room, url in house_templates.items()}
    house = House(urls)
    account_id, neighbour_id = house.an_account(), house.an_account()
    workspace_id, next_door = house.a_workspace(account_id), house.a_workspace(neighbour_id)
    house.transfer(account_id, "10.00")
    house.take_in(
        house.message(account_id, workspace_id, {"item": "sms", "quantity": 3}),
        house.message(neighbour_id, next_door, {"item": "sms", "quantity": 37}),
    )
    house.close_and_collect()
    house.copy()

    own, whole = evidence_for(house, account_id), evidence_for(house, account_id, complete=True)
    house.close()

    (shown,) = [event for commit in own["commits"] for event in commit["events"] if "state" not in event]
    (told,) = [event for commit in whole["commits"] for event in commit["events"] if event["position"] == shown["position"]]
    assert findings(own) == findings(whole) == []
    assert told["topic"] == "billing.usage_recorded"
    assert [str(other) for other in (neighbour_id, next_door) if str(other) in json.dumps(own)] == []
    assert str(next_door) in json.dumps(whole)
    shown["leaf"] = _flip(shown["leaf"])
    assert not is_sealed(own)
