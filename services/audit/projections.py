"""From examinations to rows."""

from __future__ import annotations

from typing import Final

import msgspec

from services.audit.domain import Examination
from services.kernel.eventstore import Projector, Rows, Rowset

PROJECTOR: Final = Projector()

EXAMINATIONS: Final = Rows(
    """
    insert into examination (job_id, asked, started_at, position)
    select u.job_id, u.asked::jsonb, u.started_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::int[]) as u(job_id, asked, started_at, ordinal)
    """,
    columns=("job_id", "asked", "started_at", "ordinal"),
)

ENDS: Final = Rows(
    """
    insert into examination_end (job_id, state, outcome, ended_at)
    select u.job_id, u.state, u.outcome::jsonb, u.ended_at
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[]) as u(job_id, state, outcome, ended_at)
    """,
    columns=("job_id", "state", "outcome", "ended_at"),
)


@PROJECTOR.on(Examination.Started)
def _started(fact: Examination.Started, rows: Rowset) -> None:
    rows.add(EXAMINATIONS, job_id=fact.job_id, asked=msgspec.json.encode(fact.asked).decode(), started_at=fact.occurred_at)


@PROJECTOR.on(Examination.Ended)
def _ended(fact: Examination.Ended, rows: Rowset) -> None:
    rows.add(ENDS, job_id=fact.job_id, state=fact.state, outcome=msgspec.json.encode(fact.outcome).decode(), ended_at=fact.occurred_at)
