"""Accruing: what usage would cost that is not billed yet. The bills of open days, made and not issued."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.billing.domain import DailyBill
from services.billing.queries.closing import FIRST, currency_of, open_days, to_bill
from services.billing.schemas import AccruedView
from services.kernel.database import Database
from services.kernel.errors import Refusal
from services.kernel.money import Money

PAGE: Final = 500
"""Workspace-days that are read at once."""


def accrued(database: Database, account_id: UUID, *, at: datetime) -> AccruedView:
    """The sum of what the bills of an account's open days would be; a day that cannot be priced is counted apart."""
    currency = currency_of(database, account_id)
    total_micros, position, days, unpriced, after = 0, 0, 0, 0, FIRST
    while page := open_days(database, account_id, after=after, limit=PAGE):
        seen = to_bill(database, page)
        for workspace_id, day in page:
            try:
                usage = seen.tallies.get((workspace_id, day), ())
                bill = DailyBill.of_day(seen.terms[workspace_id], day, usage, usage_position=seen.position, at=at)
            except Refusal:
                unpriced += 1
            else:
                total_micros += bill.total_micros if bill else 0
        days, position, after = days + len(page), seen.position, page[-1]
    return AccruedView(
        account_id=account_id,
        accrued=None if currency is None else Money(total_micros, currency),
        workspace_days=days,
        unpriced_days=unpriced,
        position=position,
    )
