"""A turn: one command, decided on living aggregates and stored whole, once.

    @once
    def activate_voucher(self, turn: Turn, command: ActivateVoucher) -> VoucherView:
        wallet = turn.load(Wallet, Wallet.create_id(command.account_id))
        ...

The body is a pure decision: it loads, asks, returns a view. It may run more than once (a conflict, a broken connection), so it does no
I/O but reads. What it loaded or added is stored in one transaction with the projections and with the view as the command's first answer.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast, get_type_hints
from uuid import UUID

import msgspec

from services.kernel.database import psycopg
from services.kernel.errors import NotFound, Refusal
from services.kernel.eventstore.aggregate import Aggregate
from services.kernel.eventstore.application import Application
from services.kernel.eventstore.committer import CommandIsRepeated, CommitIsUnknown, VersionConflict
from services.kernel.eventstore.mailbox import Resident
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.eventstore.projection import Rowset
from services.kernel.schemas import Command

A = TypeVar("A", bound=Aggregate)
App = TypeVar("App", bound=Application)
C = TypeVar("C", bound=Command)
V = TypeVar("V")

TRIES = 12
_FAULTS_WORTH_A_RETRY = (VersionConflict, CommitIsUnknown, psycopg.OperationalError)


class _NeedsInOrder(Exception):
    """The turn wants an aggregate that another turn holds, while holding some itself: start again, taking all of them in order."""


class Turn:
    """One attempt at a command: what it holds, and what it will store."""

    def __init__(self, app: Application, *, now: datetime, is_dry_run: bool = False) -> None:
        self.now = now
        self.rows = Rowset()
        self.secrets: dict[str, Any] = {}
        self._app = app
        self._is_dry_run = is_dry_run
        self._held: dict[UUID, Resident] = {}
        self._aggregates: dict[UUID, Aggregate] = {}

    def load(self, aggregate_class: type[A], id: UUID) -> A:
        """The aggregate, to decide on. Refuses: NotFound."""
        aggregate = self.find(aggregate_class, id)
        if aggregate is None:
            raise NotFound(aggregate_class.TOPIC, id)
        return aggregate

    def find(self, aggregate_class: type[A], id: UUID) -> A | None:
        """The aggregate, to decide on, or None if there is none of that kind: an id that comes from outside may be anything's."""
        if id in self._aggregates:
            return self._aggregates[id]  # type: ignore[return-value]
        resident = self._hold(id)
        if resident.aggregate is None or resident.is_lost:
            self._read(resident, aggregate_class, id)
        aggregate = resident.aggregate
        if not isinstance(aggregate, aggregate_class):
            return None
        self._aggregates[id] = copy.deepcopy(aggregate) if self._is_dry_run else aggregate
        return self._aggregates[id]  # type: ignore[return-value]

    def add(self, aggregate: A) -> A:
        """Store this new aggregate with the rest."""
        self._hold(aggregate.id)
        self._aggregates[aggregate.id] = aggregate
        return aggregate

    def secret(self, **fields: Any) -> None:
        """Fields of the answer for the first caller only: never stored; a repeat has them null and says `already_shown`."""
        self.secrets.update(fields)

    # -- what `@once` does with it --------------------------------------------------------------------------------------------------

    def take(self, ids: set[UUID]) -> None:
        """Hold these, in an order that is the same for everyone."""
        for id in sorted(ids):
            resident = self._app.residents.of(id)
            resident.mailbox.acquire()
            self._keep(id, resident)

    def wait_for_others(self) -> None:
        """Return when every save is settled on whose outcome this decision stands. Raises VersionConflict if one of them failed, or
        another process has stored more.
        """
        for resident in self._held.values():
            if resident.last_save is not None:
                resident.last_save.wait_settled()
                if resident.is_lost:
                    resident.drop()
                    raise VersionConflict("decided on a save that failed")
        versions = {id: found.version - len(found.pending_events) for id, found in self._aggregates.items()}
        for id in self._app.have_moved_on(versions) if versions else ():
            self._held[id].drop()
            raise VersionConflict(f"{id} was decided on as it no longer is")

    def store(self, command: CommandRecord) -> None:
        """Store what changed. Where that fails before it has a place in the order, the copies are dropped while still held."""
        changed = [aggregate for aggregate in self._aggregates.values() if aggregate.pending_events]
        if not changed:
            self.wait_for_others()
        after = [resident.last_save for resident in self._held.values() if resident.last_save and not resident.is_stored]
        try:
            self._app.store(changed, self.rows, command=command, after=after, on_queued=lambda save: self._pass_on(changed, save))
        except BaseException:
            for resident in self._held.values():
                resident.drop()
            raise

    def release(self) -> None:
        """Let go of everything, in memory too where undecided changes are left behind."""
        for id, resident in self._held.items():
            aggregate = self._aggregates.get(id)
            if not self._is_dry_run and aggregate is not None and aggregate.pending_events:
                resident.drop()
            resident.mailbox.release()
        self._held = {}

    def drop(self) -> None:
        """Forget the living copies that this turn decided on: what is stored is the truth."""
        for id in self._aggregates:
            resident = self._app.residents.of(id)
            with resident.mailbox:
                resident.drop()

    def _read(self, resident: Resident, aggregate_class: type[Aggregate], id: UUID) -> None:
        if resident.last_save is not None:
            resident.last_save.wait_settled()
        resident.aggregate = self._app.read(aggregate_class, id)
        resident.last_save = None

    @property
    def wanted(self) -> set[UUID]:
        return self._wanted

    def _hold(self, id: UUID) -> Resident:
        resident = self._held.get(id)
        if resident is None:
            resident = self._app.residents.of(id)
            if not resident.mailbox.acquire(blocking=not self._held):
                self._wanted = {*self._held, id}
                raise _NeedsInOrder
            self._keep(id, resident)
        return resident

    def _keep(self, id: UUID, resident: Resident) -> None:
        self._held[id] = resident
        if resident.is_lost:
            resident.drop()

    def _pass_on(self, changed: list[Aggregate], save: Save) -> None:
        """The save has its place in the order: the next in each mailbox may decide."""
        for aggregate in changed:
            self._held[aggregate.id].aggregate = aggregate
            self._held[aggregate.id].last_save = save
        self.release()


def once(body: Callable[[App, Turn, C], V]) -> Callable[[App, C], V]:
    """Make a use case of a decision: idempotent by `command.id`, retried where that can cure, a dry run where the command asks for one."""
    reply_class: list[Any] = []

    @functools.wraps(body)
    def use_case(app: App, command: C) -> V:
        if not reply_class:
            reply_class.append(get_type_hints(body)["return"])
        if command.dry_run:
            return _dry_run(app, body, command)
        return cast(V, _Attempts(app, body, command, reply_class[0]).answer())

    use_case.__signature__ = _without_turn(body)  # type: ignore[attr-defined]
    return use_case


def _without_turn(body: Callable[..., Any]) -> inspect.Signature:
    signature = inspect.signature(body)
    return signature.replace(parameters=[item for item in signature.parameters.values() if item.name != "turn"])


def _dry_run(app: App, body: Callable[[App, Turn, C], V], command: C) -> V:
    wanted: set[UUID] = set()
    while True:
        turn = Turn(app, now=app.clock.now(), is_dry_run=True)
        try:
            turn.take(wanted)
            return _settled(turn, functools.partial(body, app, turn, command))
        except _NeedsInOrder:
            wanted |= turn.wanted
        except VersionConflict:
            continue
        finally:
            turn.release()


def _settled(turn: Turn, decide: Callable[[], V]) -> V:
    """The view or the refusal, once all is stored that it was decided on."""
    try:
        view = decide()
    except Refusal:
        turn.wait_for_others()
        raise
    turn.wait_for_others()
    return view


def _pause_s(fault: Exception, tries: int) -> float:
    """Before the next try: longer each time while the machine is at fault; among busy processes a little, by chance, from the third try."""
    if isinstance(fault, VersionConflict):
        return float(random.uniform(0, 0.001 * 2**tries)) if tries > 2 else 0.0
    return float(min(0.05 * 2**tries, 1.0) * random.uniform(0.5, 1.0))


class _Attempts:
    """The tries of one command, until it has an answer or a refusal that stands."""

    def __init__(self, app: Any, body: Callable[..., Any], command: Any, reply_class: Any) -> None:
        self._app = app
        self._body = body
        self._command = command
        self._reply_class = reply_class
        self._fingerprint: bytes = app.command_log.fingerprint(command)
        self._wanted: set[UUID] = set()

    def answer(self) -> Any:
        tries = 0
        while True:
            turn = Turn(self._app, now=self._app.clock.now())
            try:
                return self._try(turn)
            except _NeedsInOrder:
                self._wanted |= turn.wanted
            except CommandIsRepeated:
                turn.drop()
                answer = self._first_answer_or_none()
                return self._lost() if answer is None else answer
            except _FAULTS_WORTH_A_RETRY as fault:
                turn.drop()
                tries += 1
                if tries == TRIES:
                    raise
                time.sleep(_pause_s(fault, tries))
                earlier = self._first_answer_or_none()
                if earlier is not None:
                    turn.drop()  # a copy read before that was stored
                    return earlier
            except Refusal:
                raise  # what it changed in memory was dropped when the turn let go
            except BaseException:
                turn.release()
                turn.drop()
                raise

    def _try(self, turn: Turn) -> Any:
        try:
            turn.take(self._wanted)
            try:
                view = self._body(self._app, turn, self._command)
            except Refusal:
                turn.wait_for_others()
                earlier = self._first_answer_or_none()
                if earlier is not None:
                    return earlier
                raise
            stored = dataclasses.replace(view, already_shown=True) if turn.secrets else view
            turn.store(CommandRecord(self._command.id, self._fingerprint, msgspec.json.encode(stored)))
            return dataclasses.replace(view, **turn.secrets) if turn.secrets else view
        finally:
            turn.release()

    def _first_answer_or_none(self) -> Any:
        body = self._app.command_log.first_answer(self._command.id, self._fingerprint)
        return None if body is None else msgspec.json.decode(body, type=self._reply_class)

    def _lost(self) -> Any:
        raise CommitIsUnknown(f"the command log names {self._command.id} and does not have it")
