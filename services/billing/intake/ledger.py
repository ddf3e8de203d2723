"""The usage ledger's one writer: a batch is stored whole, in one transaction, and what came before counts once.

COPY goes straight into the table. Where an identity is already there the whole is rolled back and copied to a temporary table instead, from
which only what is new is inserted; what is there with another content is refused. A stream of repeats starts with the second way.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import msgspec

from services.billing.intake.judging import RETRACTION, SAMPLE, Content, Identity, Workspace, canonical
from services.kernel.clock import EPOCH
from services.kernel.database import Connection, Database, psycopg
from services.kernel.ids import natural_id

USAGE_LEDGER: Final = natural_id("usage-ledger")
_COLUMNS: Final = "workspace_id, day, source, event_id, kind, batch, item, hour, quantity, retention_days, key, spans, rum_events"
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

Rows = dict[Identity, Content]


class Recorded(msgspec.Struct):
    """What a batch became: identities that were there already with the same content, or with another."""

    position: int | None = None
    repeated: set[Identity] = msgspec.field(default_factory=set)
    reused: set[Identity] = msgspec.field(default_factory=set)


class Receipt(msgspec.Struct):
    """What became of one message's events."""

    receipt_id: UUID
    account_id: UUID
    events: int
    received_at: datetime
    accepted: int = 0
    repeated: int = 0
    refusals: list[dict[str, Any]] = msgspec.field(default_factory=list)


class UsageLedger:
    """Reads what judging needs and writes batches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._months: set[tuple[int, int]] = set()
        self._expects_repeats = False

    def workspaces(self, ids: Iterable[UUID]) -> dict[UUID, Workspace]:
        """Those of the ids that we know."""
        rows = self._database.all(
            "select workspace_id, account_id, zone, billable_from from workspace_terms where workspace_id = any(%s)", (list(ids),)
        )
        return {row["workspace_id"]: Workspace(row["account_id"], row["zone"], row["billable_from"]) for row in rows}

    def receipts_among(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of the ids whose messages are done already."""
        return {
            row["receipt_id"] for row in self._database.all("select receipt_id from usage_receipt where receipt_id = any(%s)", (list(ids),))
        }

    def samples_among(self, retractions: Iterable[Identity]) -> set[Identity]:
        """Those of the retracted samples that are in the ledger."""
        wanted = [identity._replace(kind=SAMPLE) for identity in retractions]
        columns = list(zip(*wanted, strict=True)) or [(), (), (), (), ()]
        rows = self._database.all(
            """
            select u.workspace_id, u.day, u.source, u.event_id
            from usage_rows as u
            join unnest(%s::uuid[], %s::date[], %s::text[], %s::text[]) as w(workspace_id, day, source, event_id)
                using (workspace_id, day, source, event_id)
            where u.kind = 1
            """,
            [list(column) for column in columns[:4]],
        )
        return {Identity(kind=SAMPLE, **row) for row in rows}

    def record(self, rows: Rows, receipts: Mapping[UUID, Receipt], owners: Mapping[Identity, UUID], *, at: datetime) -> Recorded:
        """Store the rows, the event that gives them their position, the work list and the receipts, in one transaction."""
        self._ensure_partitions(rows)
        if rows and not self._expects_repeats:
            try:
                return self._record(rows, receipts, owners, at=at, straight=True)
            except psycopg.errors.UniqueViolation:
                pass
        recorded = self._record(rows, receipts, owners, at=at, straight=False)
        self._expects_repeats = bool(recorded.repeated)
        return recorded

    def _record(
        self, rows: Rows, receipts: Mapping[UUID, Receipt], owners: Mapping[Identity, UUID], *, at: datetime, straight: bool
    ) -> Recorded:
        recorded = Recorded()
        with self._database.transaction() as connection:
            if rows:
                (batch,) = _one(connection, "select nextval('usage_batch_seq')")
                new = rows if straight else _without_known(connection, rows, batch, recorded)
                if straight:
                    _copy(connection, "usage_rows", rows, batch)
                if new:
                    recorded.position = _record_event(connection, new, batch, at)
                    _note_work(connection, new, recorded.position)
            _write_receipts(connection, receipts, owners, recorded, at)
        return recorded

    def _ensure_partitions(self, rows: Rows) -> None:
        missing = {identity.day.replace(day=1) for identity in rows if (identity.day.year, identity.day.month) not in self._months}
        for month in missing:
            self._database.execute("select ensure_usage_partitions(%s, %s)", (month, month))
            self._months.add((month.year, month.month))


def _copy(connection: Connection, table: str, rows: Rows, batch: int) -> None:
    """All rows in PostgreSQL's binary COPY format, in one write."""
    with connection.cursor().copy(f"copy {table} ({_COLUMNS}) from stdin (format binary)".encode()) as copy:
        copy.write(b"".join((_COPY_HEADER, *(_encoded(identity, content, batch) for identity, content in rows.items()), _COPY_TRAILER)))


def _encoded(identity: Identity, content: Content, batch: int) -> bytes:
    source, event_id = identity.source.encode(), identity.event_id.encode()
    item, key = content.item.encode(), content.key.encode()
    hour_us = (content.hour - EPOCH) // EPOCH.resolution - _POSTGRES_EPOCH_US
    return b"".join(
        (
            _START.pack(13, 16, identity.workspace_id.bytes, 4, identity.day.toordinal() - _POSTGRES_DAY),
            len(source).to_bytes(4, "big"), source, len(event_id).to_bytes(4, "big"), event_id,
            _MIDDLE.pack(2, identity.kind, 8, batch),
            len(item).to_bytes(4, "big"), item,
            _FIGURES.pack(8, hour_us, 8, content.quantity),
            _NULL if content.retention_days is None else _SMALL.pack(4, content.retention_days),
            len(key).to_bytes(4, "big"), key,
            _NULL if content.spans is None else _LARGE.pack(8, content.spans),
            _NULL if content.rum_events is None else _LARGE.pack(8, content.rum_events),
        )
    )  # fmt: skip


def _without_known(connection: Connection, rows: Rows, batch: int, recorded: Recorded) -> Rows:
    """Insert what is new and return it; note what was there before, with the same content or another."""
    connection.execute("create temporary table usage_incoming (like usage_rows) on commit drop")
    _copy(connection, "usage_incoming", rows, batch)
    connection.execute(f"insert into usage_rows ({_COLUMNS}) select {_COLUMNS} from usage_incoming on conflict do nothing".encode())
    known = connection.execute(
        """
        select i.workspace_id, i.day, i.source, i.event_id, i.kind,
               (u.item, u.hour, u.quantity, u.retention_days, u.key, u.spans, u.rum_events)
               is not distinct from (i.item, i.hour, i.quantity, i.retention_days, i.key, i.spans, i.rum_events) as is_same
        from usage_incoming as i
        join usage_rows as u using (workspace_id, day, source, event_id, kind)
        where u.batch <> i.batch
        """
    )
    for *identity, is_same in known:
        (recorded.repeated if is_same else recorded.reused).add(Identity(*identity))
    return {identity: rows[identity] for identity in rows.keys() - recorded.repeated - recorded.reused}


def _record_event(connection: Connection, rows: Rows, batch: int, at: datetime) -> int:
    """Write `billing.usage_recorded`: the batch, and for each workspace-day how much came and a digest over its rows in order."""
    days = [_day_of_batch(*day, group) for day, group in groupby(sorted(rows.items(), key=_in_order), key=lambda row: row[0][:2])]
    state = msgspec.json.encode({"batch": batch, "rows": len(rows), "days": days, "occurred_at": at})
    (position,) = _one(connection, "select record_usage(%s, %s, %s, %s)", (USAGE_LEDGER, batch, state, at))
    return int(position)


def _in_order(row: tuple[Identity, Content]) -> tuple[Any, ...]:
    return row[0]


def _day_of_batch(workspace_id: UUID, day: date, rows: Iterable[tuple[Identity, Content]]) -> dict[str, Any]:
    digest, samples, retractions = hashlib.sha256(), 0, 0
    for identity, content in rows:
        digest.update(canonical(identity, content))
        samples += identity.kind == SAMPLE
        retractions += identity.kind == RETRACTION
    return {"workspace_id": workspace_id, "day": day, "samples": samples, "retractions": retractions, "digest": digest.hexdigest()}


def _note_work(connection: Connection, rows: Rows, position: int) -> None:
    touched = sorted({(identity.workspace_id, identity.day) for identity in rows})
    connection.execute(
        """
        insert into usage_work (workspace_id, day, position)
        select t.workspace_id, t.day, %s
        from unnest(%s::uuid[], %s::date[]) as t(workspace_id, day)
        on conflict (workspace_id, day) do update
        set position = excluded.position
        """,
        (position, [workspace_id for workspace_id, _ in touched], [day for _, day in touched]),
    )


def _write_receipts(
    connection: Connection, receipts: Mapping[UUID, Receipt], owners: Mapping[Identity, UUID], recorded: Recorded, at: datetime
) -> None:
    for identity in recorded.repeated:
        receipt = receipts[owners[identity]]
        receipt.accepted -= 1
        receipt.repeated += 1
    for identity in recorded.reused:
        receipt = receipts[owners[identity]]
        receipt.accepted -= 1
        receipt.refusals.append(refusal_of(identity, "billing.identity_is_reused", "this identity came before with another content"))
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
        for r in receipts.values()
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


def refusal_of(identity: Identity, code: str, detail: str) -> dict[str, Any]:
    """A refused event as the receipt names it."""
    return {"id": identity.event_id, "source": identity.source, "code": code, "detail": detail}


def _one(connection: Connection, sql: str, params: Sequence[Any] = ()) -> Any:
    return connection.execute(sql.encode(), params).fetchone()
