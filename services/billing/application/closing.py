"""Closing days: every workspace-day that is over and has usage gets its bill. Idempotent and resumable: a bill's id follows from its day.

Workers take pages of due days in turn. A page is read in one snapshot of the database (a fixed number of queries), folded and priced, and
stored in saves of a hundred bills. Where somebody else issued one of them first, that save is decided again one bill at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from services.billing.calendar import last_due_day
from services.billing.domain import DailyBill
from services.billing.projections import CLOSED_DAYS
from services.billing.queries.close_jobs import note
from services.billing.queries.closing import FIRST, ToBill, due_days, to_bill
from services.billing.queries.terms import zones
from services.billing.queries.usage import WorkspaceDay
from services.billing.schemas import CloseProblem
from services.kernel.errors import Refusal
from services.kernel.eventstore import Application, Rowset, VersionConflict

PAGE: Final = 500
"""Workspace-days that are read at once."""
SAVE: Final = 100
"""Bills in one save."""
WORKERS: Final = 3
SHOWN_PROBLEMS: Final = 100
NOTHING: Final[Mapping[str, int]] = {}


class Close:
    """One run over the days that are due when the close begins: by an operator's job, or by the timer (which keeps no account of it)."""

    def __init__(
        self,
        app: Application,
        *,
        started_at: datetime,
        grace: timedelta,
        site: str | None = None,
        is_dry_run: bool = False,
        job_id: UUID | None = None,
        before: Mapping[str, int] = NOTHING,
    ) -> None:
        """`grace`: how long after a day's local end it becomes due. `job_id`: where the count is kept. `before`: what was issued
        already and is no longer due, if the run goes on with a close that broke off.
        """
        self._app = app
        self._job_id = job_id
        self._site = site
        self._is_dry_run = is_dry_run
        self._last_days = {zone: last_due_day(started_at, zone, grace=grace) for zone in zones(app.database)}
        self._after: WorkspaceDay | None = FIRST
        self._turn = threading.Lock()
        self.count = {"found": 0, "empty": 0, "issued": 0, "already_billed": 0, **before}
        self.problems: list[CloseProblem] = []
        """The first hundred."""
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Work until nothing is due, several pages at a time. A fault ends the run and is raised; the next run goes on from there."""
        workers = [threading.Thread(target=self._work, name=f"close-{number}") for number in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if self._fault is not None:
            raise self._fault
        self._note()

    def _work(self) -> None:
        try:
            while self._fault is None and (days := self._next_page()):
                self._note()
                self._close_page(days)
        except BaseException as fault:  # told to whoever waits for the run
            self._fault = fault

    def _next_page(self) -> list[WorkspaceDay]:
        """The next due days that nobody has taken; each only once in a run, billed or not."""
        with self._turn:
            if self._after is None:
                return []
            days = due_days(self._app.database, last_days=self._last_days, site=self._site, after=self._after, limit=PAGE)
            self._after = days[-1] if len(days) == PAGE else None
            self.count["found"] += len(days)
            return days

    def _close_page(self, days: Sequence[WorkspaceDay]) -> None:
        seen = to_bill(self._app.database, days)
        for first in range(0, len(days), SAVE):
            self._close(days[first : first + SAVE], seen)

    def _close(self, days: Sequence[WorkspaceDay], seen: ToBill) -> None:
        """Issue these bills in one save, or each in its own where one of them exists by now."""
        bills = [bill for day in days if (bill := self._bill(day, seen)) is not None]
        try:
            if bills and not self._is_dry_run:
                self._store(bills)
            self._tally("issued", len(bills))
        except VersionConflict:
            for bill in bills:
                self._issue_alone((bill.workspace_id, bill.day), seen)

    def _store(self, bills: Sequence[DailyBill]) -> None:
        """Store bills, and in the same transaction that it was this close that issued them."""
        rows = Rowset()
        if self._job_id is not None:
            rows.add(CLOSED_DAYS, job_id=self._job_id, issued=len(bills))
        self._app.store(bills, rows)

    def _note(self) -> None:
        """Say how far we are, to whoever asks for the job."""
        if self._job_id is not None:
            with self._turn:
                note(self._app.database, self._job_id, self.count, problems=msgspec.json.encode(self.problems).decode())

    def _issue_alone(self, day: WorkspaceDay, seen: ToBill) -> None:
        bill = self._decide(day, seen)
        assert bill is not None
        try:
            self._store([bill])
            self._tally("issued")
        except VersionConflict:
            self._tally("already_billed")

    def _bill(self, day: WorkspaceDay, seen: ToBill) -> DailyBill | None:
        """The day's bill; None, and noted, where there is nothing to bill or a refusal stands against it."""
        try:
            bill = self._decide(day, seen)
        except Refusal as refusal:
            details = {name: str(value) for name, value in refusal.details.items()}
            with self._turn:
                if len(self.problems) < SHOWN_PROBLEMS:
                    self.problems.append(CloseProblem(workspace_id=day[0], day=day[1], code=refusal.code, details=details))
            return None
        if bill is None:
            self._tally("empty")
        return bill

    def _decide(self, day: WorkspaceDay, seen: ToBill) -> DailyBill | None:
        workspace_id, local_day = day
        usage = seen.tallies.get(day, ())
        at = self._app.clock.now()
        return DailyBill.of_day(seen.terms[workspace_id], local_day, usage, usage_position=seen.position, at=at)

    def _tally(self, what: str, count: int = 1) -> None:
        with self._turn:
            self.count[what] += count
