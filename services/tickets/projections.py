"""From tickets' facts to rows, and the rows of what people wrote.

A commit runs each statement once, over the rows of all its saves: so no statement here may count on another having run before it.
What changes has a table of its own, with one statement that inserts and updates.
"""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Projector, Rows, Rowset
from services.tickets.domain import Message, Ticket, TicketState

PROJECTOR: Final = Projector()

TICKETS: Final = Rows(
    """
    insert into ticket (ticket_id, account_id, position, number, type, message_id, bill_id, line_id, workspace_id, submitted_at)
    select u.ticket_id, u.account_id, ledger_position(u.ordinal), u.number, u.type, u.message_id, u.bill_id, u.line_id, u.workspace_id,
           u.submitted_at
    from unnest(
             %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[]
         ) as u(ticket_id, account_id, ordinal, number, type, message_id, bill_id, line_id, workspace_id, submitted_at)
    """,
    columns=(
        "ticket_id",
        "account_id",
        "ordinal",
        "number",
        "type",
        "message_id",
        "bill_id",
        "line_id",
        "workspace_id",
        "submitted_at",
    ),
)

STATES: Final = Rows(
    """
    insert into ticket_state (ticket_id, state, changed_at)
    select * from unnest(%s::uuid[], %s::text[], %s::timestamptz[])
    on conflict (ticket_id) do update set state = excluded.state, changed_at = excluded.changed_at
    """,
    columns=("ticket_id", "state", "changed_at"),
    key=("ticket_id",),
)

HANDLERS: Final = Rows(
    """
    insert into ticket_handler (ticket_id, handler_id)
    select * from unnest(%s::uuid[], %s::uuid[])
    on conflict (ticket_id) do update set handler_id = excluded.handler_id
    """,
    columns=("ticket_id", "handler_id"),
    key=("ticket_id",),
)

REPLIES: Final = Rows(
    """
    insert into ticket_reply (ticket_id, replied_at)
    select * from unnest(%s::uuid[], %s::timestamptz[])
    on conflict (ticket_id) do update set replied_at = excluded.replied_at
    """,
    columns=("ticket_id", "replied_at"),
    key=("ticket_id",),
)

RATINGS: Final = Rows(
    """
    insert into ticket_rating (ticket_id, stars)
    select * from unnest(%s::uuid[], %s::int[])
    """,
    columns=("ticket_id", "stars"),
)

MESSAGES: Final = Rows(
    """
    insert into message (message_id, ticket_id, position, side, written_at)
    select u.message_id, u.ticket_id, ledger_position(u.ordinal), u.side, u.written_at
    from unnest(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::timestamptz[]) as u(message_id, ticket_id, ordinal, side, written_at)
    """,
    columns=("message_id", "ticket_id", "ordinal", "side", "written_at"),
)

TEXTS: Final = Rows(
    """
    insert into message_text (message_id, ticket_id, title, body, salt)
    select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[])
    """,
    columns=("message_id", "ticket_id", "title", "body", "salt"),
)

ERASURES: Final = Rows(
    """
    update message_text
    set title = null, body = null, salt = null, erased_at = u.erased_at
    from unnest(%s::uuid[], %s::timestamptz[]) as u(ticket_id, erased_at)
    where message_text.ticket_id = u.ticket_id
      and message_text.erased_at is null
    """,
    columns=("ticket_id", "erased_at"),
    key=("ticket_id",),
)


@PROJECTOR.on(Ticket.Submitted)
def _submitted(fact: Ticket.Submitted, rows: Rowset) -> None:
    rows.add(
        TICKETS,
        ticket_id=fact.ticket_id,
        account_id=fact.account_id,
        number=fact.number,
        type=fact.type,
        message_id=fact.message.message_id,
        bill_id=fact.about.bill_id,
        line_id=fact.about.line_id,
        workspace_id=fact.about.workspace_id,
        submitted_at=fact.occurred_at,
    )
    _write(fact, fact.message, "customer", rows)
    _lead_to(fact, "waiting_for_assignment", rows)


@PROJECTOR.on(Ticket.Assigned)
def _assigned(fact: Ticket.Assigned, rows: Rowset) -> None:
    rows.add(HANDLERS, ticket_id=fact.ticket_id, handler_id=fact.handler_id)
    _lead_to(fact, fact.state, rows)


@PROJECTOR.on(Ticket.Replied)
def _replied(fact: Ticket.Replied, rows: Rowset) -> None:
    rows.add(REPLIES, ticket_id=fact.ticket_id, replied_at=fact.occurred_at)
    _write(fact, fact.message, "support", rows)
    _lead_to(fact, "replied", rows)


@PROJECTOR.on(Ticket.Answered)
def _answered(fact: Ticket.Answered, rows: Rowset) -> None:
    _write(fact, fact.message, "customer", rows)
    _lead_to(fact, fact.state, rows)


@PROJECTOR.on(Ticket.Withdrawn)
def _withdrawn(fact: Ticket.Withdrawn, rows: Rowset) -> None:
    _lead_to(fact, "withdrawn", rows)


@PROJECTOR.on(Ticket.Restarted)
def _restarted(fact: Ticket.Restarted, rows: Rowset) -> None:
    _lead_to(fact, "waiting_for_assignment", rows)


@PROJECTOR.on(Ticket.Closed)
def _closed(fact: Ticket.Closed, rows: Rowset) -> None:
    _lead_to(fact, "closed", rows)


@PROJECTOR.on(Ticket.Rated)
def _rated(fact: Ticket.Rated, rows: Rowset) -> None:
    rows.add(RATINGS, ticket_id=fact.ticket_id, stars=fact.stars)
    if fact.comment is not None:
        _write(fact, fact.comment, "customer", rows)


def _lead_to(fact: Ticket.Event, state: TicketState, rows: Rowset) -> None:
    rows.add(STATES, ticket_id=fact.ticket_id, state=state, changed_at=fact.occurred_at)


def _write(fact: Ticket.Event, message: Message, side: str, rows: Rowset) -> None:
    rows.add(MESSAGES, message_id=message.message_id, ticket_id=fact.ticket_id, side=side, written_at=fact.occurred_at)
