"""Workspaces' terms and daily bills: what is decided once and kept. Counting and pricing are pure functions beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.billing.calendar import bounds_of_day
from services.billing.catalogue import SITES, Region
from services.billing.counting import RULES_VERSION, Tally, fold
from services.billing.pricebook import book_for
from services.billing.pricing import BillLine, price, total_of
from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import require_known_currency

BillState = Literal["issued", "paid", "owed"]


class SiteIsUnknown(Refusal):
    """There is no such site."""

    code = "billing.site_is_unknown"

    def __init__(self, site: str) -> None:
        super().__init__(site=site)


class PlanIsNotBilled(Refusal):
    """Only commercial workspaces are billed."""

    code = "billing.plan_is_not_billed"

    def __init__(self, plan: str) -> None:
        super().__init__(plan=plan)


class TermsDiffer(Refusal):
    """The workspace was registered before with another account, currency, site or first day; these never change."""

    code = "billing.terms_differ"

    def __init__(self, workspace_id: UUID) -> None:
        super().__init__(workspace_id=workspace_id)


class PaymentDiffers(Refusal):
    """What is said to be taken, owed and left to the cloud does not add up to the bill."""

    code = "billing.payment_differs"

    def __init__(self, *, bill_id: UUID, total_micros: int, said_micros: int) -> None:
        super().__init__(bill_id=bill_id, total_micros=total_micros, said_micros=said_micros)


def bill_id_of(workspace_id: UUID, day: date) -> UUID:
    """The id of a workspace-day's bill: there can only be one."""
    return natural_id("bill", workspace_id, day, "daily")


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace's terms as a bill is made from them, and the position of the event that set them."""

    workspace_id: UUID
    account_id: UUID
    currency: str
    site: str
    region: Region
    zone: str
    plan: str
    edition: str
    billable_from: datetime
    default_retentions: dict[str, int]
    position: int


class WorkspaceTerms(Aggregate):
    """On what terms a workspace is billed: whose it is, where it stands, and how long it keeps what.

    Source: product fact 2.4; decisions 5, 21 and 29.
    """

    TOPIC = "billing.terms"

    class Event(Aggregate.Event):
        TOPIC = "billing.terms_event"

    class Registered(Event, Aggregate.Created):
        TOPIC = "billing.workspace_registered"
        workspace_id: UUID
        account_id: UUID
        currency: str
        site: str
        region: Region
        zone: str
        plan: str
        edition: str
        billable_from: datetime
        default_retentions: dict[str, int]
        occurred_at: datetime

    workspace_id: UUID
    account_id: UUID
    currency: str
    site: str
    region: Region
    zone: str
    plan: str
    edition: str
    billable_from: datetime
    default_retentions: dict[str, int]

    @staticmethod
    def create_id(workspace_id: UUID) -> UUID:
        return natural_id("terms", workspace_id)

    @classmethod
    def register(
        cls,
        *,
        workspace_id: UUID,
        account_id: UUID,
        currency: str,
        site: str,
        plan: str,
        edition: str,
        billable_from: datetime,
        default_retentions: dict[str, int],
        at: datetime,
    ) -> WorkspaceTerms:
        """The terms of a workspace that was just bound; region and zone are those of our own site catalogue (decision 4).

        Refuses: SiteIsUnknown, CurrencyIsUnknown, PlanIsNotBilled.
        """
        if plan != "commercial":
            raise PlanIsNotBilled(plan)
        if site not in SITES:
            raise SiteIsUnknown(site)
        return cls(
            workspace_id=workspace_id,
            account_id=account_id,
            currency=require_known_currency(currency),
            site=site,
            region=SITES[site].region,
            zone=SITES[site].zone,
            plan=plan,
            edition=edition,
            billable_from=billable_from,
            default_retentions=default_retentions,
            occurred_at=at,
        )

    @event(Registered)
    def __init__(
        self,
        workspace_id: UUID,
        account_id: UUID,
        currency: str,
        site: str,
        region: Region,
        zone: str,
        plan: str,
        edition: str,
        billable_from: datetime,
        default_retentions: dict[str, int],
        occurred_at: datetime,
    ) -> None:
        self.workspace_id = workspace_id
        self.account_id = account_id
        self.currency = currency
        self.site = site
        self.region = region
        self.zone = zone
        self.plan = plan
        self.edition = edition
        self.billable_from = billable_from
        self.default_retentions = default_retentions

    def require_same(self, *, account_id: UUID, currency: str, site: str, billable_from: datetime) -> None:
        """Refuses: TermsDiffer."""
        if (account_id, currency, site, billable_from) != (self.account_id, self.currency, self.site, self.billable_from):
            raise TermsDiffer(self.workspace_id)


class DailyBill(Aggregate):
    """What one workspace owes for one local day: issued once, never edited; then how it was paid.

    Source: product fact 2.4; decisions 5, 8, 9, 18 and 21.
    """

    TOPIC = "billing.daily_bill"

    class Event(Aggregate.Event):
        TOPIC = "billing.daily_bill_event"

    class Issued(Event, Aggregate.Created):
        TOPIC = "billing.bill_issued"
        bill_id: UUID
        workspace_id: UUID
        account_id: UUID
        currency: str
        site: str
        day: date
        day_start: datetime
        day_end: datetime
        kind: Literal["daily"]
        lines: list[BillLine]
        total_micros: int
        usage_position: int
        terms_position: int
        price_book: str
        rules_version: int
        occurred_at: datetime

    class PaymentRecorded(Event):
        """What settlement made of the bill; a later one says how things stand after debt was cleared."""

        TOPIC = "billing.payment_recorded"
        bill_id: UUID
        account_id: UUID
        method: str
        taken_micros: int
        owed_micros: int
        cloud_micros: int
        occurred_at: datetime

    workspace_id: UUID
    account_id: UUID
    currency: str
    day: date
    total_micros: int
    owed_micros: int
    cloud_micros: int
    method: str | None

    @staticmethod
    def create_id(bill_id: UUID) -> UUID:
        return bill_id

    @classmethod
    def of_day(cls, terms: Terms, day: date, usage: Iterable[Tally], *, usage_position: int, at: datetime) -> DailyBill | None:
        """The bill of a workspace's day as a function of its usage up to a position; None for a day with nothing to bill (decision 6).

        Refuses: NoPriceForItem, NoPriceBookForDay, BillIsTooLarge.
        Source: decision 21.
        """
        folded = fold(usage, default_retentions=terms.default_retentions)
        if not folded:
            return None
        bill_id, book = bill_id_of(terms.workspace_id, day), book_for(day)
        lines = price(folded, book=book, region=terms.region, currency=terms.currency, bill_id=bill_id)
        day_start, day_end = bounds_of_day(day, terms.zone)
        return cls(
            bill_id=bill_id,
            workspace_id=terms.workspace_id,
            account_id=terms.account_id,
            currency=terms.currency,
            site=terms.site,
            day=day,
            day_start=day_start,
            day_end=day_end,
            kind="daily",
            lines=lines,
            total_micros=total_of(lines),
            usage_position=usage_position,
            terms_position=terms.position,
            price_book=book.name,
            rules_version=RULES_VERSION,
            occurred_at=at,
        )

    @event(Issued)
    def __init__(
        self,
        bill_id: UUID,
        workspace_id: UUID,
        account_id: UUID,
        currency: str,
        site: str,
        day: date,
        day_start: datetime,
        day_end: datetime,
        kind: Literal["daily"],
        lines: list[BillLine],
        total_micros: int,
        usage_position: int,
        terms_position: int,
        price_book: str,
        rules_version: int,
        occurred_at: datetime,
    ) -> None:
        self.workspace_id = workspace_id
        self.account_id = account_id
        self.currency = currency
        self.day = day
        self.total_micros = total_micros
        self.owed_micros = total_micros
        self.cloud_micros = 0
        self.method = None

    @property
    def is_settled(self) -> bool:
        """Whether settlement has said how the bill was paid."""
        return self.method is not None

    @property
    def state(self) -> BillState:
        return state_of(owed_micros=self.owed_micros if self.is_settled else None)

    def record_payment(self, *, method: str, taken_micros: int, owed_micros: int, cloud_micros: int, at: datetime) -> None:
        """Note what was taken from funds, is owed, and is left to the cloud account.

        What is owed only ever falls: older news change nothing. Refuses: PaymentDiffers.
        """
        said_micros = taken_micros + owed_micros + cloud_micros
        if said_micros != self.total_micros or min(taken_micros, owed_micros, cloud_micros) < 0:
            raise PaymentDiffers(bill_id=self.id, total_micros=self.total_micros, said_micros=said_micros)
        if self.is_settled and owed_micros >= self.owed_micros:
            return
        self._record_payment(
            bill_id=self.id,
            account_id=self.account_id,
            method=method,
            taken_micros=taken_micros,
            owed_micros=owed_micros,
            cloud_micros=cloud_micros,
            occurred_at=at,
        )

    def clear_debt(self, *, at: datetime) -> None:
        """Note that nothing of the bill is owed any more, even if this is heard before the bill's own settlement is."""
        self.record_payment(
            method=self.method or "billing_center",
            taken_micros=self.total_micros - self.cloud_micros,
            owed_micros=0,
            cloud_micros=self.cloud_micros,
            at=at,
        )

    @event(PaymentRecorded)
    def _record_payment(
        self, bill_id: UUID, account_id: UUID, method: str, taken_micros: int, owed_micros: int, cloud_micros: int, occurred_at: datetime
    ) -> None:
        self.method = method
        self.owed_micros = owed_micros
        self.cloud_micros = cloud_micros


class UsageOfDay(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a batch is of one workspace-day, and a digest (sha256, hexadecimal) over those rows in the order of their identities."""

    workspace_id: UUID
    day: date
    samples: int
    retractions: int
    digest: str


class UsageBatches(Aggregate):
    """The batches of the usage ledger. The intake worker writes their facts in the transaction of the rows, never through this class."""

    TOPIC = "billing.usage_batches"

    class Event(Aggregate.Event):
        TOPIC = "billing.usage_batches_event"

    class Recorded(Event):
        """These rows are in the usage ledger; this event's position is theirs."""

        TOPIC = "billing.usage_recorded"
        batch: int
        rows: int
        days: list[UsageOfDay]
        occurred_at: datetime


def state_of(*, owed_micros: int | None) -> BillState:
    """How a bill stands: `owed_micros` is None until settlement has spoken."""
    if owed_micros is None:
        return "issued"
    return "owed" if owed_micros else "paid"
