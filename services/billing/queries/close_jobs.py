"""The closes that operators began, how far each is, and which process is at it. They stand beside the book: no close is a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.kernel.database import Database, psycopg

LEASE: Final = 7355610
"""The first key of the advisory locks that let one process at a time run a close; the second is the job's hash."""


def begin(database: Database, job_id: UUID, *, site: str | None, is_dry_run: bool, grace: timedelta, at: datetime) -> bool:
    """Note a close that begins; False if it was begun before."""
    begun = database.execute(
        """
        insert into close_job (job_id, site, is_dry_run, grace, started_at)
        values (%(job_id)s, %(site)s, %(is_dry_run)s, %(grace)s, %(at)s)
        on conflict (job_id) do nothing
        """,
        {"job_id": job_id, "site": site, "is_dry_run": is_dry_run, "grace": grace, "at": at},
    )
    return begun == 1


def job_of(database: Database, job_id: UUID) -> dict[str, Any] | None:
    """A close, whole."""
    return database.one(
        """
        select job_id, site, is_dry_run, grace, started_at, state, ended_at, found, issued, empty, already_billed, problems
        from close_job
        where job_id = %s
        """,
        (job_id,),
    )


def unfinished(database: Database) -> list[UUID]:
    """The closes that have not ended, the oldest first."""
    rows = database.all("select job_id from close_job where state = 'running' order by started_at, job_id")
    return [row["job_id"] for row in rows]


def note(database: Database, job_id: UUID, count: Mapping[str, int], *, problems: str) -> None:
    """Note how far a close is. The bills it issued are counted with them; only a dry run's are named here. `problems` is JSON."""
    database.execute(
        """
        update close_job
        set found = %(found)s,
            issued = case when is_dry_run then %(issued)s else issued end,
            empty = %(empty)s,
            already_billed = %(already_billed)s,
            problems = %(problems)s::jsonb
        where job_id = %(job_id)s
        """,
        {**count, "problems": problems, "job_id": job_id},
    )


def end(database: Database, job_id: UUID, state: str, *, at: datetime) -> None:
    """Note that a close has ended: it is "done" or has "failed"."""
    database.execute("update close_job set state = %s, ended_at = %s where job_id = %s", (state, at, job_id))


@contextmanager
def leased(database: Database, job_id: UUID) -> Iterator[bool]:
    """Whether the close is ours to run: an advisory lock of a session of its own. It ends with the process, whatever happens."""
    with closing(database.connect()) as session:
        row = session.execute("select pg_try_advisory_lock(%s, hashtext(%s))", (LEASE, str(job_id))).fetchone()
        try:
            yield bool(row and row[0])
        finally:
            with suppress(psycopg.Error):  # a closed session lets go too, but only some time after we have hung up
                session.execute("select pg_advisory_unlock_all()")
