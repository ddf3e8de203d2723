"""Tickets: asked by customers, answered by support."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.kernel.schemas import Page
from services.tickets import schemas as s

TICKETS: Final = RoomRoutes("tickets", tag="tickets", description="What was asked, and what came of it.")

TICKETS.tell("POST", "/v1/tickets", s.SubmitTicket, s.TicketStatusView, call="submit_ticket", status=201)
TICKETS.ask("/v1/tickets", s.ListTickets, Page[s.TicketView], call="list_tickets")
TICKETS.ask("/v1/tickets/<uuid:ticket_id>", s.TicketOf, s.ConversationView, call="ticket_of")
TICKETS.tell("POST", "/v1/tickets/<uuid:ticket_id>/messages", s.AnswerTicket, s.TicketStatusView, call="answer_ticket", status=201)
TICKETS.tell("POST", "/v1/tickets/<uuid:ticket_id>/closure", s.CloseTicket, s.TicketStatusView, call="close_ticket")
TICKETS.tell("POST", "/v1/tickets/<uuid:ticket_id>/withdrawal", s.WithdrawTicket, s.TicketStatusView, call="withdraw_ticket")
TICKETS.tell("POST", "/v1/tickets/<uuid:ticket_id>/restart", s.RestartTicket, s.TicketStatusView, call="restart_ticket")
TICKETS.tell("PUT", "/v1/tickets/<uuid:ticket_id>/rating", s.RateTicket, s.TicketStatusView, call="rate_ticket")

TICKETS.ask("/v1/support/tickets", s.ListAllTickets, Page[s.TicketView], call="list_all_tickets")
TICKETS.tell("POST", "/v1/tickets/<uuid:ticket_id>/replies", s.ReplyToTicket, s.TicketStatusView, call="reply_to_ticket", status=201)
TICKETS.tell("PUT", "/v1/tickets/<uuid:ticket_id>/handler", s.AssignTicket, s.TicketStatusView, call="assign_ticket")
TICKETS.tell("DELETE", "/v1/tickets/<uuid:ticket_id>/texts", s.EraseTexts, s.TicketStatusView, call="erase_texts")
