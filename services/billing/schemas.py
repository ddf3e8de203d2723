"""Wire shapes of billing: what is asked, what is answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Range, View, doc, shape

ItemCode = Literal[
    "time_series", "logs", "logs_ingested", "trace", "profile", "pv",
    "scan", "report", "fwd_ext", "fwd_int", "net_host", "replay", "trigger", "pipeline", "sms", "synthetic",
]  # fmt: skip
SiteId = Literal["CN1", "CN2", "CN3", "CN4", "CN5", "CN6", "US1", "EU1", "AP1"]
Currency = Literal["CNY", "USD"]
Quantity = Annotated[int, Range(min=0, max=2**63 - 1), doc("in base units: records, bytes, calls, series, sessions", 2_000_000)]
Limit = Annotated[int, Range(min=1, max=500)]
Cursor = Annotated[str, Length(max=1024), doc("`next_cursor` of the page before")]
Position = Annotated[int, Range(min=0), doc("answer as of this position of billing's book")]


# --- terms, from settlement ------------------------------------------------------------------------------------------------------------


@shape
class RegisterWorkspace(Command):
    """Take up a workspace that settlement has bound."""

    workspace_id: UUID
    account_id: UUID
    currency: Currency
    site: SiteId
    plan: str
    edition: str
    billable_from: datetime


@shape
class TermsOf(Question):
    """On what terms is this workspace billed?"""

    account_id: UUID
    workspace_id: UUID


@shape
class TermsView(View):
    """A workspace's terms: a day is its site's local day; retentions are in days, by item, where a sample names none."""

    workspace_id: UUID
    account_id: UUID
    currency: Currency
    site: str
    region: str
    zone: str
    plan: str
    edition: str
    billable_from: datetime
    default_retentions: dict[str, int]


# --- bills -----------------------------------------------------------------------------------------------------------------------------


@shape
class BillLineView(View):
    """One line: amount = billable ÷ unit size times unit price, rounded once, half to even, to six decimals."""

    line_id: UUID
    item: str
    retention_days: int | None
    key: Annotated[str, doc("log index or forwarding rule, if the line is of one")]
    quantity: Annotated[int, doc("the day's fold in base units")]
    billable: Annotated[str, doc('what is billed in base units, exact: "n" or "n/d"', "25000003/10")]
    unit_size: int
    unit_price: Money
    vouchers_may_pay: bool
    amount: Money


@shape
class BillSummary(View):
    """A bill without its lines. `paid` is what vouchers, cards and cash paid; `left_to_cloud` what the cloud account pays."""

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    site: str
    day: date
    day_start: datetime
    day_end: datetime
    kind: Literal["daily"]
    state: Annotated[Literal["issued", "paid", "owed"], doc("`issued` until settlement has collected it")]
    method: str | None
    total: Money
    paid: Money
    owed: Money
    left_to_cloud: Money
    issued_at: datetime


@shape
class BillView(BillSummary):
    """A bill with its lines and with all that is needed to derive it again."""

    lines: list[BillLineView]
    usage_position: int
    terms_position: int
    price_book: str
    rules_version: int
    position: Annotated[int, doc("of the fact that issued it, in billing's book")]


@shape
class BillOf(Question):
    """What is on this bill, and how does it stand?"""

    account_id: UUID
    bill_id: UUID
    position: Position | None = None


@shape
class ListBills(Question):
    """Which bills are there? Newest day first."""

    account_id: UUID
    workspace_id: UUID | None = None
    state: Literal["issued", "paid", "owed"] | None = None
    from_day: date | None = None
    to_day: Annotated[date | None, doc("the last day, included")] = None
    position: Position | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class RecordPayment(Command):
    """Note what settlement made of a bill, in micros of its currency."""

    bill_id: UUID
    method: str
    taken_micros: int
    owed_micros: int
    cloud_micros: int
    occurred_at: datetime


@shape
class ClearDebts(Command):
    """Note that nothing of these bills is owed any more."""

    bill_ids: list[UUID]
    occurred_at: datetime


@shape
class DebtsClearedView(View):
    """The bills that are paid now."""

    bill_ids: list[UUID]


@shape
class PaymentView(View):
    """How a bill stands."""

    bill_id: UUID
    state: Literal["issued", "paid", "owed"]
    owed: Money


# --- estimates and prices --------------------------------------------------------------------------------------------------------------


@shape
class EstimatedUsage(View):
    """A day's usage of one item, as it would be reported."""

    item: ItemCode
    quantity: Quantity
    retention_days: Annotated[int, Range(min=1, max=3600)] | None = None
    key: Annotated[str, Length(max=128)] = ""
    spans: Quantity | None = None
    rum_events: Quantity | None = None


@shape
class Estimate(Question):
    """What would this usage cost on one day at this site? Without a day: today, at the site."""

    site: SiteId
    currency: Currency
    day: date | None = None
    usage: Annotated[list[EstimatedUsage], Length(min=1, max=1000)]


@shape
class EstimateView(View):
    """The lines that a bill of this usage would have."""

    site: str
    region: str
    day: date
    price_book: str
    rules_version: int
    lines: list[BillLineView]
    total: Money


@shape
class PriceBooks(Question):
    """Which price books are there?"""


@shape
class PriceBookOf(Question):
    """What does everything cost on this day?"""

    day: date
    currency: Currency
    region: Literal["CN", "INTL"]


@shape
class PriceView(View):
    """The price of one unit of an item, for one day; `retention_days` is null where it makes no difference."""

    item: str
    retention_days: int | None
    unit_size: int
    unit_price: Money
    vouchers_may_pay: bool


@shape
class PriceBookView(View):
    """A price book as one site and currency see it; without them, only its name and first day."""

    name: str
    effective_from: date
    currency: str | None = None
    region: str | None = None
    prices: list[PriceView]


@shape
class PriceBooksView(View):
    """All price books, the earliest first."""

    books: list[PriceBookView]


# --- usage -----------------------------------------------------------------------------------------------------------------------------


@shape
class AccruedOf(Question):
    """What an account's usage would cost that is not billed yet, as it stands now."""

    account_id: UUID


@shape
class AccruedView(View):
    """`accrued` is null while the account has no workspace; `unpriced_days` could not be priced and are not in it."""

    account_id: UUID
    accrued: Money | None
    workspace_days: int
    unpriced_days: int
    position: int


@shape
class UsageSummary(Question):
    """What has a workspace used, by day and line? At most 62 days at a time."""

    account_id: UUID
    workspace_id: UUID
    from_day: date
    to_day: Annotated[date, doc("the last day, included")]


@shape
class UsageLineView(View):
    """One line's day so far, folded as a bill would."""

    day: date
    item: str
    retention_days: int | None
    key: str
    quantity: int
    billable: str


@shape
class UsageSummaryView(View):
    """Folded usage up to a position of billing's book."""

    workspace_id: UUID
    position: int
    lines: list[UsageLineView]


@shape
class UsageReceipt(Question):
    """What became of the events of an accepted batch? There is no receipt before they are recorded."""

    account_id: UUID
    receipt_id: UUID


@shape
class RefusedEventView(View):
    """An event that does not count, and why. `index` is its place in the batch, where that is known."""

    index: int | None = None
    id: str | None = None
    source: str | None = None
    code: str
    detail: str


@shape
class UsageReceiptView(View):
    """A batch, counted: every event was accepted, was a repeat of one that came before, or was refused."""

    receipt_id: UUID
    events: int
    accepted: int
    repeated: int
    refused: int
    refusals: Annotated[list[RefusedEventView], doc("the first thousand")]
    received_at: datetime
    recorded_at: datetime


@shape
class ReadUsageBatches(Question):
    """Read the rows of these batches of the usage ledger, as the audit copies them."""

    batches: Annotated[list[int], Length(min=1, max=1_000)]


# --- closing ---------------------------------------------------------------------------------------------------------------------------


@shape
class CloseDays(Command):
    """Close every day that is due, at all sites or at one; days that have their bill are left alone."""

    site: SiteId | None = None


@shape
class CloseStatus(Question):
    """How far is this close?"""

    job_id: UUID


@shape
class CloseProblem(View):
    """A workspace-day that could not be billed, and why; it stays due."""

    workspace_id: UUID
    day: date
    code: str
    details: dict[str, str]


@shape
class CloseView(View):
    """A close: `found` workspace-days were due, of which `issued` have their bill now and `empty` had nothing to bill."""

    job_id: UUID
    state: Literal["running", "done", "failed"]
    started_at: datetime
    ended_at: datetime | None
    found: int
    issued: int
    empty: int
    already_billed: int
    problems: Annotated[list[CloseProblem], doc("the first hundred")]
