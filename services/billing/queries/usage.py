"""The usage ledger, added up by the database for `counting` to fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.billing.catalogue import ITEMS
from services.billing.counting import Tally
from services.kernel.database import Connection, Database

WorkspaceDay = tuple[UUID, date]

MAX_ITEMS: Final = [code for code, item in ITEMS.items() if item.fold == "max"]
_NO_HOUR: Final = datetime.min.replace(tzinfo=UTC)


def usage_of(
    database: Database, days: Sequence[WorkspaceDay], *, position: int | None = None
) -> tuple[int, dict[WorkspaceDay, list[Tally]]]:
    """The usage of workspace-days up to a position (or the head), and that position."""
    with database.transaction(snapshot=True) as connection:
        tallies = tallies_of(connection, days, position=position)
        return head_position(connection) if position is None else position, tallies


def receipt_of(database: Database, receipt_id: UUID, *, account_id: UUID) -> dict[str, Any] | None:
    """What became of one batch of an account."""
    return database.one(
        """
        select receipt_id, events, accepted, repeated, refused, refusals, received_at, recorded_at
        from usage_receipt
        where receipt_id = %s
          and account_id = %s
        """,
        (receipt_id, account_id),
    )


def head_position(connection: Connection) -> int:
    """The position of the last event of our book."""
    row = connection.execute("select position from ledger_head").fetchone()
    assert row is not None
    return int(row[0])


def tallies_of(connection: Connection, days: Sequence[WorkspaceDay], *, position: int | None = None) -> dict[WorkspaceDay, list[Tally]]:
    """The usage of workspace-days, added up by item, retention as sent, and key (`counting.Tally`); retracted samples do not count.

    `position`: only what was recorded up to there; None: all that the connection sees. Each workspace-day is read by its own key, so that
    only its partition is touched.
    """
    rows = connection.execute(
        """
        select due.workspace_id, due.day, u.item, u.retention_days, u.key, u.total, u.largest, u.spans, u.rum_events
        from unnest(%(workspace_ids)s::uuid[], %(days)s::date[]) as due(workspace_id, day)
        cross join lateral (
            select s.item, s.retention_days, s.key,
                   sum(s.quantity) as total,
                   max(array[s.quantity, - extract(epoch from s.hour)::bigint]) filter (where s.item = any(%(max_items)s)) as largest,
                   sum(s.spans) as spans,
                   sum(s.rum_events) as rum_events
            from usage_rows as s
            where s.workspace_id = due.workspace_id
              and s.day = due.day
              and s.kind = 1
              and (%(position)s::bigint is null
                   or exists (select from usage_batch as b where b.batch = s.batch and b.position <= %(position)s))
              and (s.source, s.event_id) not in (
                  select r.source, r.event_id
                  from usage_rows as r
                  where r.workspace_id = due.workspace_id
                    and r.day = due.day
                    and r.kind = 2
                    and (%(position)s::bigint is null
                         or exists (select from usage_batch as b where b.batch = r.batch and b.position <= %(position)s))
              )
            group by s.item, s.retention_days, s.key
        ) as u
        """,
        {
            "workspace_ids": [workspace_id for workspace_id, _ in days],
            "days": [day for _, day in days],
            "max_items": MAX_ITEMS,
            "position": position,
        },
    )
    found: defaultdict[WorkspaceDay, list[Tally]] = defaultdict(list)
    for workspace_id, day, *figures in rows:
        found[workspace_id, day].append(_tally(*figures))
    return dict(found)


def _tally(item: str, retention_days: int | None, key: str, total: Any, largest: list[int] | None, spans: Any, rum_events: Any) -> Tally:
    return Tally(
        item=item,
        retention_days=retention_days,
        key=key,
        quantity=int(total) if largest is None else largest[0],
        hour=_NO_HOUR if largest is None else datetime.fromtimestamp(-largest[1], UTC),
        spans=int(spans or 0),
        rum_events=int(rum_events or 0),
    )
