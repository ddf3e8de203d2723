"""A ticket: a question to support, its conversation and its five states."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, event

TicketType = Literal[
    "unbind_mfa",
    "change_owner",
    "purchase_consulting",
    "help_docs",
    "suggestion",
    "bug_report",
    "usage_question",
    "other",
]
TicketState = Literal["waiting_for_assignment", "waiting_for_feedback", "replied", "closed", "withdrawn"]
ClosedBy = Literal["customer", "support", "silence"]

ABANDONED_AFTER: Final = timedelta(days=7)
"""How long a ticket stays replied without an answer before it closes by itself (decision 40)."""


class TicketIsClosed(Refusal):
    """The ticket is closed: it takes no messages and does not open again."""

    code = "tickets.ticket_is_closed"


class TicketIsWithdrawn(Refusal):
    """The ticket was withdrawn; restart it first."""

    code = "tickets.ticket_is_withdrawn"


class TicketIsNotWithdrawn(Refusal):
    """Only a withdrawn ticket can be restarted."""

    code = "tickets.ticket_is_not_withdrawn"


class TicketIsTaken(Refusal):
    """Support has taken the ticket up; from then on it can be closed, not withdrawn."""

    code = "tickets.ticket_is_taken"


class TicketIsNotClosed(Refusal):
    """Only a closed ticket can be rated."""

    code = "tickets.ticket_is_not_closed"


class TicketIsRated(Refusal):
    """The ticket was rated before."""

    code = "tickets.ticket_is_rated"


class TicketWaitsForUs(Refusal):
    """The ticket was not answered by support, or less than seven days ago: silence does not close it."""

    code = "tickets.ticket_waits_for_us"


class BillIsMissing(Refusal):
    """A ticket about a bill line names the bill too."""

    code = "tickets.bill_is_missing"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket points at. It is a pointer, not a proof: who reads it may see no more by it than without."""

    bill_id: UUID | None = None
    line_id: UUID | None = None
    workspace_id: UUID | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """That something was written, by whom, and the seal of the text (texts.py); the text itself stands in a row."""

    message_id: UUID
    seal: str
    by_member_id: UUID | None


class Ticket(Aggregate):
    """Source: product facts 2.6; decision 40."""

    TOPIC = "tickets.ticket"

    class Event(Aggregate.Event):
        TOPIC = "tickets.ticket_event"
        ticket_id: UUID
        account_id: UUID
        occurred_at: datetime

    class Submitted(Event, Aggregate.Created):
        TOPIC = "tickets.submitted"
        number: str
        type: TicketType
        about: About
        message: Message

    class Assigned(Event):
        """Somebody in support has taken the ticket up, or over from another; `state` is what it leads to."""

        TOPIC = "tickets.assigned"
        handler_id: UUID | None
        state: TicketState

    class Replied(Event):
        """Support wrote."""

        TOPIC = "tickets.replied"
        message: Message

    class Answered(Event):
        """The customer wrote; `state` is what it leads to."""

        TOPIC = "tickets.answered"
        message: Message
        state: TicketState

    class Withdrawn(Event):
        TOPIC = "tickets.withdrawn"

    class Restarted(Event):
        TOPIC = "tickets.restarted"

    class Closed(Event):
        """For ever: by the customer or by support, or by seven days of silence after a reply."""

        TOPIC = "tickets.closed"
        by: ClosedBy

    class Rated(Event):
        """The customer gave one to five stars, and perhaps a comment."""

        TOPIC = "tickets.rated"
        stars: int
        comment: Message | None

    account_id: UUID
    number: str
    state: TicketState
    handler_id: UUID | None
    replied_at: datetime | None
    stars: int | None

    @classmethod
    def submit(
        cls, ticket_id: UUID, *, account_id: UUID, number: str, type: TicketType, about: About, message: Message, at: datetime
    ) -> Ticket:
        """A new ticket, waiting for assignment. Refuses: BillIsMissing."""
        if about.line_id is not None and about.bill_id is None:
            raise BillIsMissing()
        return cls._create(
            cls.Submitted,
            id=ticket_id,
            ticket_id=ticket_id,
            account_id=account_id,
            number=number,
            type=type,
            about=about,
            message=message,
            occurred_at=at,
        )

    def assign(self, handler_id: UUID | None, *, at: datetime) -> None:
        """Support takes the ticket up, or hands it over; the same handler again changes nothing.

        Refuses: TicketIsClosed, TicketIsWithdrawn.
        """
        self._require_open()
        is_waiting = self.state == "waiting_for_assignment"
        if is_waiting or handler_id != self.handler_id:
            self._record(Ticket.Assigned, at, handler_id=handler_id, state="waiting_for_feedback" if is_waiting else self.state)

    def reply(self, message: Message, *, at: datetime) -> None:
        """Support writes; who replies to a ticket that nobody has taken takes it. Refuses: TicketIsClosed, TicketIsWithdrawn."""
        self._require_open()
        if self.state == "waiting_for_assignment":
            self.assign(message.by_member_id, at=at)
        self._record(Ticket.Replied, at, message=message)

    def answer(self, message: Message, *, at: datetime) -> None:
        """The customer writes; a replied ticket waits for feedback again. Refuses: TicketIsClosed, TicketIsWithdrawn."""
        self._require_open()
        state = "waiting_for_feedback" if self.state == "replied" else self.state
        self._record(Ticket.Answered, at, message=message, state=state)

    def withdraw(self, *, at: datetime) -> None:
        """The customer takes it back before anybody has taken it up. Refuses: TicketIsClosed, TicketIsWithdrawn, TicketIsTaken."""
        self._require_open()
        if self.state != "waiting_for_assignment":
            raise TicketIsTaken()
        self._record(Ticket.Withdrawn, at)

    def restart(self, *, at: datetime) -> None:
        """The customer asks again what was withdrawn. Refuses: TicketIsClosed, TicketIsNotWithdrawn."""
        if self.state == "closed":
            raise TicketIsClosed()
        if self.state != "withdrawn":
            raise TicketIsNotWithdrawn()
        self._record(Ticket.Restarted, at)

    def close(self, by: Literal["customer", "support"], *, at: datetime) -> None:
        """One side has no more to say. Refuses: TicketIsClosed, TicketIsWithdrawn."""
        self._require_open()
        self._record(Ticket.Closed, at, by=by)

    def close_abandoned(self, *, at: datetime) -> None:
        """More than seven days passed since support's last word. Refuses: TicketWaitsForUs, TicketIsClosed, TicketIsWithdrawn."""
        self._require_open()
        if self.replied_at is None or at - self.replied_at <= ABANDONED_AFTER:
            raise TicketWaitsForUs()
        self._record(Ticket.Closed, at, by="silence")

    def rate(self, stars: int, comment: Message | None, *, at: datetime) -> None:
        """One to five stars, once. Refuses: TicketIsNotClosed, TicketIsRated."""
        if self.state != "closed":
            raise TicketIsNotClosed()
        if self.stars is not None:
            raise TicketIsRated()
        self._record(Ticket.Rated, at, stars=stars, comment=comment)

    def _require_open(self) -> None:
        if self.state == "closed":
            raise TicketIsClosed()
        if self.state == "withdrawn":
            raise TicketIsWithdrawn()

    def _record(self, fact: type[Aggregate.Event], at: datetime, **details: Any) -> None:
        self.trigger_event(fact, ticket_id=self.id, account_id=self.account_id, occurred_at=at, **details)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Submitted)
    def __init__(self, account_id: UUID, number: str) -> None:
        self.account_id = account_id
        self.number = number
        self.state = "waiting_for_assignment"
        self.handler_id = None
        self.replied_at = None
        self.stars = None

    @event(Assigned)
    def _assigned(self, handler_id: UUID | None, state: TicketState) -> None:
        self.handler_id = handler_id
        self.state = state

    @event(Replied)
    def _replied(self, occurred_at: datetime) -> None:
        self.state = "replied"
        self.replied_at = occurred_at

    @event(Answered)
    def _answered(self, state: TicketState) -> None:
        self.state = state
        self.replied_at = None

    @event(Withdrawn)
    def _withdrawn(self) -> None:
        self.state = "withdrawn"

    @event(Restarted)
    def _restarted(self) -> None:
        self.state = "waiting_for_assignment"

    @event(Closed)
    def _closed(self) -> None:
        self.state = "closed"

    @event(Rated)
    def _rated(self, stars: int) -> None:
        self.stars = stars
