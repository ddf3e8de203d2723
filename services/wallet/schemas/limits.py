"""Thresholds, alerts, and questions about the near future: may this be spent, and how long does it last."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Question, Range, View, doc, is_not_negative, is_positive, shape
from services.wallet.schemas.words import ByMember, Cursor, Limit


@shape
class SetLimits(Command):
    """Set all thresholds of an account at once; null takes one away. Bills for what was used are always charged."""

    account_id: UUID
    low_balance: Annotated[Money, is_not_negative, doc("tell me when less than this can be spent")] | None = None
    month_limit: Annotated[Money, is_positive, doc("refuse new orders beyond this in a month (UTC)")] | None = None
    by_member_id: ByMember | None = None


@shape
class LimitsOf(Question):
    """An account's thresholds."""

    account_id: UUID


@shape
class LimitsView(View):
    """Thresholds, and how far they are."""

    account_id: UUID
    low_balance: Money | None
    month_limit: Money | None
    is_low: bool
    spent_this_month: Money


@shape
class ListAlerts(Question):
    """What an account was told about its balance and its spending, the latest first."""

    account_id: UUID
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class AlertView(View):
    """One alert: what was usable or spent, and the threshold that it passed."""

    position: int
    kind: Literal["balance_fell_low", "balance_recovered", "spending_reached_80", "spending_reached_100"]
    amount: Money
    threshold: Money
    occurred_at: datetime


@shape
class MaySpend(Question):
    """May this account spend so much now?"""

    account_id: UUID
    amount: Annotated[Money, is_positive]


@shape
class MaySpendView(View):
    """The answer: `usable` is what is there less holds; `month_room` what the account's own limit leaves."""

    account_id: UUID
    amount: Money
    usable: Money
    held: Money
    debt: Money
    month_room: Money | None
    may_spend: bool
    reason: Literal["funds_are_insufficient", "spending_limit_is_reached", "account_is_in_arrears"] | None


@shape
class RunwayOf(Question):
    """How long does the balance last at the pace of the last days?"""

    account_id: UUID
    days: Annotated[int, Range(min=1, max=90), doc("the days that the pace is taken from")] = 30


@shape
class RunwayView(View):
    """`lasts_days`: whole days, null if nothing is spent. Expiries of vouchers and cards on the way are taken into account."""

    account_id: UUID
    usable: Money
    spent: Money
    days: int
    a_day: Money
    lasts_days: int | None
    lasts_until: datetime | None
