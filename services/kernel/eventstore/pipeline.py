"""The wire of the committer: batches of saves over libpq's pipeline mode, several in flight.

psycopg's own pipeline fetches greedily and waits at each sync, so only one batch would ever be in flight and an error would surface at
another batch's call; this speaks to libpq through psycopg's generators instead. Each batch ends in a sync: it is one implicit transaction.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from services.kernel.clock import EPOCH
from services.kernel.database import Connection, psycopg
from services.kernel.eventstore.arrays import text_array
from services.kernel.eventstore.projection import Row, Rows

_APPEND = b"""
select append_events(
    $1::uuid[], $2::bigint[], $3::text[], $4::bytea[], $5::timestamptz,
    $6::uuid[], $7::bytea[], $8::bytea[])
from follow_batch($9::bigint, $10::bigint)
"""
_BYTEA, _INT8, _TEXT, _UUID = 17, 20, 25, 2950
_POSTGRES_EPOCH_US = 946_684_800_000_000
_OK = (psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK)


class CommandRecord(NamedTuple):
    """A row of the command log."""

    command_id: UUID
    fingerprint: bytes
    answer: bytes


class Unsayable(Exception):
    """A value that cannot be put on the wire; its cause says why. Nothing of the batch was sent."""


class Save:
    """What one caller wants stored, whole or not at all, and where it waits for the outcome.

    `after` are the saves on which it was decided and whose outcome is still open: when one of them fails, so does this.
    """

    __slots__ = ("_latch", "after", "command", "error", "events", "last_position", "rows", "settled", "size_bytes")

    def __init__(
        self,
        events: Sequence[StoredEvent],
        rows: Sequence[Row] = (),
        command: CommandRecord | None = None,
        after: Sequence[Save] = (),
    ) -> None:
        self.events = events
        self.rows = rows
        self.command = command
        self.after = after
        self.size_bytes = sum(len(event.state) for event in events) + (len(command.answer) if command else 0)
        self.error: BaseException | None = None
        self.last_position = 0
        self.settled = False
        self._latch = threading.Lock()
        self._latch.acquire()

    def settle(self, error: BaseException | None) -> None:
        """Tell the outcome, and let go of what is no longer needed: a living aggregate remembers its last save."""
        self.error = error
        self.settled = True
        self.after = self.events = self.rows = ()
        self.command = None
        self._latch.release()

    def wait(self) -> None:
        """Return when it is stored; raise what prevented it."""
        self.wait_settled()
        if self.error is not None:
            raise self.error

    def wait_settled(self) -> None:
        """Return when the outcome is known, whatever it is."""
        if not self.settled:
            with self._latch:
                pass


class Batch:
    """The saves of one commit, and what became of them."""

    def __init__(self, saves: list[Save]) -> None:
        self.saves = saves
        self.last_position = 0
        self.number = 0
        self.prepared: list[Rows] = []
        self.statements = 0

    def ledger_columns(self, at: datetime) -> list[bytes]:
        """The arguments of append_events(), binary."""
        events = [event for save in self.saves for event in save.events]
        commands = [save.command for save in self.saves if save.command is not None]
        at_us = (at - EPOCH) // EPOCH.resolution - _POSTGRES_EPOCH_US
        return [
            _array(_UUID, [cast(UUID, event.originator_id).bytes for event in events]),
            _array(_INT8, [event.originator_version.to_bytes(8, "big") for event in events]),
            _array(_TEXT, [event.topic.encode() for event in events]),
            _array(_BYTEA, [event.state for event in events]),
            at_us.to_bytes(8, "big", signed=True),
            _array(_UUID, [command.command_id.bytes for command in commands]),
            _array(_BYTEA, [command.fingerprint for command in commands]),
            _array(_BYTEA, [command.answer for command in commands]),
        ]

    def projection_columns(self) -> list[tuple[Rows, list[list[Any]]]]:
        """Each statement with its merged rows, turned into one list a column."""
        by_statement: dict[Rows, list[list[Any]]] = {}
        first = 1
        for save in self.saves:
            for statement, values, event_index in save.rows:
                if statement.ordinal is not None and event_index is not None:
                    values = values.copy()
                    values[statement.ordinal] = first + event_index
                by_statement.setdefault(statement, []).append(values)
            first += len(save.events)
        return [
            (statement, [list(column) for column in zip(*statement.merged(rows), strict=True)]) for statement, rows in by_statement.items()
        ]


class Pipeline:
    """One connection in pipeline mode. Send any number of batches, then receive their outcomes in the same order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._prepared: dict[Rows, bytes] = {}
        self._names = 0
        self._last_sent = self._last_stored = self._in_flight = 0
        self._libpq.send_prepare(b"append", _APPEND)
        [prepared] = connection.wait(psycopg.generators.execute(self._libpq))
        if prepared.status not in _OK:
            connection.close()
            raise psycopg.errors.error_from_result(prepared)
        self._libpq.enter_pipeline_mode()

    def send(self, batch: Batch, *, at: datetime) -> None:
        """Send a batch and do not wait for its outcome. Raises Unsayable before anything is sent."""
        try:
            append = batch.ledger_columns(at)
            projections = [(statement, self._dump(columns)) for statement, columns in batch.projection_columns()]
        except Exception as error:
            raise Unsayable(str(error)) from error
        batch.prepared = [statement for statement, _ in projections if self._prepare(statement)]
        self._libpq.send_query_prepared(b"append", append + self._number(batch), [1] * 10, 1)
        for statement, values in projections:
            self._libpq.send_query_prepared(self._prepared[statement], values, [0] * len(values), 1)
        batch.statements = 1 + len(projections)
        self._libpq.pipeline_sync()
        self._connection.wait(psycopg.generators.send(self._libpq))

    def receive(self, batch: Batch) -> psycopg.Error | None:
        """The outcome of the oldest batch in flight: None when it is stored, else why the database refused it. A broken connection
        raises.
        """
        refusal = self._receive_preparations(batch)
        for number in range(batch.statements):
            result = self._next()
            if result.status in _OK:
                if number == 0:
                    batch.last_position = int.from_bytes(result.get_value(0, 0) or b"", "big")
            elif result.status == psycopg.pq.ExecStatus.FATAL_ERROR:
                refusal = refusal or psycopg.errors.error_from_result(result)
        refusal = self._receive_sync() or refusal
        self._in_flight -= 1
        if refusal is None:
            self._last_stored = batch.number
        return refusal

    def close(self) -> None:
        self._connection.close()

    def _prepare(self, statement: Rows) -> bool:
        """Prepare a statement in a transaction of its own when it is new to this connection."""
        if statement in self._prepared:
            return False
        self._names += 1
        name = f"rows_{self._names}".encode()
        self._libpq.send_prepare(name, statement.numbered_sql.encode())
        self._libpq.pipeline_sync()
        self._prepared[statement] = name
        return True

    def _next(self) -> Any:
        results = self._connection.wait(psycopg.generators.fetch_many(self._libpq))
        if not results:
            raise psycopg.OperationalError("the connection ended")
        return results[-1]

    def _receive_preparations(self, batch: Batch) -> psycopg.Error | None:
        """The outcome of the statements that were new; one that could not be prepared is new again the next time."""
        refusal: psycopg.Error | None = None
        for statement in batch.prepared:
            result = self._next()
            if result.status == psycopg.pq.ExecStatus.FATAL_ERROR:
                refusal = psycopg.errors.error_from_result(result)
                self._prepared.pop(statement, None)
            refusal = self._receive_sync() or refusal
        return refusal

    def _receive_sync(self) -> psycopg.Error | None:
        """The end of a transaction: an error when the commit itself was refused (a deferred constraint)."""
        result = self._next()
        if result.status == psycopg.pq.ExecStatus.PIPELINE_SYNC:
            return None
        refusal = psycopg.errors.error_from_result(result) if result.status == psycopg.pq.ExecStatus.FATAL_ERROR else None
        if self._next().status == psycopg.pq.ExecStatus.PIPELINE_SYNC:
            return refusal
        raise psycopg.OperationalError("the commit was not acknowledged") from refusal

    def _number(self, batch: Batch) -> list[bytes]:
        """The arguments of follow_batch(): the batch that must have been stored before this one, and this one's number."""
        before = self._last_sent if self._in_flight else self._last_stored
        self._last_sent += 1
        self._in_flight += 1
        batch.number = self._last_sent
        return [before.to_bytes(8, "big"), batch.number.to_bytes(8, "big")]

    def _dump(self, columns: list[list[Any]]) -> Sequence[Any]:
        written = [text_array(column) for column in columns]
        if None in written:
            transformer = psycopg.adapt.Transformer(self._connection)
            return transformer.dump_sequence(columns, [psycopg.adapt.PyFormat.TEXT] * len(columns))
        return written


def _array(element_oid: int, items: Iterable[bytes]) -> bytes:
    """PostgreSQL's binary form of a one-dimensional array without nulls."""
    parts = [part for item in items for part in (len(item).to_bytes(4, "big"), item)]
    count = len(parts) // 2
    if not count:
        return struct.pack(">iii", 0, 0, element_oid)
    return struct.pack(">iiiii", 1, 0, element_oid, count, 1) + b"".join(parts)
