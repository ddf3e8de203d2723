"""Billing's use cases."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from services.billing.application import views
from services.billing.application.closing import Close
from services.billing.calendar import GRACE, LONGEST_WAIT, day_of
from services.billing.catalogue import DEFAULT_RETENTIONS, SITES
from services.billing.counting import RULES_VERSION, Tally, fold
from services.billing.domain import DailyBill, Terms, WorkspaceTerms
from services.billing.pricebook import BOOKS, book_for
from services.billing.pricing import price, total_of
from services.billing.projections import PROJECTOR
from services.billing.queries import bills, terms, usage
from services.billing.schemas import (
    BillOf,
    BillSummary,
    BillView,
    ClearDebts,
    CloseDays,
    CloseStatus,
    CloseView,
    DebtsClearedView,
    Estimate,
    EstimateView,
    ListBills,
    PaymentView,
    PriceBookOf,
    PriceBooks,
    PriceBooksView,
    PriceBookView,
    RecordPayment,
    RegisterWorkspace,
    TermsOf,
    TermsView,
    UsageLineView,
    UsageReceipt,
    UsageReceiptView,
    UsageSummary,
    UsageSummaryView,
)
from services.kernel.errors import InvalidInput, NotFound
from services.kernel.eventstore import Application, Turn, once
from services.kernel.ids import derived_id, natural_id, new_id
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor, encode_cursor

LONGEST_SUMMARY: Final = timedelta(days=62)
REMEMBERED_JOBS: Final = 100


class Billing(Application):
    """What was used, what it costs, and the bill of each day."""

    name = "billing"
    projector = PROJECTOR
    aggregates = (WorkspaceTerms, DailyBill)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._jobs: OrderedDict[UUID, Close] = OrderedDict()
        self._jobs_lock = threading.Lock()
        self._closing = threading.Lock()
        self.hear_settlement: Callable[[], None] = lambda: None
        """Reads settlement's book to its head: asked once before we say that we do not know a workspace."""
        self.background: Sequence[Any] = ()
        """What starts and stops with the room."""
        self.is_intake_behind: Callable[[], bool] = lambda: False
        """Whether accepted usage still waits to be written."""

    # -- terms -----------------------------------------------------------------------------------------------------------------------

    @once
    def register_workspace(self, turn: Turn, command: RegisterWorkspace) -> TermsView:
        """Take up a workspace that settlement has bound. Saying it twice is one registration. Refuses: TermsDiffer, SiteIsUnknown."""
        known = turn.find(WorkspaceTerms, WorkspaceTerms.create_id(command.workspace_id))
        if known is not None:
            known.require_same(
                account_id=command.account_id, currency=command.currency, site=command.site, billable_from=command.billable_from
            )
            return views.terms_view(known)
        registered = WorkspaceTerms.register(
            workspace_id=command.workspace_id,
            account_id=command.account_id,
            currency=command.currency,
            site=command.site,
            plan=command.plan,
            edition=command.edition,
            billable_from=command.billable_from,
            default_retentions=dict(DEFAULT_RETENTIONS),
            at=turn.now,
        )
        return views.terms_view(turn.add(registered))

    def terms_of(self, question: TermsOf) -> TermsView:
        """A workspace's terms. Refuses: NotFound, also for another account's workspace."""
        return views.terms_view(self._terms(question.workspace_id, question.account_id))

    # -- prices ----------------------------------------------------------------------------------------------------------------------

    def estimate(self, question: Estimate) -> EstimateView:
        """What a day's usage would cost, by the code that makes the bills. Refuses: NoPriceForItem, NoPriceBookForDay, BillIsTooLarge."""
        site, now = SITES[question.site], self.clock.now()
        day = question.day or day_of(now, site.zone)
        book = book_for(day)
        tallies = [
            Tally(
                item=line.item,
                quantity=line.quantity,
                hour=now,
                retention_days=line.retention_days,
                key=line.key,
                spans=line.spans or 0,
                rum_events=line.rum_events or 0,
            )
            for line in question.usage
        ]
        folded = fold(tallies, default_retentions=DEFAULT_RETENTIONS)
        estimate_id = natural_id("estimate", question.site, question.currency, day)
        lines = price(folded, book=book, region=site.region, currency=question.currency, bill_id=estimate_id)
        return EstimateView(
            site=site.id,
            region=site.region,
            day=day,
            price_book=book.name,
            rules_version=RULES_VERSION,
            lines=views.line_views(lines, question.currency),
            total=Money(total_of(lines), question.currency),
        )

    def price_books(self, question: PriceBooks) -> PriceBooksView:
        """All price books by name."""
        return PriceBooksView(books=[views.price_book_view(book) for book in BOOKS])

    def price_book_of(self, question: PriceBookOf) -> PriceBookView:
        """The book that a day is billed from, for one currency and region. Refuses: NoPriceBookForDay."""
        return views.price_book_view(book_for(question.day), currency=question.currency, region=question.region)

    # -- bills -----------------------------------------------------------------------------------------------------------------------

    def bill_of(self, question: BillOf) -> BillView:
        """A bill with its lines, and how it stood at a position. Refuses: NotFound, also for another account's bill."""
        row = bills.bill_of(self.database, question.bill_id, account_id=question.account_id, position=question.position)
        if row is None:
            raise NotFound("bill", question.bill_id)
        return views.bill_view(row, bills.lines_of(self.database, question.bill_id))

    def list_bills(self, question: ListBills) -> Page[BillSummary]:
        """An account's bills, newest day first."""
        rows = bills.bills_of(
            self.database,
            question.account_id,
            workspace_id=question.workspace_id,
            state=question.state,
            from_day=question.from_day,
            to_day=question.to_day,
            position=question.position,
            before=decode_cursor(question.cursor, date, UUID) if question.cursor else None,
            limit=question.limit + 1,
        )
        shown = rows[: question.limit]
        more = encode_cursor([shown[-1]["day"], shown[-1]["bill_id"]]) if len(rows) > len(shown) else None
        return Page[BillSummary](items=[views.bill_summary(row) for row in shown], next_cursor=more)

    @once
    def record_payment(self, turn: Turn, command: RecordPayment) -> PaymentView:
        """Note how a bill was paid. Refuses: NotFound, PaymentDiffers."""
        bill = turn.load(DailyBill, command.bill_id)
        bill.record_payment(
            method=command.method,
            taken_micros=command.taken_micros,
            owed_micros=command.owed_micros,
            cloud_micros=command.cloud_micros,
            at=command.occurred_at,
        )
        return PaymentView(bill_id=command.bill_id, state=bill.state, owed=Money(bill.owed_micros, bill.currency))

    @once
    def clear_debts(self, turn: Turn, command: ClearDebts) -> DebtsClearedView:
        """Note that these bills' debts are paid. Refuses: NotFound."""
        for bill_id in command.bill_ids:
            turn.load(DailyBill, bill_id).clear_debt(at=command.occurred_at)
        return DebtsClearedView(bill_ids=command.bill_ids)

    # -- usage -----------------------------------------------------------------------------------------------------------------------

    def usage_summary(self, question: UsageSummary) -> UsageSummaryView:
        """A workspace's usage by day and line, folded as a bill would. Refuses: NotFound, InvalidInput (more than 62 days)."""
        terms_now = self._terms(question.workspace_id, question.account_id)
        days = _days(question.from_day, question.to_day)
        position, tallies = usage.usage_of(self.database, [(question.workspace_id, day) for day in days])
        lines = [
            UsageLineView(
                day=day,
                item=line.item,
                retention_days=line.retention_days,
                key=line.key,
                quantity=line.quantity,
                billable=str(line.billable),
            )
            for day in days
            for line in fold(tallies.get((question.workspace_id, day), ()), default_retentions=terms_now.default_retentions)
        ]
        return UsageSummaryView(workspace_id=question.workspace_id, position=position, lines=lines)

    def usage_receipt(self, question: UsageReceipt) -> UsageReceiptView:
        """What became of a batch. Refuses: NotFound, also while it is not recorded yet, and for another account's."""
        row = usage.receipt_of(self.database, question.receipt_id, account_id=question.account_id)
        if row is None:
            raise NotFound("receipt", question.receipt_id)
        return views.receipt_view(row)

    # -- closing ---------------------------------------------------------------------------------------------------------------------

    def close_days(self, command: CloseDays, *, start: Callable[[Callable[[], None]], object] | None = None) -> CloseView:
        """Begin to close what is due; `close_status` tells how far it is. The same command again answers for the same job.

        `start` runs a function in the background; without one the close is finished when this returns.
        """
        job_id = derived_id(command.id, "close")
        with self._jobs_lock:
            job = self._jobs.get(job_id)
            if job is None:
                job = self._remember(job_id, self._close(job_id, site=command.site, is_dry_run=command.dry_run))
                (start or _now)(lambda: self._run(job))
        return job.view()

    def close_due_days(self) -> CloseView | None:
        """Close what is due, unless a close is running here: what the timer does. None if one was."""
        if not self._closing.acquire(blocking=False):
            return None
        try:
            return self._close(new_id()).run()
        finally:
            self._closing.release()

    def close_status(self, question: CloseStatus) -> CloseView:
        """How far a close is that was begun in this process. Refuses: NotFound."""
        job = self._jobs.get(question.job_id)
        if job is None:
            raise NotFound("close", question.job_id)
        return job.view()

    def _close(self, job_id: UUID, *, site: str | None = None, is_dry_run: bool = False) -> Close:
        """A close of what is due now; while the intake is behind, that is what ended six hours ago (decision 5)."""
        grace = LONGEST_WAIT if self.is_intake_behind() else GRACE
        return Close(self, job_id=job_id, site=site, is_dry_run=is_dry_run, grace=grace)

    def _run(self, job: Close) -> None:
        with self._closing:
            job.run()

    def _remember(self, job_id: UUID, job: Close) -> Close:
        self._jobs[job_id] = job
        while len(self._jobs) > REMEMBERED_JOBS:
            self._jobs.popitem(last=False)
        return job

    def _terms(self, workspace_id: UUID, account_id: UUID) -> Terms:
        found = terms.terms_of(self.database, workspace_id)
        if found is None:
            self.hear_settlement()
            found = terms.terms_of(self.database, workspace_id)
        if found is None or found.account_id != account_id:
            raise NotFound("workspace", workspace_id)
        return found


def _now(body: Callable[[], None]) -> None:
    body()


def _days(first: date, last: date) -> list[date]:
    if not timedelta(0) <= last - first < LONGEST_SUMMARY:
        raise InvalidInput([{"pointer": "/to_day", "detail": f"At most {LONGEST_SUMMARY.days} days from `from_day` on."}])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
