"""Closes as jobs: an operator begins one and asks how far it is; a restart in the middle of it forgets nothing, and goes on.

The bills are the work done: a day that has its bill is no longer due. So a close that goes on looks again at what is still due, and adds
it to what it issued before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from services.billing.application.closing import Close
from services.billing.application.views import close_view
from services.billing.calendar import GRACE, LONGEST_WAIT
from services.billing.queries import close_jobs
from services.billing.schemas import CloseDays, CloseView
from services.kernel.database import psycopg
from services.kernel.errors import CommandIdIsReused, NotFound
from services.kernel.eventstore import Application, CommitIsUnknown
from services.kernel.ids import derived_id

Start = Callable[[Callable[[], None]], object]
TRIES: Final = 6
"""In a row, before a close that breaks off is left to the timer: some fifteen seconds."""
FIRST_PAUSE_S: Final = 0.5
_PASSING: Final = (psycopg.OperationalError, CommitIsUnknown)


def at_once(work: Callable[[], None]) -> None:
    """Start by doing it."""
    work()


class Closes:
    """The closes of a room, one at a time in a process, and each job in one process at a time."""

    def __init__(self, app: Application, is_intake_behind: Callable[[], bool]) -> None:
        self._app = app
        self._is_intake_behind = is_intake_behind
        self._closing = threading.Lock()

    def begin(self, command: CloseDays, start: Start) -> CloseView:
        """Begin a job, or answer for it if it was begun. A dry run is a job of its own. Refuses: CommandIdIsReused."""
        job_id = derived_id(command.id, "dry close" if command.dry_run else "close")
        if close_jobs.job_of(self._app.database, job_id) is None and self._note_begin(job_id, command):
            start(lambda: self._run(job_id))
        job = self._job(job_id)
        if job["site"] != command.site:
            raise CommandIdIsReused(command.id)
        return close_view(job)

    def status(self, job_id: UUID) -> CloseView:
        """How far a close is. Refuses: NotFound."""
        return close_view(self._job(job_id))

    def resume(self) -> None:
        """Go on with what has not ended, the oldest first, unless a close is running here."""
        if self._closing.acquire(blocking=False):
            try:
                for job_id in close_jobs.unfinished(self._app.database):
                    self._persist(job_id)
            finally:
                self._closing.release()

    def close_due(self) -> Close | None:
        """Close what is due now, without keeping account of it; None if a close is running here."""
        if not self._closing.acquire(blocking=False):
            return None
        try:
            close = Close(self._app, started_at=self._app.clock.now(), grace=self._grace())
            close.run()
            return close
        finally:
            self._closing.release()

    def _run(self, job_id: UUID) -> None:
        with self._closing:
            self._persist(job_id)

    def _persist(self, job_id: UUID) -> None:
        """Run a job; where the database breaks off, again a little later. In the end the fault is raised, and the job stays unfinished."""
        for again in range(1, TRIES):
            try:
                return self._run_if_ours(job_id)
            except _PASSING:
                time.sleep(FIRST_PAUSE_S * 2 ** (again - 1))
        return self._run_if_ours(job_id)

    def _run_if_ours(self, job_id: UUID) -> None:
        """Run a job that has not ended, unless another process is at it. A fault that will not pass by itself ends it as failed."""
        with close_jobs.leased(self._app.database, job_id) as is_ours:
            job = self._job(job_id)
            if not is_ours or job["state"] != "running":
                return
            try:
                self._close_of(job).run()
            except _PASSING:
                raise
            except Exception:
                close_jobs.end(self._app.database, job_id, "failed", at=self._app.clock.now())
                raise
            close_jobs.end(self._app.database, job_id, "done", at=self._app.clock.now())

    def _close_of(self, job: dict[str, Any]) -> Close:
        """A run of the job. What it issued is not due any more; all else is found, and counted, anew."""
        billed = {} if job["is_dry_run"] else {name: job[name] for name in ("issued", "already_billed")}
        return Close(
            self._app,
            started_at=job["started_at"],
            grace=job["grace"],
            site=job["site"],
            is_dry_run=job["is_dry_run"],
            job_id=job["job_id"],
            before={**billed, "found": sum(billed.values())},
        )

    def _note_begin(self, job_id: UUID, command: CloseDays) -> bool:
        at, grace = self._app.clock.now(), self._grace()
        return close_jobs.begin(self._app.database, job_id, site=command.site, is_dry_run=command.dry_run, grace=grace, at=at)

    def _grace(self) -> timedelta:
        """An hour after its end a day is due; while the intake is behind, six (decision 5)."""
        return LONGEST_WAIT if self._is_intake_behind() else GRACE

    def _job(self, job_id: UUID) -> dict[str, Any]:
        job = close_jobs.job_of(self._app.database, job_id)
        if job is None:
            raise NotFound("close", job_id)
        return job
