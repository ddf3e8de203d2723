"""Words for tests about billing: workspaces with terms, a day's usage laid into the ledger, days closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.billing.application import Billing
from services.billing.calendar import day_of
from services.billing.catalogue import SITES
from services.billing.intake.judging import SAMPLE, Content, Identity
from services.billing.intake.ledger import Receipt, UsageLedger
from services.billing.schemas import CloseDays, RegisterWorkspace
from services.kernel.ids import new_id

MONDAY = date(2026, 11, 16)
MONDAY_NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
"""Noon in China."""
COMPANY_A: tuple[dict[str, Any], ...] = (
    {"item": "time_series", "quantity": 6_000, "retention_days": 3},
    {"item": "logs", "quantity": 2_000_000, "retention_days": 7},
    {"item": "trace", "quantity": 2_000_000, "retention_days": 3},
    {"item": "pv", "quantity": 20_000, "retention_days": 3},
    {"item": "trigger", "quantity": 20_000},
)
"""TV-1: 3.60 + 2.40 + 4.00 + 1.40 + 2.00 = 13.40 at a Chinese site."""


def a_workspace(billing: Billing, *, site: str = "CN1", currency: str = "CNY", account_id: UUID | None = None) -> UUID:
    """A workspace that billing knows; its id."""
    workspace_id = new_id()
    billing.register_workspace(
        RegisterWorkspace(
            id=new_id(),
            workspace_id=workspace_id,
            account_id=account_id or new_id(),
            currency=currency,  # type: ignore[arg-type]
            site=site,  # type: ignore[arg-type]
            plan="commercial",
            edition="standard",
            billable_from=datetime(2026, 1, 1, tzinfo=UTC),
        )
    )
    return workspace_id


def use(billing: Billing, workspace_id: UUID, *samples: dict[str, Any], site: str = "CN1", at: datetime = MONDAY_NOON) -> None:
    """Record samples in the usage ledger, as the intake does with a batch. `id` makes a sample's identity, `hour` is counted from `at`."""
    receipt = Receipt(new_id(), workspace_id, len(samples), at, accepted=len(samples))
    rows = dict(_row(workspace_id, sample, SITES[site].zone, at) for sample in samples)
    owners = dict.fromkeys(rows, receipt.receipt_id)
    UsageLedger(billing.database).record(rows, {receipt.receipt_id: receipt}, owners, at=billing.clock.now())


def _row(workspace_id: UUID, sample: dict[str, Any], zone: str, at: datetime) -> tuple[Identity, Content]:
    hour = at + timedelta(hours=sample.get("hour", 0))
    identity = Identity(workspace_id, day_of(hour, zone), "test", sample.get("id", str(new_id())), sample.get("kind", SAMPLE))
    content = Content(
        sample["item"],
        hour,
        sample["quantity"],
        sample.get("retention_days"),
        sample.get("key", ""),
        sample.get("spans"),
        sample.get("rum_events"),
    )
    return identity, content


def close_days(billing: Billing, *, site: str | None = None, dry_run: bool = False) -> Any:
    """Close what is due and wait for it."""
    return billing.close_days(CloseDays(id=new_id(), site=site, dry_run=dry_run))  # type: ignore[arg-type]
