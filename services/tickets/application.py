"""The use cases of tickets: one public method a command. Another account's ticket is not found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, Final, TypeAlias
from uuid import UUID

from services.kernel.errors import NotFound, Refusal
from services.kernel.eventstore import Application, Turn, once
from services.kernel.ids import derived_id
from services.kernel.schemas import Command, Page, shape
from services.tickets.domain import ABANDONED_AFTER, About, Message, Ticket, TicketNumbers
from services.tickets.projections import ERASURES, PROJECTOR, TEXTS
from services.tickets.queries import Queries
from services.tickets.schemas import (
    AboutShape,
    AnswerTicket,
    AssignTicket,
    CloseTicket,
    ConversationView,
    EraseTexts,
    ListAllTickets,
    ListTickets,
    RateTicket,
    ReplyToTicket,
    RestartTicket,
    SubmitTicket,
    TicketOf,
    TicketStatusView,
    TicketView,
    WithdrawTicket,
)
from services.tickets.texts import new_text

ABANDONED_PAGE: Final = 200


Owned: TypeAlias = AnswerTicket | ReplyToTicket | AssignTicket | WithdrawTicket | RestartTicket | CloseTicket | RateTicket | EraseTexts
"""Commands about a ticket that exists."""


@shape
class CloseAbandoned(Command):
    """Close a ticket that was replied to and then not heard of."""

    ticket_id: UUID


class Tickets(Application):
    """What customers asked and what support answered."""

    name = "tickets"
    projector = PROJECTOR

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.queries = Queries(self.database)
        self.background: Sequence[Any] = ()

    @once
    def submit_ticket(self, turn: Turn, command: SubmitTicket) -> TicketStatusView:
        """Ask support something; the answer has the ticket's number. Refuses: BillIsMissing."""
        ticket_id = derived_id(command.id, "ticket")
        made = turn.find(Ticket, ticket_id)
        if made is not None:  # by this very command, whose first answer the log has
            return _status(made)
        ticket = Ticket.submit(
            ticket_id,
            account_id=command.account_id,
            number=_next_number(turn, ticket_id),
            type=command.type,
            about=_about(command.about),
            message=_write(turn, ticket_id, command, command.description, title=command.title),
            at=turn.now,
        )
        return _status(turn.add(ticket), derived_id(command.id, "message"))

    @once
    def answer_ticket(self, turn: Turn, command: AnswerTicket) -> TicketStatusView:
        """The customer writes. Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn."""
        ticket = self._own(turn, command)
        message = _write(turn, ticket.id, command, command.body)
        ticket.answer(message, at=turn.now)
        return _status(ticket, message.message_id)

    @once
    def reply_to_ticket(self, turn: Turn, command: ReplyToTicket) -> TicketStatusView:
        """Support writes. Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn."""
        ticket = self._own(turn, command)
        message = _write(turn, ticket.id, command, command.body)
        ticket.reply(message, at=turn.now)
        return _status(ticket, message.message_id)

    @once
    def assign_ticket(self, turn: Turn, command: AssignTicket) -> TicketStatusView:
        """Support takes a ticket up, or hands it over. Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn."""
        ticket = self._own(turn, command)
        ticket.assign(command.handler_id or command.member_id, at=turn.now)
        return _status(ticket)

    @once
    def withdraw_ticket(self, turn: Turn, command: WithdrawTicket) -> TicketStatusView:
        """Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn, TicketIsTaken."""
        return self._done(turn, command, lambda ticket: ticket.withdraw(at=turn.now))

    @once
    def restart_ticket(self, turn: Turn, command: RestartTicket) -> TicketStatusView:
        """Refuses: NotFound, TicketIsClosed, TicketIsNotWithdrawn."""
        return self._done(turn, command, lambda ticket: ticket.restart(at=turn.now))

    @once
    def close_ticket(self, turn: Turn, command: CloseTicket) -> TicketStatusView:
        """Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn."""
        return self._done(turn, command, lambda ticket: ticket.close("customer", at=turn.now))

    @once
    def close_ticket_as_support(self, turn: Turn, command: CloseTicket) -> TicketStatusView:
        """Support has nothing to add. Refuses: NotFound, TicketIsClosed, TicketIsWithdrawn."""
        return self._done(turn, command, lambda ticket: ticket.close("support", at=turn.now))

    @once
    def rate_ticket(self, turn: Turn, command: RateTicket) -> TicketStatusView:
        """Refuses: NotFound, TicketIsNotClosed, TicketIsRated."""
        ticket = self._own(turn, command)
        comment = _write(turn, ticket.id, command, command.comment) if command.comment is not None else None
        ticket.rate(command.stars, comment, at=turn.now)
        return _status(ticket, comment.message_id if comment else None)

    @once
    def erase_texts(self, turn: Turn, command: EraseTexts) -> TicketStatusView:
        """Erase everything written in a ticket, with the salts of its seals; the ledger is not touched. Refuses: NotFound."""
        ticket = self._own(turn, command)
        turn.rows.add(ERASURES, ticket_id=ticket.id, erased_at=turn.now)
        return _status(ticket)

    # -- what happens by itself -----------------------------------------------------------------------------------------------------

    def close_abandoned(self) -> int:
        """Close the tickets that were replied to more than seven days ago and not answered since; how many (decision 40)."""
        waiting = self.queries.abandoned(replied_before=self.clock.now() - ABANDONED_AFTER, limit=ABANDONED_PAGE)
        return sum(self._close_one_abandoned(row["ticket_id"], since=row["replied_at"].isoformat()) for row in waiting)

    def _close_one_abandoned(self, ticket_id: UUID, *, since: str) -> bool:
        try:
            self._close_abandoned(CloseAbandoned(id=derived_id(ticket_id, f"abandoned since {since}"), ticket_id=ticket_id))
        except Refusal:
            return False  # answered or closed a moment ago
        return True

    @once
    def _close_abandoned(self, turn: Turn, command: CloseAbandoned) -> TicketStatusView:
        ticket = turn.load(Ticket, command.ticket_id)
        ticket.close_abandoned(at=turn.now)
        return _status(ticket)

    def _own(self, turn: Turn, command: Owned) -> Ticket:
        """The account's ticket. Refuses: NotFound, in the same words for another's, for none, and for what is no ticket.

        Whose it is, is asked of the row first: an id that names another kind of aggregate must not reach the turn.
        """
        if self.queries.account_of(command.ticket_id) != command.account_id:
            raise NotFound("ticket", command.ticket_id)
        return turn.load(Ticket, command.ticket_id)

    def _done(self, turn: Turn, command: Owned, decide: Callable[[Ticket], None]) -> TicketStatusView:
        ticket = self._own(turn, command)
        decide(ticket)
        return _status(ticket)

    # -- questions ------------------------------------------------------------------------------------------------------------------

    def list_tickets(self, question: ListTickets | ListAllTickets) -> Page[TicketView]:
        return self.queries.tickets(question)

    def ticket_of(self, question: TicketOf) -> ConversationView:
        return self.queries.conversation(question)


def _next_number(turn: Turn, ticket_id: UUID) -> str:
    year = turn.now.astimezone(UTC).year
    numbers = turn.find(TicketNumbers, TicketNumbers.create_id(year)) or turn.add(TicketNumbers.begin(year))
    return numbers.take(ticket_id)


def _write(
    turn: Turn, ticket_id: UUID, command: SubmitTicket | AnswerTicket | ReplyToTicket | RateTicket, body: str, *, title: str | None = None
) -> Message:
    """Keep the text in a row of its own; the message that the ledger gets has its id and its seal."""
    message_id = derived_id(command.id, "message")
    text = new_text(body, title=title)
    turn.rows.add(TEXTS, message_id=message_id, ticket_id=ticket_id, title=text.title, body=text.body, salt=text.salt)
    return Message(message_id=message_id, seal=text.seal, by_member_id=command.member_id)


def _about(about: AboutShape) -> About:
    return About(bill_id=about.bill_id, line_id=about.line_id, workspace_id=about.workspace_id)


def _status(ticket: Ticket, message_id: UUID | None = None) -> TicketStatusView:
    return TicketStatusView(
        ticket_id=ticket.id, account_id=ticket.account_id, number=ticket.number, state=ticket.state, message_id=message_id
    )
