"""The usage ledger's one writer: a batch is stored whole, in one transaction, and what came before counts once.

COPY goes straight into the table. Where an identity is already there the whole is rolled back and copied to a temporary table instead, and
only what is new goes on; what is there with another content is refused. A stream of repeats starts with the second way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services.billing.intake.judging import Workspace
from services.billing.intake.parcels import Days, Entry, Parcel
from services.billing.intake.receipts import REUSED, Receipt, write_receipts
from services.billing.intake.rows import COLUMNS, SAMPLE, Identity, WorkspaceDay
from services.kernel.database import Connection, Database
from services.kernel.ids import natural_id

USAGE_LEDGER: Final = natural_id("usage-ledger")


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

    def parcel(self, days: Days) -> Parcel:
        """The rows under a number of their own, with their digests unless repeats are expected: those of what is new will be others.
        A number that is not used leaves a hole.
        """
        row = self._database.one("select nextval('usage_batch_seq') as batch")
        assert row is not None
        parcel = Parcel(days, row["batch"])
        if not self._expects_repeats:
            _ = parcel.said
        return parcel

    def record(self, parcel: Parcel, receipts: Collection[Receipt], *, at: datetime) -> int:
        """Store the rows, the event that gives them their position, the work list and the receipts, in one transaction.

        How many rows are new; the receipts are corrected by what was there before. Raises UniqueViolation where something was known that
        nobody expected to be, or was stored by another worker at this moment: nothing is stored then, and the receipts are of no use; judge
        the messages again.
        """
        self._ensure_partitions(parcel.days)
        expects_repeats, self._expects_repeats = self._expects_repeats, True
        with self._database.transaction() as connection:
            new = _without_known(connection, parcel) if expects_repeats else parcel
            if new.days:
                _copy(connection, "usage_rows", new)
                _note_work(connection, new.days, _record_event(connection, new, at))
            write_receipts(connection, receipts, at)
        self._expects_repeats = len(new) < len(parcel)
        return len(new)

    def _ensure_partitions(self, days: Iterable[WorkspaceDay]) -> None:
        for month in {day.day.replace(day=1) for day in days} - self._months:
            self._database.execute("select ensure_usage_partitions(%s, %s)", (month, month))
            self._months.add(month)


def _copy(connection: Connection, table: str, parcel: Parcel) -> None:
    """All rows, in one write."""
    with connection.cursor().copy(f"copy {table} ({COLUMNS}) from stdin (format binary)".encode()) as copy:
        copy.write(parcel.rows)


def _without_known(connection: Connection, parcel: Parcel) -> Parcel:
    """What is new. What was there before is noted on its receipt: as a repeat, or refused where it said something else.

    The answer is one letter a row, in the order of the rows. `limit 1` makes the planner look each row up by its key: it would rather read
    the whole month, and knows nothing of the temporary table.
    """
    connection.execute("create temporary table usage_incoming (like usage_rows) on commit drop")
    _copy(connection, "usage_incoming", parcel)
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
    for day, entries in parcel.days.items():
        new[day] = {identity: entry for identity, entry in entries.items() if _is_new(entry, next(coming))}
    return parcel if sum(map(len, new.values())) == len(parcel) else Parcel(new, parcel.batch)


def _is_new(entry: Entry, fate: str) -> bool:
    row, receipt = entry
    if fate == "s":
        receipt.accepted -= 1
        receipt.repeated += 1
    elif fate == "o":
        receipt.take_back(REUSED, id=row.event_id, source=row.source)
    return fate == "n"


def _record_event(connection: Connection, parcel: Parcel, at: datetime) -> int:
    """Write `billing.usage_recorded`: the batch, and for each workspace-day how much came and a digest over its rows in order."""
    state = msgspec.json.encode({"batch": parcel.batch, "rows": len(parcel), "days": parcel.said, "occurred_at": at})
    (position,) = _one(connection, "select record_usage(%s, %s, %s, %s)", (USAGE_LEDGER, parcel.batch, state, at))
    return int(position)


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
