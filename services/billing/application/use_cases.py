"""Billing's use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from services.billing.application import views
from services.billing.application.accruing import accrued
from services.billing.application.closes import Closes, Start, at_once
from services.billing.application.closing import Close
from services.billing.calendar import day_of
from services.billing.catalogue import DEFAULT_RETENTIONS, SITES
from services.billing.counting import RULES_VERSION, Tally, fold
from services.billing.domain import DailyBill, Terms, WorkspaceTerms
from services.billing.pricebook import BOOKS, book_for
from services.billing.pricing import price, total_of
from services.billing.projections import PROJECTOR
from services.billing.queries import bills, terms, usage
from services.billing.schemas import (
    AccruedOf,
    AccruedView,
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
from services.kernel.ids import natural_id
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor, encode_cursor

LONGEST_SUMMARY: Final = timedelta(days=62)


class Billing(Application):
    """What was used, what it costs, and the bill of each day."""

    name = "billing"
    projector = PROJECTOR
    aggregates = (WorkspaceTerms, DailyBill)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closes = Closes(self, lambda: self.is_intake_behind())
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

    def accrued_of(self, question: AccruedOf) -> AccruedView:
        """What an account's usage that is not billed yet would cost now, by the code that makes the bills."""
        return accrued(self.database, question.account_id, at=self.clock.now())

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

    def close_days(self, command: CloseDays, *, start: Start = at_once) -> CloseView:
        """Begin to close what is due; `close_status` tells how far it is. The same command again answers for the same job.

        `start` runs a function in the background; without one the close is finished when this returns. Refuses: CommandIdIsReused.
        """
        return self.closes.begin(command, start)

    def close_status(self, question: CloseStatus) -> CloseView:
        """How far a close is. Refuses: NotFound."""
        return self.closes.status(question.job_id)

    def resume_closes(self) -> None:
        """Go on with the closes that broke off: what a start of the room does, and the timer."""
        self.closes.resume()

    def close_due_days(self) -> Close | None:
        """Close what is due, unless a close is running here: what the timer does. None if one was."""
        return self.closes.close_due()

    def _terms(self, workspace_id: UUID, account_id: UUID) -> Terms:
        found = terms.terms_of(self.database, workspace_id)
        if found is None:
            self.hear_settlement()
            found = terms.terms_of(self.database, workspace_id)
        if found is None or found.account_id != account_id:
            raise NotFound("workspace", workspace_id)
        return found


def _days(first: date, last: date) -> list[date]:
    if not timedelta(0) <= last - first < LONGEST_SUMMARY:
        raise InvalidInput([{"pointer": "/to_day", "detail": f"At most {LONGEST_SUMMARY.days} days from `from_day` on."}])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
