"""The connection breaks at the worst moment for those whose batch was refused just before: nobody waits for ever."""

import threading
from typing import Any, ClassVar

import pytest
from eventsourcing.persistence import StoredEvent

from services.kernel.clock import SystemClock
from services.kernel.database import Database, psycopg
from services.kernel.eventstore import CommitIsUnknown, committer
from services.kernel.eventstore.committer import Committer
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.ids import new_id


class Line:
    """A pipeline that stores the first batch, refuses the second and breaks at the third."""

    opened = threading.Event()

    def __init__(self, _connection: Any) -> None:
        self.outcomes: list[Any] = [None, psycopg.errors.DataException("refused"), psycopg.OperationalError("broken")]
        assert self.opened.wait(5)

    def send(self, batch: Any, *, at: Any) -> None:
        pass

    def receive(self, _batch: Any) -> Any:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, psycopg.OperationalError):
            raise outcome
        return outcome

    def close(self) -> None:
        pass


def test_a_break_while_a_refused_batch_waits_for_its_second_try_is_told_to_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(committer, "Pipeline", Line)
    monkeypatch.setattr(committer, "BATCH_LIMIT", 2)
    monkeypatch.setattr(Database, "connect", lambda _self: None)
    room = Committer(Database("unused"), SystemClock())
    saves = [Save([]) for _ in range(5)]

    room.put(saves[0])
    while room._waiting:
        pass  # the first is a batch of its own
    for save in saves[1:]:
        room.put(save)
    Line.opened.set()
    room.close()

    assert all(save.settled for save in saves)
    assert [type(save.error) for save in saves] == [type(None)] + [CommitIsUnknown] * 4


class Scales:
    """A pipeline that stores everything, and remembers how much came at once."""

    opened = threading.Event()
    sizes: ClassVar[list[list[int]]] = []

    def __init__(self, _connection: Any) -> None:
        assert self.opened.wait(5)

    def send(self, batch: Any, *, at: Any) -> None:
        self.sizes.append([save.size_bytes for save in batch.saves])

    def receive(self, _batch: Any) -> None:
        return None

    def close(self) -> None:
        pass


def a_save(size_bytes: int) -> Save:
    """A save of one event and an answer that are so large together."""
    return Save([StoredEvent(new_id(), 1, "told", bytes(size_bytes - 10))], command=CommandRecord(new_id(), b"", bytes(10)))


def test_a_commit_holds_no_more_bytes_than_its_limit_unless_one_save_does(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(committer, "Pipeline", Scales)
    monkeypatch.setattr(committer, "BATCH_LIMIT_BYTES", 100)
    monkeypatch.setattr(Database, "connect", lambda _self: None)
    room = Committer(Database("unused"), SystemClock())
    saves = [a_save(size_bytes) for size_bytes in (20, 60, 40, 41, 60, 250, 30, 30)]

    room.put(saves[0])
    while room._waiting:
        pass  # the first is a batch of its own
    for save in saves[1:]:
        room.put(save)
    Scales.opened.set()
    room.close()

    assert all(save.settled and save.error is None for save in saves)
    assert Scales.sizes == [[20], [60, 40], [41], [60], [250], [30, 30]]


def test_a_closed_committer_takes_nothing_more():
    room = Committer(Database("unused"), SystemClock())
    room.close()

    with pytest.raises(CommitIsUnknown):
        room.put(Save([]))
