"""A ticket's life: five states, and what each side may do in which (product facts 2.6, decision 40)."""

from datetime import timedelta

import pytest

from services.kernel.ids import new_id
from services.tickets.domain import (
    ABANDONED_AFTER,
    About,
    BillIsMissing,
    TicketIsClosed,
    TicketIsNotClosed,
    TicketIsNotWithdrawn,
    TicketIsRated,
    TicketIsTaken,
    TicketIsWithdrawn,
    TicketWaitsForUs,
)
from tests.support.tickets import NOW, a_message, a_ticket, names


def replied():
    ticket = a_ticket()
    ticket.reply(a_message(new_id()), at=NOW)
    ticket.collect_events()
    return ticket


def closed():
    ticket = a_ticket()
    ticket.close("customer", at=NOW)
    ticket.collect_events()
    return ticket


def withdrawn():
    ticket = a_ticket()
    ticket.withdraw(at=NOW)
    ticket.collect_events()
    return ticket


def test_a_new_ticket_waits_for_assignment():
    assert a_ticket().state == "waiting_for_assignment"


def test_a_ticket_about_a_bill_line_names_the_bill():
    with pytest.raises(BillIsMissing):
        a_ticket(about=About(line_id=new_id()))


def test_who_replies_to_a_ticket_that_nobody_has_taken_takes_it():
    ticket, handler = a_ticket(), new_id()

    ticket.reply(a_message(handler), at=NOW)

    assert names(ticket) == ["tickets.assigned", "tickets.replied"]
    assert (ticket.state, ticket.handler_id) == ("replied", handler)


def test_an_assigned_ticket_waits_for_feedback():
    ticket, handler = a_ticket(), new_id()

    ticket.assign(handler, at=NOW)

    assert (ticket.state, ticket.handler_id) == ("waiting_for_feedback", handler)


def test_to_hand_a_replied_ticket_over_leaves_it_replied():
    ticket, other = replied(), new_id()

    ticket.assign(other, at=NOW)

    assert (ticket.state, ticket.handler_id, ticket.replied_at) == ("replied", other, NOW)


def test_to_assign_a_ticket_to_its_handler_again_is_no_fact():
    ticket, handler = a_ticket(), new_id()
    ticket.assign(handler, at=NOW)
    ticket.collect_events()

    ticket.assign(handler, at=NOW)

    assert names(ticket) == []


def test_a_customers_answer_to_a_reply_waits_for_feedback_again():
    ticket = replied()

    ticket.answer(a_message(), at=NOW)

    assert ticket.state == "waiting_for_feedback"


def test_what_a_customer_adds_before_anybody_came_changes_no_state():
    ticket = a_ticket()

    ticket.answer(a_message(), at=NOW)

    assert ticket.state == "waiting_for_assignment"


def test_a_withdrawn_ticket_can_be_restarted():
    ticket = withdrawn()

    ticket.restart(at=NOW)

    assert ticket.state == "waiting_for_assignment"


def test_a_ticket_that_support_has_taken_cannot_be_withdrawn():
    with pytest.raises(TicketIsTaken):
        replied().withdraw(at=NOW)


@pytest.mark.parametrize("ticket", [a_ticket(), replied(), closed()], ids=lambda ticket: ticket.state)
def test_only_a_withdrawn_ticket_is_restarted(ticket):
    with pytest.raises((TicketIsNotWithdrawn, TicketIsClosed)):
        ticket.restart(at=NOW)

    assert names(ticket) == []


ACTIONS = {
    "assign": lambda ticket: ticket.assign(new_id(), at=NOW),
    "reply": lambda ticket: ticket.reply(a_message(), at=NOW),
    "answer": lambda ticket: ticket.answer(a_message(), at=NOW),
    "withdraw": lambda ticket: ticket.withdraw(at=NOW),
    "close": lambda ticket: ticket.close("customer", at=NOW),
    "close_abandoned": lambda ticket: ticket.close_abandoned(at=NOW + 2 * ABANDONED_AFTER),
}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_a_closed_ticket_stays_closed(action):
    ticket = closed()

    with pytest.raises(TicketIsClosed):
        action(ticket)

    assert names(ticket) == []


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_a_withdrawn_ticket_takes_nothing_but_a_restart(action):
    ticket = withdrawn()

    with pytest.raises(TicketIsWithdrawn):
        action(ticket)

    assert names(ticket) == []


def test_seven_days_of_silence_after_a_reply_close_a_ticket():
    ticket = replied()
    with pytest.raises(TicketWaitsForUs):
        ticket.close_abandoned(at=NOW + ABANDONED_AFTER)

    ticket.close_abandoned(at=NOW + ABANDONED_AFTER + timedelta(microseconds=1))

    assert ticket.state == "closed"
    assert ticket.pending_events[-1].by == "silence"


def test_the_seven_days_count_from_supports_last_word():
    ticket = replied()
    ticket.reply(a_message(), at=NOW + timedelta(days=6))

    with pytest.raises(TicketWaitsForUs):
        ticket.close_abandoned(at=NOW + timedelta(days=8))


def test_a_ticket_that_waits_for_support_is_never_closed_by_silence():
    ticket = replied()
    ticket.answer(a_message(), at=NOW)

    with pytest.raises(TicketWaitsForUs):
        ticket.close_abandoned(at=NOW + timedelta(days=365))


def test_a_closed_ticket_is_rated_once():
    ticket = closed()

    ticket.rate(5, a_message(), at=NOW)

    assert ticket.stars == 5
    with pytest.raises(TicketIsRated):
        ticket.rate(1, None, at=NOW)


def test_an_open_ticket_is_not_rated():
    with pytest.raises(TicketIsNotClosed):
        replied().rate(5, None, at=NOW)
