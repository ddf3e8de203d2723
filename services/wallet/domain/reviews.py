"""Review items: what a person must look at, because the room may not decide it alone. They change no balance."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.wallet.domain.refusals import ReviewIsResolved


class Finding(msgspec.Struct, frozen=True):
    """What was found. `kind` and `subject` (of what it was found) name it for ever; `details` are for people, and hold no secret.

    For instance `Finding("payment_differs", "alipay 2026…", {"amount": "5.00"}, account_id)`.
    """

    kind: str
    subject: str
    details: dict[str, str]
    account_id: UUID | None = None

    @property
    def review_id(self) -> UUID:
        return natural_id("review_item", self.kind, self.subject)


class ReviewItem(Aggregate):
    """One finding, until an operator has resolved it."""

    TOPIC = "wallet.review_item"
    finding: Finding
    opened_at: datetime
    is_resolved: bool

    class Event(Aggregate.Event):
        TOPIC = "wallet.review_item.event"

    class Opened(Event, Aggregate.Created):
        TOPIC = "wallet.review_item_opened"
        finding: Finding
        occurred_at: datetime

    class Resolved(Event):
        """An operator looked, did what was to be done, and says what."""

        TOPIC = "wallet.review_item_resolved"
        note: str
        by_member_id: UUID | None
        occurred_at: datetime

    @classmethod
    def open(cls, finding: Finding, *, at: datetime) -> ReviewItem:
        return cls._create(cls.Opened, id=finding.review_id, finding=finding, occurred_at=at)

    def resolve(self, note: str, *, by_member_id: UUID | None, at: datetime) -> None:
        """Refuses: ReviewIsResolved."""
        if self.is_resolved:
            raise ReviewIsResolved(review_id=self.id)
        self.trigger_event(self.Resolved, note=note, by_member_id=by_member_id, occurred_at=at)

    @event(Opened)
    def __init__(self, finding: Finding, occurred_at: datetime) -> None:
        self.finding = finding
        self.opened_at = occurred_at
        self.is_resolved = False

    @event(Resolved)
    def _resolved(self) -> None:
        self.is_resolved = True
