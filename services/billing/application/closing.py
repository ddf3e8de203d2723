"""Closing days: every workspace-day that is over and has usage gets its bill. Idempotent and resumable: a bill's id follows from its day.

Workers take pages of due days in turn. A page is read in one snapshot of the database (a fixed number of queries), folded and priced, and
stored in saves of a hundred bills. Where somebody else issued one of them first, that save is decided again one bill at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.billing.calendar import GRACE, last_due_day
from services.billing.domain import DailyBill
from services.billing.queries.closing import FIRST, ToBill, due_days, to_bill
from services.billing.queries.terms import zones
from services.billing.queries.usage import WorkspaceDay
from services.billing.schemas import CloseProblem, CloseView
from services.kernel.errors import Refusal
from services.kernel.eventstore import Application, Rowset, VersionConflict

PAGE: Final = 500
"""Workspace-days that are read at once."""
SAVE: Final = 100
"""Bills in one save."""
WORKERS: Final = 3
SHOWN_PROBLEMS: Final = 100


class Close:
    """One run over the days that are due when it starts."""

    def __init__(
        self, app: Application, *, job_id: UUID, site: str | None = None, is_dry_run: bool = False, grace: timedelta = GRACE
    ) -> None:
        """`grace`: how long after a day's local end it becomes due."""
        self._app = app
        self._job_id = job_id
        self._site = site
        self._is_dry_run = is_dry_run
        self._started_at = app.clock.now()
        self._ended_at: datetime | None = None
        self._last_days = {zone: last_due_day(self._started_at, zone, grace=grace) for zone in zones(app.database)}
        self._after: WorkspaceDay | None = FIRST
        self._turn = threading.Lock()
        self._count = {"found": 0, "issued": 0, "empty": 0, "already_billed": 0}
        self._problems: list[CloseProblem] = []
        self._fault: BaseException | None = None

    def run(self) -> CloseView:
        """Work until nothing is due, several pages at a time. A fault ends the run and is raised; the next run goes on from there."""
        workers = [threading.Thread(target=self._work, name=f"close-{number}") for number in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self._ended_at = self._app.clock.now()
        if self._fault is not None:
            raise self._fault
        return self.view()

    def view(self) -> CloseView:
        """How far it is."""
        state = "running" if self._ended_at is None else "failed" if self._fault else "done"
        return CloseView(
            job_id=self._job_id,
            state=state,  # type: ignore[arg-type]  # one of the three
            started_at=self._started_at,
            ended_at=self._ended_at,
            problems=self._problems[:SHOWN_PROBLEMS],
            **self._count,
        )

    def _work(self) -> None:
        try:
            while self._fault is None and (days := self._next_page()):
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
            self._count["found"] += len(days)
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
                self._app.store(bills, Rowset())
            self._tally("issued", len(bills))
        except VersionConflict:
            for bill in bills:
                self._issue_alone((bill.workspace_id, bill.day), seen)

    def _issue_alone(self, day: WorkspaceDay, seen: ToBill) -> None:
        bill = self._decide(day, seen)
        assert bill is not None
        try:
            self._app.store([bill], Rowset())
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
                self._problems.append(CloseProblem(workspace_id=day[0], day=day[1], code=refusal.code, details=details))
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
            self._count[what] += count
