"""The usage ledger's one writer: a batch is stored whole, in one transaction, and what came before counts once.

COPY goes straight into the table. Where an identity is already there the whole is rolled back and copied to a temporary table instead, and
only what is new goes on; what is there with another content is refused. A stream of repeats starts with the second way.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import msgspec

from services.billing.intake.judging import NUL, RETRACTION, SAMPLE, Content, Identity, Workspace, WorkspaceDay, canonical
from services.kernel.clock import EPOCH
from services.kernel.database import Connection, Database, psycopg
from services.kernel.ids import natural_id

USAGE_LEDGER: Final = natural_id("usage-ledger")
COLUMNS: Final = "workspace_id, day, source, event_id, kind, batch, item, hour, quantity, retention_days, key, spans, rum_events"
_POSTGRES_DAY: Final = date(2000, 1, 1).toordinal()
_POSTGRES_EPOCH_US: Final = 946_684_800_000_000
_COPY_HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
_COPY_TRAILER: Final = struct.pack(">h", -1)
_START: Final = struct.Struct(">hi16sii")
_MIDDLE: Final = struct.Struct(">ihiq")
_FIGURES: Final = struct.Struct(">iqiq")
_SMALL: Final = struct.Struct(">ii")
_LARGE: Final = struct.Struct(">iq")
_NULL: Final = struct.pack(">i", -1)


class Receipt(msgspec.Struct, eq=False):
    """What became of one message's events."""

    receipt_id: UUID
    account_id: UUID
    events: int
    received_at: datetime
    accepted: int = 0
    repeated: int = 0
    refusals: list[dict[str, Any]] = msgspec.field(default_factory=list)

    def refuse(self, code: str, detail: str, **named: Any) -> None:
        """Note why an event does not count. What the client sent is told without U+0000, which the database cannot keep."""
        told = {**named, "code": code, "detail": detail}
        self.refusals.append({name: value.replace(NUL, "\ufffd") if isinstance(value, str) else value for name, value in told.items()})


Days = dict[WorkspaceDay, dict[Identity, tuple[Content, Receipt]]]


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
        wanted = [(*day, identity.source, identity.event_id) for day, identity in retracted]
        rows = self._database.all(
            """
            select u.workspace_id, u.day, u.source, u.event_id
            from usage_rows as u
            join unnest(%s::uuid[], %s::date[], %s::text[], %s::text[]) as w(workspace_id, day, source, event_id)
                using (workspace_id, day, source, event_id)
            where u.kind = 1
            """,
            [list(column) for column in zip(*wanted, strict=True)],
        )
        return {(WorkspaceDay(r["workspace_id"], r["day"]), Identity(r["source"], r["event_id"], SAMPLE)) for r in rows}

    def record(self, days: Days, receipts: Collection[Receipt], *, at: datetime) -> int:
        """Store the rows, the event that gives them their position, the work list and the receipts, in one transaction.

        How many rows are new; the receipts are corrected by what was there before.
        """
        self._ensure_partitions(days)
        while True:
            try:
                return self._record(days, receipts, at=at)
            except psycopg.errors.UniqueViolation:  # known before, or stored by another worker at this moment
                self._expects_repeats = True

    def _record(self, days: Days, receipts: Collection[Receipt], *, at: datetime) -> int:
        with self._database.transaction() as connection:
            (batch,) = _one(connection, "select nextval('usage_batch_seq')")
            new = _without_known(connection, days, batch) if self._expects_repeats else days
            new = {day: rows for day, rows in new.items() if rows}
            if new:
                _copy(connection, "usage_rows", new, batch)
                _note_work(connection, new, _record_event(connection, new, batch, at))
            _write_receipts(connection, receipts, at)
        count = sum(map(len, new.values()))
        self._expects_repeats = count < sum(map(len, days.values()))
        return count

    def _ensure_partitions(self, days: Days) -> None:
        for month in {day.day.replace(day=1) for day in days} - self._months:
            self._database.execute("select ensure_usage_partitions(%s, %s)", (month, month))
            self._months.add(month)


def _copy(connection: Connection, table: str, days: Days, batch: int) -> None:
    """All rows in PostgreSQL's binary COPY format, in one write."""
    with connection.cursor().copy(f"copy {table} ({COLUMNS}) from stdin (format binary)".encode()) as copy:
        copy.write(copy_format(days, batch))


def copy_format(days: Days, batch: int) -> bytes:
    """The rows as PostgreSQL's binary COPY takes them."""
    parts = [_COPY_HEADER]
    for day, rows in days.items():
        start = _START.pack(13, 16, day.workspace_id.bytes, 4, day.day.toordinal() - _POSTGRES_DAY)
        for identity, (content, _) in rows.items():
            parts += (start, *_encoded(identity, content, batch))
    parts.append(_COPY_TRAILER)
    return b"".join(parts)


def _encoded(identity: Identity, content: Content, batch: int) -> tuple[bytes, ...]:
    event_id = identity.event_id.encode()
    return (
        _word(identity.source), len(event_id).to_bytes(4, "big"), event_id,
        _MIDDLE.pack(2, identity.kind, 8, batch),
        _word(content.item),
        _FIGURES.pack(8, _postgres_us(content.hour), 8, content.quantity),
        _NULL if content.retention_days is None else _SMALL.pack(4, content.retention_days),
        _word(content.key),
        _NULL if content.spans is None else _LARGE.pack(8, content.spans),
        _NULL if content.rum_events is None else _LARGE.pack(8, content.rum_events),
    )  # fmt: skip


@lru_cache(maxsize=16_384)
def _word(text: str) -> bytes:
    """A text that comes often, with its length."""
    encoded = text.encode()
    return len(encoded).to_bytes(4, "big") + encoded


@lru_cache(maxsize=16_384)
def _postgres_us(hour: datetime) -> int:
    return (hour - EPOCH) // EPOCH.resolution - _POSTGRES_EPOCH_US


def _without_known(connection: Connection, days: Days, batch: int) -> Days:
    """What is new. What was there before is noted on its receipt: as a repeat, or refused where it said something else."""
    connection.execute("create temporary table usage_incoming (like usage_rows) on commit drop")
    _copy(connection, "usage_incoming", days, batch)
    known = connection.execute(
        """
        select i.workspace_id, i.day, i.source, i.event_id, i.kind,
               (u.item, u.hour, u.quantity, u.retention_days, u.key, u.spans, u.rum_events)
               is not distinct from (i.item, i.hour, i.quantity, i.retention_days, i.key, i.spans, i.rum_events) as is_same
        from usage_incoming as i
        join usage_rows as u using (workspace_id, day, source, event_id, kind)
        """
    )
    new = {day: dict(rows) for day, rows in days.items()}
    for workspace_id, day, source, event_id, kind, is_same in known.fetchall():
        identity = Identity(source, event_id, kind)
        _, receipt = new[WorkspaceDay(workspace_id, day)].pop(identity)
        receipt.accepted -= 1
        if is_same:
            receipt.repeated += 1
        else:
            receipt.refuse("billing.identity_is_reused", "this identity came before with another content", **identity.named())
    return new


def _record_event(connection: Connection, days: Days, batch: int, at: datetime) -> int:
    """Write `billing.usage_recorded`: the batch, and for each workspace-day how much came and a digest over its rows in order."""
    said = [_said_of(day, days[day]) for day in sorted(days)]
    state = msgspec.json.encode({"batch": batch, "rows": sum(map(len, days.values())), "days": said, "occurred_at": at})
    (position,) = _one(connection, "select record_usage(%s, %s, %s, %s)", (USAGE_LEDGER, batch, state, at))
    return int(position)


def _said_of(day: WorkspaceDay, rows: dict[Identity, tuple[Content, Receipt]]) -> dict[str, Any]:
    lines = b"".join([canonical(day, identity, rows[identity][0]) for identity in sorted(rows)])
    retractions = sum(identity.kind == RETRACTION for identity in rows)
    digest = hashlib.sha256(lines).hexdigest()
    return {**day._asdict(), "samples": len(rows) - retractions, "retractions": retractions, "digest": digest}


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


def _write_receipts(connection: Connection, receipts: Collection[Receipt], at: datetime) -> None:
    rows = [
        (
            r.receipt_id,
            r.account_id,
            r.events,
            r.accepted,
            r.repeated,
            len(r.refusals),
            msgspec.json.encode(r.refusals).decode(),
            r.received_at,
        )
        for r in receipts
    ]
    connection.execute(
        """
        insert into usage_receipt (receipt_id, account_id, events, accepted, repeated, refused, refusals, received_at, recorded_at)
        select r.receipt_id, r.account_id, r.events, r.accepted, r.repeated, r.refused, r.refusals, r.received_at, %s
        from unnest(%s::uuid[], %s::uuid[], %s::integer[], %s::integer[], %s::integer[], %s::integer[], %s::jsonb[], %s::timestamptz[])
            as r(receipt_id, account_id, events, accepted, repeated, refused, refusals, received_at)
        """,
        (at, *(list(column) for column in zip(*rows, strict=True))),
    )


def _one(connection: Connection, sql: str, params: Sequence[Any] = ()) -> Any:
    return connection.execute(sql.encode(), params).fetchone()
