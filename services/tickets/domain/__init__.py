"""Tickets and their life cycle; their numbers. Pure: no clock, no I/O."""

from services.tickets.domain.numbers import TicketNumbers
from services.tickets.domain.tickets import (
    ABANDONED_AFTER,
    About,
    BillIsMissing,
    Message,
    Ticket,
    TicketIsClosed,
    TicketIsNotClosed,
    TicketIsNotWithdrawn,
    TicketIsRated,
    TicketIsTaken,
    TicketIsWithdrawn,
    TicketState,
    TicketType,
    TicketWaitsForUs,
)

__all__ = [
    "ABANDONED_AFTER",
    "About",
    "BillIsMissing",
    "Message",
    "Ticket",
    "TicketIsClosed",
    "TicketIsNotClosed",
    "TicketIsNotWithdrawn",
    "TicketIsRated",
    "TicketIsTaken",
    "TicketIsWithdrawn",
    "TicketNumbers",
    "TicketState",
    "TicketType",
    "TicketWaitsForUs",
]
