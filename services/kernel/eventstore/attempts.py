"""A use case made of a decision: idempotent by the command's id, tried again where that can cure, a dry run where the command asks for one.

    @once
    def activate_voucher(self, turn: Turn, command: ActivateVoucher) -> VoucherView:
        wallet = turn.load(Wallet, Wallet.create_id(command.account_id))
        ...

The body is a pure decision: it loads, asks, returns a view. It may run more than once (a conflict, a broken connection), so it does no
I/O but reads. What it loaded or added is stored in one transaction with the projections and with the view as the command's first answer.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_type_hints
from uuid import UUID

import msgspec

from services.kernel.commandlog import note_repeat
from services.kernel.database import psycopg
from services.kernel.errors import Refusal
from services.kernel.eventstore.application import Application
from services.kernel.eventstore.committer import CommandIsRepeated, CommitIsUnknown, VersionConflict
from services.kernel.eventstore.pipeline import CommandRecord
from services.kernel.eventstore.turns import NeedsInOrder, Turn
from services.kernel.schemas import Command

App = TypeVar("App", bound=Application)
C = TypeVar("C", bound=Command)
V = TypeVar("V")

TRIES = 12
_FAULTS_WORTH_A_RETRY = (VersionConflict, CommitIsUnknown, psycopg.OperationalError)


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
        except NeedsInOrder as needs:
            wanted |= needs.wanted
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
        self._may_be_ours = False  # an earlier try of this very call may have been stored

    def answer(self) -> Any:
        tries = 0
        while True:
            turn = Turn(self._app, now=self._app.clock.now())
            try:
                return self._try(turn)
            except NeedsInOrder as needs:
                self._wanted |= needs.wanted
            except CommandIsRepeated:
                turn.drop()
                answer = self._first_answer_or_none()
                return self._lost() if answer is None else answer
            except _FAULTS_WORTH_A_RETRY as fault:
                turn.drop()
                self._may_be_ours |= not isinstance(fault, VersionConflict)
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
        if body is None:
            return None
        if not self._may_be_ours:
            note_repeat(self._command.id)
        return msgspec.json.decode(body, type=self._reply_class)

    def _lost(self) -> Any:
        raise CommitIsUnknown(f"the command log names {self._command.id} and does not have it")
