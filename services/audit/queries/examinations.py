"""Examinations, as rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.kernel.database import Database


def examination(database: Database, job_id: UUID) -> dict[str, Any] | None:
    """What was asked and, once it is ended, what was found."""
    return database.one(
        """
        select e.job_id, e.asked, e.started_at, d.state, d.outcome, d.ended_at
        from examination as e
        left join examination_end as d on d.job_id = e.job_id
        where e.job_id = %s
        """,
        (job_id,),
    )


def unfinished(database: Database) -> list[UUID]:
    """Examinations that have not ended, the oldest first."""
    rows = database.all(
        """
        select e.job_id
        from examination as e
        where not exists (select from examination_end as d where d.job_id = e.job_id)
        order by e.position
        """
    )
    return [row["job_id"] for row in rows]
