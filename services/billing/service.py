"""Billing's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import eventlet  # type: ignore[import-untyped]
from nameko.timer import timer  # type: ignore[import-untyped]

from services.billing import schemas as s
from services.billing.application import Billing
from services.billing.backlog import is_intake_behind
from services.billing.events import PUBLISHED
from services.billing.policies import SettlementPolicies
from services.billing.queries.batches import rows_of_batches
from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.follower import (
    Bell,
    BellListener,
    BookPage,
    Follower,
    PublishedPage,
    ReadBook,
    ReadPublished,
    ReadRows,
    RowsPage,
    read_book,
    read_rows,
)
from services.kernel.rpc import Remote, Signer, background, command, provided, query
from services.kernel.schemas import Page
from services.kernel.telemetry import get_logger

FOLLOWERS: Final = ("identity", "settlement", "wallet", "tickets", "audit")
AUDITED: Final = ("bill", "bill_line", "bill_payment", "workspace_terms")
WHO_SEES_BILLS: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "auditor")
WHO_CLOSES: Final = ("operator", "finance_operator")
CLOSE_EVERY_S: Final = 60

log = get_logger()


class BillingService:
    """What was used, what it costs, and the bill of each day."""

    name = "billing"
    billing: Billing = provided("billing")
    beside = background()

    # -- prices

    @query(s.Estimate, reply=s.EstimateView)
    def estimate(self, question: s.Estimate) -> s.EstimateView:
        return self.billing.estimate(question)

    @query(s.PriceBooks, reply=s.PriceBooksView)
    def price_books(self, question: s.PriceBooks) -> s.PriceBooksView:
        return self.billing.price_books(question)

    @query(s.PriceBookOf, reply=s.PriceBookView)
    def price_book_of(self, question: s.PriceBookOf) -> s.PriceBookView:
        return self.billing.price_book_of(question)

    # -- bills and usage

    @query(s.BillOf, reply=s.BillView, roles=WHO_SEES_BILLS, callers=("gateway", *FOLLOWERS))
    def bill_of(self, question: s.BillOf) -> s.BillView:
        return self.billing.bill_of(question)

    @query(s.ListBills, reply=Page[s.BillSummary], roles=WHO_SEES_BILLS, callers=("gateway", *FOLLOWERS))
    def list_bills(self, question: s.ListBills) -> Page[s.BillSummary]:
        return self.billing.list_bills(question)

    @query(s.TermsOf, reply=s.TermsView, roles=WHO_SEES_BILLS, callers=("gateway", *FOLLOWERS))
    def terms_of(self, question: s.TermsOf) -> s.TermsView:
        return self.billing.terms_of(question)

    @query(s.AccruedOf, reply=s.AccruedView, roles=WHO_SEES_BILLS, callers=("gateway", "wallet"))
    def accrued_of(self, question: s.AccruedOf) -> s.AccruedView:
        return self.billing.accrued_of(question)

    @query(s.UsageSummary, reply=s.UsageSummaryView, roles=WHO_SEES_BILLS, callers=("gateway", *FOLLOWERS))
    def usage_summary(self, question: s.UsageSummary) -> s.UsageSummaryView:
        return self.billing.usage_summary(question)

    @query(s.UsageReceipt, reply=s.UsageReceiptView, roles=WHO_SEES_BILLS)
    def usage_receipt(self, question: s.UsageReceipt) -> s.UsageReceiptView:
        return self.billing.usage_receipt(question)

    @command(None, callers=("billing.intake",))
    def hear_of_workspaces(self) -> None:
        self.billing.hear_settlement()

    # -- closing

    @command(s.CloseDays, reply=s.CloseView, roles=WHO_CLOSES)
    def close_days(self, command: s.CloseDays) -> s.CloseView:
        return self.billing.close_days(command, start=_in_background)

    @query(s.CloseStatus, reply=s.CloseView, roles=(*WHO_CLOSES, "support", "auditor"))
    def close_status(self, question: s.CloseStatus) -> s.CloseView:
        return self.billing.close_status(question)

    @timer(interval=CLOSE_EVERY_S, eager=True)  # type: ignore[untyped-decorator]
    def resume_closes(self) -> None:
        _in_background(self.billing.resume_closes)

    @timer(interval=CLOSE_EVERY_S)  # type: ignore[untyped-decorator]
    def close_due_days(self) -> None:
        closed = self.billing.close_due_days()
        if closed is not None and closed.count["issued"]:
            log.info("days were closed", found=closed.count["found"], issued=closed.count["issued"])
        for problem in closed.problems if closed is not None else ():
            log.warning(
                "a day cannot be billed",
                workspace_id=problem.workspace_id,
                day=problem.day,
                code=problem.code,
                details=problem.details,
            )

    # -- the book, and the ledger of usage beside it

    @query(s.ReadUsageBatches, callers=("audit",))
    def read_usage_batches(self, question: s.ReadUsageBatches) -> dict[str, Any]:
        return {"rows": rows_of_batches(self.billing.database, question.batches)}

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.billing.database, after=question.after, limit=question.limit)

    @query(ReadBook, callers=("audit",))
    def read_book(self, question: ReadBook) -> BookPage:
        return read_book(self.billing.database, question)

    @query(ReadRows, callers=("audit",))
    def read_rows(self, question: ReadRows) -> RowsPage:
        return read_rows(self.billing.database, question, tables=AUDITED)


def build(settings: Settings) -> Billing:
    """The room of this process, ringing its bell and following settlement."""
    assert settings.database_url is not None  # a room always has one
    bell = Bell(settings.amqp_url, "billing")
    billing = Billing(
        database=Database(settings.database_url, size=16, name="billing"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
    )
    billing.is_intake_behind = lambda: is_intake_behind(settings.amqp_url)
    follower = _follower(billing, settings)
    billing.hear_settlement = follower.catch_up
    billing.background = (bell, follower, BellListener(settings.amqp_url, name="billing", heard={"settlement": follower.wake}))
    return billing


def _follower(billing: Billing, settings: Settings) -> Follower:
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    return Follower("settlement", SettlementPolicies(billing), billing.database, remote, "billing")


def _in_background(work: Callable[[], None]) -> None:
    """Run beside the calls; what breaks a close is logged, and the timer goes on from there."""

    def run() -> None:
        try:
            work()
        except Exception:
            log.exception("a close has failed")

    eventlet.spawn(run)
