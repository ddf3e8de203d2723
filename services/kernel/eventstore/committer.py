"""Group commit: everything that arrived while the last commit was in flight is the next one.

One thread (a greenthread under eventlet) and one connection a process, in libpq's pipeline mode with a few batches in flight. A batch is
one implicit transaction: append_events(), then each projection statement once, then a sync. Nothing is answered before its commit is.

Failures. A batch that the database refuses leaves nothing, and those in flight behind it are refused unseen (follow_batch()), for they may
have been decided on it. When all have settled, the members of the refused one are committed one by one, then the others as they were: so
one bad save takes with it only those that were decided on it (`Save.after`). When the connection breaks, what was in flight may or may not
be stored: all that was in flight or waiting fails as `CommitIsUnknown`, and whoever has a command id asks the command log.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from services.kernel.clock import Clock
from services.kernel.database import Database, psycopg
from services.kernel.eventstore.pipeline import Batch, Pipeline, Save, Unsayable
from services.kernel.telemetry import counter, gauge

BATCH_LIMIT = 48
"""Saves in one commit. Without a cap all callers travel in one convoy and a core idles."""
BATCH_LIMIT_BYTES = 1_048_576
"""Events and answers in one commit, unless a single save is larger: the audit reads whole commits, in pages of 4 MiB."""
IN_FLIGHT_LIMIT = 3
COMMITS = counter("bc_ledger_commits_total", "Commits, by outcome: stored, or refused whole and sent again in parts.", ("outcome",))
SAVES = counter("bc_ledger_saves_total", "Saves stored.")
HEAD = gauge("bc_ledger_head_positions", "The last position of our book that this process has stored.")
_BATCH_BEFORE_WAS_REFUSED = "BC002"


class VersionConflict(Exception):
    """Another save took this aggregate version first; decide again on what is stored now."""


class CommandIsRepeated(Exception):
    """This command id has taken effect before; its answer is in the command log."""


class CommitIsUnknown(Exception):
    """The connection broke before the commit was acknowledged: it may be stored or not. Ask the command log."""


class Committer:
    """Stores saves in the order in which they were put."""

    def __init__(self, database: Database, clock: Clock, *, on_commit: Callable[[int], None] | None = None) -> None:
        self._database = database
        self._clock = clock
        self._on_commit = on_commit or (lambda _position: None)
        self._waiting: deque[Save] = deque()
        self._in_flight: deque[Batch] = deque()
        self._again: deque[Batch] = deque()  # refused together, to be sent once more
        self._mutex = threading.Lock()
        self._wake = threading.Semaphore(0)
        self._is_idle = False
        self._thread: threading.Thread | None = None
        self._closing = False
        self._pipeline: Pipeline | None = None

    def put(self, save: Save) -> None:
        """Queue a save; `save.wait()` tells the outcome."""
        with self._mutex:
            if self._closing:
                raise CommitIsUnknown("the committer is closed")
            self._waiting.append(save)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="committer", daemon=True)
                self._thread.start()
            elif self._is_idle:
                self._is_idle = False
                self._wake.release()

    def close(self) -> None:
        """Store what waits, then stop."""
        with self._mutex:
            self._closing = True
            thread, self._thread = self._thread, None
            self._wake.release()
        if thread is not None:
            thread.join(timeout=10)

    # -- the committer's own thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while self._waiting or self._in_flight or self._again or not self._sleep():
            try:
                self._step()
            except Exception as error:  # a broken connection, or a defect: nobody may be left waiting for ever
                self._lose_connection(error)
        self._disconnect()

    def _sleep(self) -> bool:
        """Wait for work; true when there will be no more."""
        with self._mutex:
            if self._waiting:
                return False
            if self._closing:
                return True
            self._is_idle = True
        self._wake.acquire()
        return False

    def _step(self) -> None:
        if self._again:
            self._send_again()
        elif self._waiting and len(self._in_flight) < IN_FLIGHT_LIMIT:
            self._send(Batch(self._next_saves()))
        elif self._in_flight:
            self._again.extend(self._settle_oldest())

    def _next_saves(self) -> list[Save]:
        """Those that have waited longest, as many as go into one commit; one at least."""
        saves = [self._waiting.popleft()]
        size_bytes = saves[0].size_bytes
        while self._waiting and len(saves) < BATCH_LIMIT:
            size_bytes += self._waiting[0].size_bytes
            if size_bytes > BATCH_LIMIT_BYTES:
                break
            saves.append(self._waiting.popleft())
        return saves

    def _send(self, batch: Batch) -> None:
        batch.saves = [save for save in batch.saves if _stands(save)]
        if not batch.saves:
            return
        self._in_flight.append(batch)
        if self._pipeline is None:
            self._pipeline = Pipeline(self._database.connect())
        try:
            self._pipeline.send(batch, at=self._clock.now())
        except Unsayable as unsayable:
            self._in_flight.pop()
            self._again.extendleft(reversed(_refused(batch, unsayable.__cause__ or unsayable)))

    def _send_again(self) -> None:
        """What was refused together, in order, one batch at a time, after those in flight have settled."""
        while self._in_flight:
            self._again.extend(self._settle_oldest())
        while self._again:
            self._send(self._again.popleft())
            if self._in_flight:
                self._again.extendleft(reversed(self._settle_oldest()))

    def _settle_oldest(self) -> list[Batch]:
        """Read one outcome and tell the members; the batches that are to be sent again."""
        assert self._pipeline is not None
        batch = self._in_flight[0]
        error = self._pipeline.receive(batch)
        self._in_flight.popleft()
        COMMITS.labels("stored" if error is None else "refused").inc()
        if error is not None:
            return [batch] if error.sqlstate == _BATCH_BEFORE_WAS_REFUSED else _refused(batch, _meaning_of(error))
        for save in batch.saves:
            save.last_position = batch.last_position
            save.settle(None)
        SAVES.inc(len(batch.saves))
        HEAD.set(batch.last_position)
        self._on_commit(batch.last_position)
        return []

    def _lose_connection(self, error: Exception) -> None:
        """Everything not settled fails; the next save connects anew."""
        with self._mutex:
            lost = [save for batch in (*self._in_flight, *self._again) for save in batch.saves] + list(self._waiting)
            self._in_flight.clear()
            self._again.clear()
            self._waiting.clear()
        self._disconnect()
        unknown = CommitIsUnknown(str(error))
        unknown.__cause__ = error
        for save in lost:
            if not save.settled:
                save.settle(unknown)

    def _disconnect(self) -> None:
        pipeline, self._pipeline = self._pipeline, None
        if pipeline is not None:
            pipeline.close()


def _stands(save: Save) -> bool:
    """Whether all that the save was decided on may still be stored; if not, it fails."""
    if all(earlier.error is None for earlier in save.after):
        return True
    save.settle(VersionConflict("decided on a save that failed"))
    return False


def _refused(batch: Batch, error: BaseException) -> list[Batch]:
    """Tell the only member why; more than one are to be sent one by one."""
    if len(batch.saves) > 1:
        return [Batch([save]) for save in batch.saves]
    batch.saves[0].settle(error)
    return []


def _meaning_of(error: psycopg.Error) -> Exception:
    """The caller's view of a refusal by the database; what we do not expect stays what it is."""
    if error.sqlstate == "BC001":
        return VersionConflict(str(error))
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.constraint_name == "command_log_pkey":
        return CommandIsRepeated(str(error))
    return error
