"""Words for tests about billing: workspaces with terms, a day's usage laid into the ledger, days closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.billing.application import Billing
from services.billing.calendar import day_of
from services.billing.catalogue import SITES
from services.billing.schemas import CloseDays, RegisterWorkspace
from services.kernel.ids import natural_id, new_id

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
    """Record samples in the usage ledger as one batch. `id` makes a sample's identity, `kind` 2 retracts, `hour` is counted from `at`.

    It speaks to the ledger's tables and functions, as the intake does, and knows nothing of the intake's judging and merging.
    """
    rows = [_row(workspace_id, sample, SITES[site].zone, at) for sample in samples]
    days = sorted({row["day"] for row in rows})
    with billing.database.transaction() as connection:
        connection.execute("select ensure_usage_partitions(%s, %s)", (days[0], days[-1]))
        batch = connection.execute("select nextval('usage_batch_seq')").fetchone()[0]  # type: ignore[index]
        for row in rows:
            connection.execute(_INSERT, {**row, "batch": batch})
        told = [{"workspace_id": workspace_id, "day": day, "samples": 0, "retractions": 0, "digest": ""} for day in days]
        state = msgspec.json.encode({"batch": batch, "rows": len(rows), "days": told, "occurred_at": billing.clock.now()})
        connection.execute("select record_usage(%s, %s, %s, %s)", (natural_id("usage-ledger"), batch, state, billing.clock.now()))
        connection.execute(_NOTE_WORK, (workspace_id, days))


_INSERT = """
    insert into usage_rows (workspace_id, day, source, event_id, kind, batch, item, hour, quantity, retention_days, key, spans, rum_events)
    values (%(workspace_id)s, %(day)s, 'test', %(id)s, %(kind)s, %(batch)s, %(item)s, %(hour)s, %(quantity)s, %(retention_days)s, %(key)s,
            %(spans)s, %(rum_events)s)
"""
_NOTE_WORK = """
    insert into usage_work (workspace_id, day, position)
    select %s, d.day, h.position
    from unnest(%s::date[]) as d(day), ledger_head as h
    on conflict (workspace_id, day) do update set position = excluded.position
"""


def _row(workspace_id: UUID, sample: dict[str, Any], zone: str, at: datetime) -> dict[str, Any]:
    hour = at + timedelta(hours=sample.get("hour", 0))
    usual = {"id": str(new_id()), "kind": 1, "retention_days": None, "key": "", "spans": None, "rum_events": None}
    return usual | sample | {"workspace_id": workspace_id, "day": day_of(hour, zone), "hour": hour}


def close_days(billing: Billing, *, site: str | None = None, dry_run: bool = False) -> Any:
    """Close what is due and wait for it."""
    return billing.close_days(CloseDays(id=new_id(), site=site, dry_run=dry_run))  # type: ignore[arg-type]
