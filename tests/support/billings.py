"""Words for tests about billing: workspaces with terms, a day's usage laid into the ledger, days closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.billing.application import Billing
from services.billing.calendar import day_of
from services.billing.catalogue import SITES
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
    """Lay samples into the usage ledger as the intake does, at the book's present position. `id` makes a sample's identity."""
    with billing.database.transaction() as connection:
        for sample in samples:
            hour = at + timedelta(hours=sample.get("hour", 0))
            day = day_of(hour, SITES[site].zone)
            connection.execute(
                """
                insert into usage (workspace_id, day, source, event_id, position, kind, item, hour, quantity,
                                   retention_days, key, spans, rum_events, digest)
                select %s, %s, 'test', %s, position, %s, %s, %s, %s, %s, %s, %s, %s, ''::bytea
                from ledger_head
                """,
                (
                    workspace_id,
                    day,
                    sample.get("id", str(new_id())),
                    sample.get("kind", 1),
                    sample["item"],
                    hour,
                    sample["quantity"],
                    sample.get("retention_days"),
                    sample.get("key", ""),
                    sample.get("spans"),
                    sample.get("rum_events"),
                ),
            )
            connection.execute(
                """
                insert into usage_work (workspace_id, day, position)
                select %s, %s, position
                from ledger_head
                on conflict (workspace_id, day) do update set position = excluded.position
                """,
                (workspace_id, day),
            )


def close_days(billing: Billing, *, site: str | None = None, dry_run: bool = False) -> Any:
    """Close what is due and wait for it."""
    return billing.close_days(CloseDays(id=new_id(), site=site, dry_run=dry_run))  # type: ignore[arg-type]
