"""Tickets' table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, TypeVar

from nameko.timer import timer  # type: ignore[import-untyped]

from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.follower import Bell, BookPage, PublishedPage, ReadBook, ReadPublished, read_book
from services.kernel.rpc import background, caller, command, provided, query
from services.kernel.schemas import Page
from services.tickets import schemas as s
from services.tickets.application import Tickets
from services.tickets.events import PUBLISHED
from services.tickets.policies import TicketPolicies

FOLLOWERS: Final = ("identity", "settlement", "billing", "wallet", "audit")
CUSTOMERS: Final = ("owner", "finance", "viewer")
SUPPORT: Final = ("support", "operator")
READERS: Final = ("owner", "finance", "viewer", "support", "operator", "finance_operator", "auditor")
LOOK_FOR_SILENCE_EVERY_S: Final = 30

Written = TypeVar("Written", s.SubmitTicket, s.AnswerTicket, s.ReplyToTicket, s.AssignTicket, s.RateTicket)


class TicketsService:
    """What customers asked and what support answered."""

    name = "tickets"
    tickets: Tickets = provided("tickets")
    runs: Any = background()

    # -- the customer's side

    @command(s.SubmitTicket, reply=s.TicketStatusView, roles=CUSTOMERS)
    def submit_ticket(self, command: s.SubmitTicket) -> s.TicketStatusView:
        return self.tickets.submit_ticket(_signed(command))

    @command(s.AnswerTicket, reply=s.TicketStatusView, roles=CUSTOMERS)
    def answer_ticket(self, command: s.AnswerTicket) -> s.TicketStatusView:
        return self.tickets.answer_ticket(_signed(command))

    @command(s.WithdrawTicket, reply=s.TicketStatusView, roles=CUSTOMERS)
    def withdraw_ticket(self, command: s.WithdrawTicket) -> s.TicketStatusView:
        return self.tickets.withdraw_ticket(command)

    @command(s.RestartTicket, reply=s.TicketStatusView, roles=CUSTOMERS)
    def restart_ticket(self, command: s.RestartTicket) -> s.TicketStatusView:
        return self.tickets.restart_ticket(command)

    @command(s.RateTicket, reply=s.TicketStatusView, roles=CUSTOMERS)
    def rate_ticket(self, command: s.RateTicket) -> s.TicketStatusView:
        return self.tickets.rate_ticket(_signed(command))

    # -- support's side

    @command(s.AssignTicket, reply=s.TicketStatusView, roles=SUPPORT)
    def assign_ticket(self, command: s.AssignTicket) -> s.TicketStatusView:
        return self.tickets.assign_ticket(_signed(command))

    @command(s.ReplyToTicket, reply=s.TicketStatusView, roles=SUPPORT)
    def reply_to_ticket(self, command: s.ReplyToTicket) -> s.TicketStatusView:
        return self.tickets.reply_to_ticket(_signed(command))

    @command(s.EraseTexts, reply=s.TicketStatusView, roles=("operator",))
    def erase_texts(self, command: s.EraseTexts) -> s.TicketStatusView:
        return self.tickets.erase_texts(command)

    @query(s.ListAllTickets, reply=Page[s.TicketView], roles=(*SUPPORT, "auditor"))
    def list_all_tickets(self, question: s.ListAllTickets) -> Page[s.TicketView]:
        return self.tickets.list_tickets(question)

    # -- both sides

    @query(s.ListTickets, reply=Page[s.TicketView], roles=READERS)
    def list_tickets(self, question: s.ListTickets) -> Page[s.TicketView]:
        return self.tickets.list_tickets(question)

    @query(s.TicketOf, reply=s.ConversationView, roles=READERS)
    def ticket_of(self, question: s.TicketOf) -> s.ConversationView:
        return self.tickets.ticket_of(question)

    @command(s.CloseTicket, reply=s.TicketStatusView, roles=(*CUSTOMERS, *SUPPORT))
    def close_ticket(self, command: s.CloseTicket) -> s.TicketStatusView:
        close = self.tickets.close_ticket_as_support if caller().is_operator else self.tickets.close_ticket
        return close(command)

    # -- the book

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.tickets.database, after=question.after, limit=question.limit)

    @query(ReadBook, callers=("audit",))
    def read_book(self, question: ReadBook) -> BookPage:
        return read_book(self.tickets.database, question)

    # -- by the clock on the wall

    @timer(interval=LOOK_FOR_SILENCE_EVERY_S)  # type: ignore[untyped-decorator]
    def look_for_silence(self) -> None:
        TicketPolicies(self.tickets).time_passes()


def build(settings: Settings) -> Tickets:
    """The room of this process, ringing its bell."""
    assert settings.database_url is not None  # a room always has one
    bell = Bell(settings.amqp_url, "tickets")
    tickets = Tickets(
        database=Database(settings.database_url, size=8, name="tickets"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
    )
    tickets.background = (bell,)
    return tickets


def _signed(command: Written) -> Written:
    """The command in the name of the verified caller, whatever name it came with."""
    return dataclasses.replace(command, member_id=caller().member_id)
