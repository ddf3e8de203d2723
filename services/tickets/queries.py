"""From tickets' rows to answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.database import Database
from services.kernel.errors import NotFound
from services.kernel.schemas import Page, decode_cursor, encode_cursor
from services.tickets.schemas import AboutShape, ConversationView, ListAllTickets, ListTickets, MessageView, TicketOf, TicketView

_TICKET = """
    select t.ticket_id, t.account_id, t.position, t.number, t.type, t.bill_id, t.line_id, t.workspace_id, t.submitted_at, x.title, s.state,
           s.changed_at, r.stars
    from ticket as t
    join ticket_state as s on s.ticket_id = t.ticket_id
    left join message_text as x on x.message_id = t.message_id
    left join ticket_rating as r on r.ticket_id = t.ticket_id
"""


class Queries:
    """The reads of the room. What belongs to another account is not found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tickets(self, question: ListTickets | ListAllTickets) -> Page[TicketView]:
        """The latest first; of one account, or of all for support."""
        (before,) = decode_cursor(question.cursor, int) if question.cursor else (None,)
        rows = self._database.all(
            _TICKET
            + """
            where (%(account_id)s::uuid is null or t.account_id = %(account_id)s)
              and (%(before)s::bigint is null or t.position < %(before)s)
              and (%(type)s::text is null or t.type = %(type)s)
              and (%(state)s::text is null or s.state = %(state)s)
              and (%(number)s::text is null or t.number = %(number)s)
              and (%(title)s::text is null or position(lower(%(title)s) in lower(x.title)) > 0)
              and (%(submitted_from)s::timestamptz is null or t.submitted_at >= %(submitted_from)s)
              and (%(submitted_before)s::timestamptz is null or t.submitted_at < %(submitted_before)s)
            order by t.position desc
            limit %(limit)s + 1
            """,
            {**_filters(question), "before": before},
        )
        shown = rows[: question.limit]
        next_cursor = encode_cursor([shown[-1]["position"]]) if len(rows) > question.limit else None
        return Page[TicketView].of([_ticket(row) for row in shown], next_cursor)

    def conversation(self, question: TicketOf) -> ConversationView:
        """Refuses: NotFound."""
        row = self._database.one(_TICKET + "where t.ticket_id = %s and t.account_id = %s", (question.ticket_id, question.account_id))
        if row is None:
            raise NotFound("ticket", question.ticket_id)
        return ConversationView(ticket=_ticket(row), messages=list(self._messages(question.ticket_id)))

    def account_of(self, ticket_id: UUID) -> UUID | None:
        """Whose ticket it is; None if there is no such ticket."""
        row = self._database.one("select account_id from ticket where ticket_id = %s", (ticket_id,))
        return row["account_id"] if row else None

    def abandoned(self, *, replied_before: datetime, limit: int) -> list[dict[str, Any]]:
        """Tickets (ticket_id, replied_at) that wait for the customer since before an instant, the longest wait first."""
        return self._database.all(
            """
            select s.ticket_id, r.replied_at
            from ticket_state as s
            join ticket_reply as r on r.ticket_id = s.ticket_id
            where s.state = 'replied'
              and r.replied_at < %s
            order by r.replied_at, s.ticket_id
            limit %s
            """,
            (replied_before, limit),
        )

    def _messages(self, ticket_id: UUID) -> Iterable[MessageView]:
        rows = self._database.all(
            """
            select m.message_id, m.side, x.body, m.written_at
            from message as m
            left join message_text as x on x.message_id = m.message_id
            where m.ticket_id = %s
            order by m.position
            """,
            (ticket_id,),
        )
        return (MessageView(**row) for row in rows)


def _filters(question: ListTickets | ListAllTickets) -> dict[str, Any]:
    return {"account_id": getattr(question, "account_id", None), **vars(question)}


def _ticket(row: dict[str, Any]) -> TicketView:
    return TicketView(
        ticket_id=row["ticket_id"],
        account_id=row["account_id"],
        number=row["number"],
        type=row["type"],
        title=row["title"],
        state=row["state"],
        about=AboutShape(bill_id=row["bill_id"], line_id=row["line_id"], workspace_id=row["workspace_id"]),
        submitted_at=row["submitted_at"],
        changed_at=row["changed_at"],
        stars=row["stars"],
    )
