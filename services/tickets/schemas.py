"""Wire shapes of tickets. Answers to commands are stored for ever, so they carry ids and states, never what people wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Command, Length, Question, Range, Shape, View, doc, shape

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
Side = Literal["customer", "support"]

Title = Annotated[str, Length(min=1, max=200), doc("what it is about, in a line", "A bill line is higher than I expected")]
Body = Annotated[str, Length(min=1, max=10_000), doc("plain text")]
MemberId = Annotated[UUID | None, doc("who writes; the room fills in the verified caller, whatever is sent")]
TitlePart = Annotated[str, Length(min=1, max=200), doc("tickets whose title contains this, whatever the case")]
Number = Annotated[str, Length(min=1, max=32), doc("the ticket with this number", "T-2026-000001")]
Stars = Annotated[int, Range(min=1, max=5)]
Limit = Annotated[int, Range(min=1, max=200)]
Cursor = Annotated[str, Length(max=1024), doc("`next_cursor` of the page before")]


@shape
class AboutShape(Shape):
    """What a ticket points at: a bill, a line of it, a workspace. A line comes with its bill."""

    bill_id: UUID | None = None
    line_id: UUID | None = None
    workspace_id: UUID | None = None


# -- commands -----------------------------------------------------------------------------------------------------------------------


@shape
class SubmitTicket(Command):
    """Ask support something."""

    account_id: UUID
    type: TicketType
    title: Title
    description: Body
    about: AboutShape = AboutShape()
    member_id: MemberId = None


@shape
class AnswerTicket(Command):
    """Write in a ticket, as the customer."""

    account_id: UUID
    ticket_id: UUID
    body: Body
    member_id: MemberId = None


@shape
class ReplyToTicket(Command):
    """Write in a ticket, as support."""

    account_id: UUID
    ticket_id: UUID
    body: Body
    member_id: MemberId = None


@shape
class AssignTicket(Command):
    """Take a ticket up, or give it to another in support. Without `handler_id`, to the caller."""

    account_id: UUID
    ticket_id: UUID
    handler_id: UUID | None = None
    member_id: MemberId = None


@shape
class WithdrawTicket(Command):
    """Take a ticket back before support has taken it up."""

    account_id: UUID
    ticket_id: UUID


@shape
class RestartTicket(Command):
    """Ask again what was withdrawn."""

    account_id: UUID
    ticket_id: UUID


@shape
class CloseTicket(Command):
    """Close a ticket for ever."""

    account_id: UUID
    ticket_id: UUID


@shape
class RateTicket(Command):
    """Say how good the help was: one to five stars, once, when the ticket is closed."""

    account_id: UUID
    ticket_id: UUID
    stars: Stars
    comment: Body | None = None
    member_id: MemberId = None


@shape
class EraseTexts(Command):
    """Erase what the account's people wrote and were written in this ticket. The ledger keeps that something was written."""

    account_id: UUID
    ticket_id: UUID


# -- questions ----------------------------------------------------------------------------------------------------------------------


@shape
class ListTickets(Question):
    """The account's tickets, the latest first. Filters narrow; times are of submission, from (included) and before (excluded)."""

    account_id: UUID
    type: TicketType | None = None
    state: TicketState | None = None
    title: TitlePart | None = None
    number: Number | None = None
    submitted_from: datetime | None = None
    submitted_before: datetime | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class ListAllTickets(Question):
    """Support's list: every account's tickets, the latest first."""

    type: TicketType | None = None
    state: TicketState | None = None
    title: TitlePart | None = None
    number: Number | None = None
    submitted_from: datetime | None = None
    submitted_before: datetime | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class TicketOf(Question):
    """One ticket with its conversation."""

    account_id: UUID
    ticket_id: UUID


# -- views --------------------------------------------------------------------------------------------------------------------------


@shape
class TicketStatusView(View):
    """Where a ticket stands after a command. `message_id` is what the command wrote, if it wrote something."""

    ticket_id: UUID
    account_id: UUID
    number: str
    state: TicketState
    message_id: UUID | None = None


@shape
class TicketView(View):
    """A ticket in a list. `title` is null where it was erased."""

    ticket_id: UUID
    account_id: UUID
    number: str
    type: TicketType
    title: str | None
    state: TicketState
    about: AboutShape
    submitted_at: datetime
    changed_at: datetime
    stars: int | None


@shape
class MessageView(View):
    """A message of a conversation. `body` is null where it was erased."""

    message_id: UUID
    side: Side
    body: str | None
    written_at: datetime


@shape
class ConversationView(View):
    """A ticket and all that was written in it, in order; the first message is its description."""

    ticket: TicketView
    messages: list[MessageView]
