"""The audit's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

from typing import Any, Final

from services.audit import schemas as s
from services.audit.application import Audit
from services.audit.events import PUBLISHED
from services.audit.jobs import Jobs
from services.audit.policies import Copyist
from services.audit.queries.copies import BOOKS
from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.follower import BellListener, PublishedPage, ReadPublished
from services.kernel.rpc import Remote, Signer, background, command, provided, query

AUDITORS: Final = ("operator", "finance_operator", "auditor")
READERS: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "auditor")
FOLLOWERS: Final = ("identity", "settlement", "billing", "wallet", "tickets")
OF_BILLS: Final = ("settlement", "wallet", "billing")
"""The books that a bill and its payment stand in, in the order in which they are read: causes last."""


class AuditService:
    """Every figure, derived again."""

    name = "audit"
    audit: Audit = provided("audit")
    runs: Any = background()

    @command(s.StartReplay, reply=s.ExaminationView, roles=AUDITORS)
    def start_replay(self, command: s.StartReplay) -> s.ExaminationView:
        return self._begun(self.audit.start_replay(command), dry_run=command.dry_run)

    @command(s.StartVerify, reply=s.ExaminationView, roles=AUDITORS)
    def start_verify(self, command: s.StartVerify) -> s.ExaminationView:
        return self._begun(self.audit.start_verify(command), dry_run=command.dry_run)

    @query(s.ExaminationOf, reply=s.ExaminationView, roles=AUDITORS)
    def examination_of(self, question: s.ExaminationOf) -> s.ExaminationView:
        return self.audit.examination_of(question)

    @query(s.ExplanationOf, reply=s.ExplanationView, roles=READERS)
    def explain(self, question: s.ExplanationOf) -> s.ExplanationView:
        return self.audit.explanation_of(question)

    @query(s.EvidenceOf, reply=s.EvidenceView, roles=READERS)
    def evidence(self, question: s.EvidenceOf) -> s.EvidenceView:
        return self.audit.evidence_of(question)

    @query(s.StatusOf, reply=s.StatusView, roles=AUDITORS)
    def status(self, question: s.StatusOf) -> s.StatusView:
        return self.audit.status(question)

    # -- the book

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.audit.database, after=question.after, limit=question.limit)

    def _begun(self, view: s.ExaminationView, *, dry_run: bool) -> s.ExaminationView:
        if not dry_run:
            self.audit.jobs.ensure(view.job_id)
        return view


class _Resumed:
    """Begins again what a process that was stopped has left."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def start(self) -> None:
        for job_id in self._audit.unfinished():
            self._audit.jobs.ensure(job_id)

    def stop(self) -> None:
        pass


def build(settings: Settings) -> Audit:
    """The room of this process, following every book."""
    assert settings.database_url is not None  # a room always has one
    database = Database(settings.database_url, size=16, name="audit")
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    clock = settings.clock()
    copyists = {book: Copyist(book, database, remote, clock) for book in BOOKS}

    def catch_up() -> None:
        for book in OF_BILLS:
            copyists[book].catch_up()

    audit = Audit(database=database, clock=clock, secret_key=settings.secret_key, catch_up=catch_up)
    audit.jobs = Jobs(audit.end)
    listener = BellListener(settings.amqp_url, name="audit", heard={book: copyist.wake for book, copyist in copyists.items()})
    audit.background = (*copyists.values(), listener, _Resumed(audit))
    return audit
