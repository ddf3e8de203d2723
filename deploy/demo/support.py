"""A customer asks about a bill line, and support answers."""

from __future__ import annotations

from typing import Any

from billing_center_client.api.tickets import answer_ticket, close_ticket, reply_to_ticket, submit_ticket, ticket_of
from billing_center_client.models import (
    AboutShape,
    AnswerTicketBody,
    ReplyToTicketBody,
    SubmitTicketBody,
    SubmitTicketBodyType,
)

from deploy.demo.people import Person
from deploy.demo.world import World


def ticket(world: World, owner: Person, operator: Person, bill: Any, line: Any) -> None:
    """From question to closed ticket; it points at the very line."""
    submitted = owner.hands.ask(
        submit_ticket,
        body=SubmitTicketBody(
            type_=SubmitTicketBodyType.USAGE_QUESTION,
            title=f"The {line.item} line of {bill.day}",
            description="Our series rose and fell over the day. Why is the largest hour billed, not the average?",
            about=AboutShape(bill_id=bill.bill_id, line_id=line.line_id),
        ),
    )
    ticket_id, owned = submitted.ticket_id, {"account_id": owner.account_id}
    reply = ReplyToTicketBody(body=f"Time series count by the largest hour: {line.quantity:,} of them.")
    operator.hands.ask(reply_to_ticket, ticket_id, body=reply, **owned)
    owner.hands.ask(answer_ticket, ticket_id, body=AnswerTicketBody(body="Clear, thank you."))
    operator.hands.ask(close_ticket, ticket_id, **owned)
    told = owner.hands.ask(ticket_of, ticket_id)
    world.check(f"ticket {told.ticket.number} points at the bill line", told.ticket.about.line_id, line.line_id)
    world.check("support answered", [message.side.value for message in told.messages], ["customer", "support", "customer"])
    world.check("it is closed", told.ticket.state.value, "closed")
