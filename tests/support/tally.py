"""A small room for the kernel's own tests: tallies that count, never below zero, with a projection."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, Application, Projector, Rows, Rowset, Turn, event, once
from services.kernel.ids import natural_id
from services.kernel.schemas import Command, View, shape

TALLY_TABLE = """
create table tally (
    tally_id uuid primary key,
    total    bigint not null,
    position bigint not null
);
"""


class TallyIsTooLow(Refusal):
    """A tally never falls below zero."""

    code = "tally.is_too_low"


class Mark(msgspec.Struct, frozen=True):
    """One count."""

    by: int
    at: datetime


class Tally(Aggregate):
    TOPIC = "tally"

    name: str
    total: int
    marks: dict[UUID, Mark]

    class Event(Aggregate.Event):
        TOPIC = "tally.event"

    class Opened(Event, Aggregate.Created):
        TOPIC = "tally.opened"
        name: str

    class Counted(Event):
        TOPIC = "tally.counted"
        mark_id: UUID
        mark: Mark

    @staticmethod
    def create_id(name: str) -> UUID:
        return natural_id("tally", name)

    @event(Opened)
    def __init__(self, name: str) -> None:
        self.name = name
        self.total = 0
        self.marks = {}

    def count(self, mark_id: UUID, by: int, *, at: datetime) -> None:
        """Refuses: TallyIsTooLow."""
        if self.total + by < 0:
            raise TallyIsTooLow(total=self.total, by=by)
        self._count(mark_id=mark_id, mark=Mark(by, at))

    @event(Counted)
    def _count(self, mark_id: UUID, mark: Mark) -> None:
        self.total += mark.by
        self.marks = {mark_id: mark}


PROJECTOR = Projector()
TALLY_ROWS = Rows(
    """
    insert into tally (tally_id, total, position)
    select r.tally_id, r.total, ledger_position(r.ordinal)
    from unnest(%s::uuid[], %s::bigint[], %s::integer[]) as r(tally_id, total, ordinal)
    on conflict (tally_id) do update
    set total = tally.total + excluded.total, position = excluded.position
    """,
    columns=("tally_id", "total", "ordinal"),
    key=("tally_id",),
    sums=("total",),
)


@PROJECTOR.on(Tally.Opened)
def _opened(fact: Tally.Opened, rows: Rowset) -> None:
    rows.add(TALLY_ROWS, tally_id=fact.originator_id, total=0)


@PROJECTOR.on(Tally.Counted)
def _counted(fact: Tally.Counted, rows: Rowset) -> None:
    rows.add(TALLY_ROWS, tally_id=fact.originator_id, total=fact.mark.by)


@shape
class Count(Command):
    """Count `by` on some tallies, all or none."""

    names: list[str]
    by: int


@shape
class Counted(View):
    totals: list[int]
    token: str | None = None
    already_shown: bool = False


class Tallies(Application):
    name = "tally"
    projector = PROJECTOR

    @once
    def count(self, turn: Turn, command: Count) -> Counted:
        tallies = [turn.find(Tally, Tally.create_id(name)) or turn.add(Tally(name=name)) for name in command.names]
        for tally in tallies:
            tally.count(command.id, command.by, at=turn.now)
        return Counted(totals=[tally.total for tally in tallies])

    @once
    def count_in_secret(self, turn: Turn, command: Count) -> Counted:
        tally = turn.load(Tally, Tally.create_id(command.names[0]))
        tally.count(command.id, command.by, at=turn.now)
        turn.secret(token="only once")
        return Counted(totals=[tally.total])
