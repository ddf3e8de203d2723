"""The usage ledger's one writer: a batch is stored whole, in one transaction, and what came before counts once.

COPY goes straight into the table. Where an identity is already there the whole is rolled back and copied to a temporary table instead, and
only what is new goes on; what is there with another content is refused. A stream of repeats starts with the second way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services.billing.intake.judging import Workspace
from services.billing.intake.receipts import REUSED, Receipt, write_receipts
from services.billing.intake.rows import COLUMNS, RETRACTION, SAMPLE, Identity, Row, WorkspaceDay, canonical, copy_format
from services.kernel.database import Connection, Database
from services.kernel.ids import natural_id

USAGE_LEDGER: Final = natural_id("usage-ledger")

Entry = tuple[Row, Receipt]
Days = dict[WorkspaceDay, dict[Identity, Entry]]
"""What is good of a batch: by workspace-day and identity, the row and the receipt it counts on."""


class UsageLedger:
    """Reads what judging needs and writes batches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._months: set[date] = set()
        self._expects_repeats = False

    def workspaces(self, ids: Collection[UUID]) -> dict[UUID, Workspace]:
        """Those of the ids that we know."""
        rows = self._database.all(
            """
            select workspace_id, account_id, zone, billable_from, region, currency
            from workspace_terms
            where workspace_id = any(%s)
            """,
            (list(ids),),
        )
        return {row.pop("workspace_id"): Workspace(**row) for row in rows}

    def receipts_among(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of the ids whose messages are done already."""
        rows = self._database.all("select receipt_id from usage_receipt where receipt_id = any(%s)", (list(ids),))
        return {row["receipt_id"] for row in rows}

    def samples_among(self, retracted: Collection[tuple[WorkspaceDay, Identity]]) -> set[tuple[WorkspaceDay, Identity]]:
        """Those of the retracted samples that are in the ledger."""
        wanted = [(day.workspace_id, day.day, source, event_id) for day, (source, event_id, _) in retracted]
        rows = self._database.all(
            """
            select w.workspace_id, w.day, w.source, w.event_id
            from unnest(%s::uuid[], %s::date[], %s::text[], %s::text[]) as w(workspace_id, day, source, event_id)
            cross join lateral (
                select
                from usage_rows as r
                where (r.workspace_id, r.day, r.source, r.event_id, r.kind) = (w.workspace_id, w.day, w.source, w.event_id, 1)
                limit 1
            ) as known
            """,
            [list(column) for column in zip(*wanted, strict=True)],
        )
        return {(WorkspaceDay(r["workspace_id"], r["day"]), (r["source"], r["event_id"], SAMPLE)) for r in rows}

    def record(self, days: Days, receipts: Collection[Receipt], *, at: datetime) -> int:
        """Store the rows, the event that gives them their position, the work list and the receipts, in one transaction.

        How many rows are new; the receipts are corrected by what was there before. Raises UniqueViolation where something was known that
        nobody expected to be, or was stored by another worker at this moment: nothing is stored then, and the receipts are of no use; judge
        the messages again.
        """
        self._ensure_partitions(days)
        expects_repeats, self._expects_repeats = self._expects_repeats, True
        with self._database.transaction() as connection:
            (batch,) = _one(connection, "select nextval('usage_batch_seq')")
            new = _without_known(connection, days, batch) if expects_repeats else days
            new = {day: rows for day, rows in new.items() if rows}
            if new:
                _copy(connection, "usage_rows", new, batch)
                _note_work(connection, new, _record_event(connection, new, batch, at))
            write_receipts(connection, receipts, at)
        count = sum(map(len, new.values()))
        self._expects_repeats = count < sum(map(len, days.values()))
        return count

    def _ensure_partitions(self, days: Days) -> None:
        for month in {day.day.replace(day=1) for day in days} - self._months:
            self._database.execute("select ensure_usage_partitions(%s, %s)", (month, month))
            self._months.add(month)


def _copy(connection: Connection, table: str, days: Days, batch: int) -> None:
    """All rows, in one write."""
    rows = (row for entries in days.values() for row, _ in entries.values())
    with connection.cursor().copy(f"copy {table} ({COLUMNS}) from stdin (format binary)".encode()) as copy:
        copy.write(copy_format(rows, batch))


def _without_known(connection: Connection, days: Days, batch: int) -> Days:
    """What is new. What was there before is noted on its receipt: as a repeat, or refused where it said something else.

    The answer is one letter a row, in the order of the rows. `limit 1` makes the planner look each row up by its key: it would rather read
    the whole month, and knows nothing of the temporary table.
    """
    connection.execute("create temporary table usage_incoming (like usage_rows) on commit drop")
    _copy(connection, "usage_incoming", days, batch)
    (fates,) = _one(
        connection,
        """
        select string_agg(
            case
                when u.kind is null then 'n'
                when (u.item, u.hour, u.quantity, u.retention_days, u.key, u.spans, u.rum_events)
                    is not distinct from (i.item, i.hour, i.quantity, i.retention_days, i.key, i.spans, i.rum_events) then 's'
                else 'o'
            end, '' order by i.ctid)
        from usage_incoming as i
        left join lateral (
            select r.*
            from usage_rows as r
            where (r.workspace_id, r.day, r.source, r.event_id, r.kind) = (i.workspace_id, i.day, i.source, i.event_id, i.kind)
            limit 1
        ) as u on true
        """,
    )
    new: Days = {}
    coming = iter(fates)
    for day, entries in days.items():
        new[day] = {identity: entry for identity, entry in entries.items() if _is_new(entry, next(coming))}
    return new


def _is_new(entry: Entry, fate: str) -> bool:
    row, receipt = entry
    if fate == "s":
        receipt.accepted -= 1
        receipt.repeated += 1
    elif fate == "o":
        receipt.take_back(REUSED, id=row.event_id, source=row.source)
    return fate == "n"


def _record_event(connection: Connection, days: Days, batch: int, at: datetime) -> int:
    """Write `billing.usage_recorded`: the batch, and for each workspace-day how much came and a digest over its rows in order."""
    said = [_said_of(day, days[day]) for day in sorted(days)]
    state = msgspec.json.encode({"batch": batch, "rows": sum(map(len, days.values())), "days": said, "occurred_at": at})
    (position,) = _one(connection, "select record_usage(%s, %s, %s, %s)", (USAGE_LEDGER, batch, state, at))
    return int(position)


def _said_of(day: WorkspaceDay, entries: dict[Identity, Entry]) -> dict[str, Any]:
    lines = canonical([entries[identity][0] for identity in sorted(entries)])
    retractions = sum(kind == RETRACTION for _, _, kind in entries)
    return {
        "workspace_id": day.workspace_id,
        "day": day.day,
        "samples": len(entries) - retractions,
        "retractions": retractions,
        "digest": hashlib.sha256(lines).hexdigest(),
    }


def _note_work(connection: Connection, days: Iterable[WorkspaceDay], position: int) -> None:
    touched = sorted(days)
    connection.execute(
        """
        insert into usage_work (workspace_id, day, position)
        select t.workspace_id, t.day, %s
        from unnest(%s::uuid[], %s::date[]) as t(workspace_id, day)
        on conflict (workspace_id, day) do update
        set position = excluded.position
        """,
        (position, [day.workspace_id for day in touched], [day.day for day in touched]),
    )


def _one(connection: Connection, sql: str, params: Sequence[Any] = ()) -> Any:
    return connection.execute(sql.encode(), params).fetchone()
