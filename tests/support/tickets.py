"""Words for tests about tickets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.kernel.ids import new_id
from services.tickets.domain import About, Message, Ticket

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_message(by: UUID | None = None) -> Message:
    return Message(message_id=new_id(), seal="00" * 32, by_member_id=by)


def a_ticket(*, about: About | None = None, **fields: Any) -> Ticket:
    """A ticket that was submitted just now, with nothing pending."""
    values = {"account_id": new_id(), "number": "T-2026-000001", "type": "other", "message": a_message(), "at": NOW, **fields}
    ticket = Ticket.submit(new_id(), about=about or About(), **values)
    ticket.collect_events()
    return ticket


def names(ticket: Ticket) -> list[str]:
    """What has happened to the ticket and is not stored yet."""
    return [fact.TOPIC for fact in ticket.pending_events]
