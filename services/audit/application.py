"""The audit's use cases."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.domain import Asked, Examination, ExaminationIsEnded, Outcome
from services.audit.evidence import bill_event, evidence_of
from services.audit.explain import explanation_of
from services.audit.projections import PROJECTOR
from services.audit.queries import examinations
from services.audit.queries.copies import BOOKS, Copies
from services.audit.schemas import (
    BookStatusView,
    DifferenceView,
    EvidenceOf,
    EvidenceView,
    ExaminationOf,
    ExaminationView,
    ExplanationOf,
    ExplanationView,
    StartReplay,
    StartVerify,
    StatusOf,
    StatusView,
)
from services.kernel.errors import InvalidInput, NotFound
from services.kernel.eventstore import Application, Rowset, Turn, once
from services.kernel.ids import derived_id

MOST_ROWS: Final = 50_000
"""Usage rows in evidence that one answer can carry."""


class Audit(Application):
    """Examinations, explanations, evidence."""

    name = "audit"
    projector = PROJECTOR
    aggregates = (Examination,)

    def __init__(self, *, catch_up: Callable[[], object] = lambda: None, **parts: Any) -> None:
        """`catch_up` copies the books that bills and payments stand in to their heads."""
        super().__init__(**parts)
        self.copies = Copies(self.database)
        self.catch_up = catch_up

    # -- examinations --------------------------------------------------------------------------------------------------------------------

    @once
    def start_replay(self, turn: Turn, command: StartReplay) -> ExaminationView:
        """Note that a replay is asked for. Refuses: InvalidInput (position and known_at together)."""
        if command.position is not None and command.known_at is not None:
            raise InvalidInput([{"pointer": "/known_at", "detail": "Name a position or an instant, not both."}])
        asked = Asked(
            kind="replay",
            account_id=command.of_account_id,
            book=command.book,
            position=command.position,
            known_at=command.known_at,
            redecide=command.redecide,
        )
        return _started(turn, command.id, asked)

    @once
    def start_verify(self, turn: Turn, command: StartVerify) -> ExaminationView:
        """Note that a verification is asked for."""
        return _started(turn, command.id, Asked(kind="verify"))

    def end(self, job_id: UUID, outcome: Outcome) -> None:
        """Note what came of an examination, unless somebody has. Refuses: NotFound."""
        job = self.read(Examination, job_id)
        if job is None:
            raise NotFound(Examination.TOPIC, job_id)
        with contextlib.suppress(ExaminationIsEnded):
            job.end(outcome, at=self.clock.now())
            self.store([job], Rowset())

    def asked_of(self, job_id: UUID) -> Asked:
        """Refuses: NotFound."""
        job = self.read(Examination, job_id)
        if job is None:
            raise NotFound(Examination.TOPIC, job_id)
        return job.asked

    def unfinished(self) -> list[UUID]:
        """Examinations that were asked for and have not ended."""
        return examinations.unfinished(self.database)

    def examination_of(self, question: ExaminationOf) -> ExaminationView:
        """Refuses: NotFound."""
        row = examinations.examination(self.database, question.job_id)
        if row is None:
            raise NotFound(Examination.TOPIC, question.job_id)
        outcome = msgspec.convert(row["outcome"], Outcome) if row["outcome"] else None
        return _view(
            row["job_id"],
            row["asked"]["kind"],
            row["started_at"],
            state=row["state"] or "running",
            ended_at=row["ended_at"],
            outcome=outcome,
        )

    # -- bills ---------------------------------------------------------------------------------------------------------------------------

    def explanation_of(self, question: ExplanationOf) -> ExplanationView:
        """Refuses: NotFound, also for another account's bill."""
        self._require_own_bill(question.account_id, question.bill_id)
        return ExplanationView(bill_id=question.bill_id, explanation=explanation_of(self.copies, question.bill_id))

    def evidence_of(self, question: EvidenceOf) -> EvidenceView:
        """Without what commits hold of other accounts. Refuses: NotFound, also for another account's bill; EvidenceIsTooLarge."""
        self._require_own_bill(question.account_id, question.bill_id)
        evidence = evidence_of(self.copies, question.bill_id, complete=False, most_rows=MOST_ROWS)
        return EvidenceView(bill_id=question.bill_id, evidence=evidence)

    # -- the copies ----------------------------------------------------------------------------------------------------------------------

    def status(self, question: StatusOf) -> StatusView:
        """How far each copy is, and the first fault of each book."""
        faults = {row["book"]: f"{row['what']} at position {row['position']}" for row in reversed(self.copies.faults())}
        books = []
        for book in BOOKS:
            end = self.copies.end_of(book)
            recorded_at = end.recorded_at if end.to_position else None
            books.append(
                BookStatusView(
                    book=book,  # type: ignore[arg-type]  # one of the five
                    position=end.to_position,
                    recorded_at=recorded_at,
                    digest=end.digest.hex(),
                    fault=faults.get(book),
                )
            )
        return StatusView(books=books)

    def _require_own_bill(self, account_id: UUID, bill_id: UUID) -> None:
        self.catch_up()
        owner = msgspec.json.decode(bill_event(self.copies, bill_id).state)["account_id"]
        if owner != str(account_id):
            raise NotFound("bill", bill_id)


def _started(turn: Turn, command_id: UUID, asked: Asked) -> ExaminationView:
    job_id = derived_id(command_id, "examination")
    job = turn.find(Examination, job_id) or turn.add(Examination.start(job_id, asked, at=turn.now))
    return _view(job.id, asked.kind, turn.now)


def _view(
    job_id: UUID,
    kind: Any,
    started_at: datetime,
    *,
    state: Any = "running",
    ended_at: datetime | None = None,
    outcome: Outcome | None = None,
) -> ExaminationView:
    return ExaminationView(
        job_id=job_id,
        kind=kind,
        state=state,
        started_at=started_at,
        ended_at=ended_at,
        positions=outcome.positions if outcome else {},
        checked=outcome.checked if outcome else {},
        difference_count=outcome.difference_count if outcome else 0,
        differences=[DifferenceView(**msgspec.structs.asdict(found)) for found in outcome.differences] if outcome else [],
        fault=outcome.fault if outcome else None,
    )
