"""What a close reads: which workspace-days are due, and in one snapshot all that a batch of bills is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from services.billing.counting import Tally
from services.billing.domain import Terms
from services.billing.queries.terms import terms_by_workspace
from services.billing.queries.usage import WorkspaceDay, head_position, tallies_of
from services.kernel.database import Database

FIRST: Final[WorkspaceDay] = (UUID(int=0), date.min)


class ToBill(msgspec.Struct, frozen=True, kw_only=True):
    """What the bills of a batch are made from: all of it seen at one instant, that of `position` in our book."""

    position: int
    terms: Mapping[UUID, Terms]
    tallies: Mapping[WorkspaceDay, Sequence[Tally]]


def due_days(database: Database, *, last_days: Mapping[str, date], site: str | None, after: WorkspaceDay, limit: int) -> list[WorkspaceDay]:
    """Workspace-days with usage and without a bill, up to the last day due in each zone, in order, from beyond `after`."""
    rows = database.all(
        """
        select w.workspace_id, w.day
        from usage_work as w
        join workspace_terms as t on t.workspace_id = w.workspace_id
        join unnest(%(zones)s::text[], %(days)s::date[]) as due(zone, last_day) on due.zone = t.zone
        where w.billed_position is null
          and w.day <= due.last_day
          and (%(site)s::text is null or t.site = %(site)s)
          and (w.workspace_id, w.day) > (%(workspace_id)s, %(day)s)
        order by w.workspace_id, w.day
        limit %(limit)s
        """,
        {
            "zones": list(last_days),
            "days": list(last_days.values()),
            "site": site,
            "workspace_id": after[0],
            "day": after[1],
            "limit": limit,
        },
    )
    return [(row["workspace_id"], row["day"]) for row in rows]


def open_days(database: Database, account_id: UUID, *, after: WorkspaceDay, limit: int) -> list[WorkspaceDay]:
    """Workspace-days of an account with usage and without a bill, today's among them, in order, from beyond `after`."""
    rows = database.all(
        """
        select w.workspace_id, w.day
        from workspace_terms as t
        join usage_work as w on w.workspace_id = t.workspace_id
        where t.account_id = %(account_id)s
          and w.billed_position is null
          and (w.workspace_id, w.day) > (%(workspace_id)s, %(day)s)
        order by w.workspace_id, w.day
        limit %(limit)s
        """,
        {"account_id": account_id, "workspace_id": after[0], "day": after[1], "limit": limit},
    )
    return [(row["workspace_id"], row["day"]) for row in rows]


def currency_of(database: Database, account_id: UUID) -> str | None:
    """The currency in which an account's workspaces are billed; None while it has none."""
    row = database.one("select currency from workspace_terms where account_id = %s limit 1", (account_id,))
    return row["currency"] if row else None


def to_bill(database: Database, days: Sequence[WorkspaceDay]) -> ToBill:
    """Terms and usage of a batch, from one snapshot of the database: three queries, whatever its size."""
    with database.transaction(snapshot=True) as connection:
        position = head_position(connection)
        return ToBill(
            position=position,
            terms=terms_by_workspace(connection, {workspace_id for workspace_id, _ in days}),
            tallies=tallies_of(connection, days),  # what this snapshot sees was recorded up to that position
        )
