"""The service class fills in who speaks, from the verified caller and from nothing else."""

import msgspec
import pytest

from services.kernel.ids import new_id
from services.kernel.rpc import Caller
from services.kernel.rpc.callers import Turn, answering
from services.tickets.events import PUBLISHED
from services.tickets.schemas import AssignTicket, CloseTicket, ReplyToTicket, SubmitTicket
from services.tickets.service import TicketsService


@pytest.fixture
def service(tickets):
    made = TicketsService()
    made.tickets = tickets
    return made


@pytest.fixture
def customer(account_id):
    return Caller(room="gateway", account_id=account_id, member_id=new_id(), roles=frozenset({"owner"}))


@pytest.fixture
def supporter():
    return Caller(room="gateway", account_id=new_id(), member_id=new_id(), roles=frozenset({"support"}))


@pytest.fixture
def ticket(service, customer, account_id):
    command = SubmitTicket(id=new_id(), account_id=account_id, type="other", title="Who am I?", description="…", member_id=new_id())
    with answering(Turn(customer)):
        return service.submit_ticket(command)


def last_fact(tickets):
    return msgspec.json.decode(PUBLISHED.read(tickets.database, after=0)["events"][-1]["data"])


def of(ticket):
    return {"id": new_id(), "account_id": ticket.account_id, "ticket_id": ticket.ticket_id}


def test_who_writes_is_the_verified_caller_whatever_the_request_says(tickets, customer, ticket):
    assert last_fact(tickets)["message"]["by_member_id"] == str(customer.member_id)


def test_support_takes_a_ticket_in_its_own_name(service, tickets, supporter, ticket):
    with answering(Turn(supporter)):
        service.assign_ticket(AssignTicket(**of(ticket), member_id=new_id()))

    assert last_fact(tickets)["handler_id"] == str(supporter.member_id)


def test_support_may_give_a_ticket_to_another(service, tickets, supporter, ticket):
    other = new_id()

    with answering(Turn(supporter)):
        service.assign_ticket(AssignTicket(**of(ticket), handler_id=other))

    assert last_fact(tickets)["handler_id"] == str(other)


@pytest.mark.parametrize(("side", "by"), [("customer", "customer"), ("supporter", "support")])
def test_the_fact_says_which_side_closed_a_ticket(service, tickets, ticket, request, side, by):
    with answering(Turn(request.getfixturevalue(side))):
        service.close_ticket(CloseTicket(**of(ticket)))

    assert last_fact(tickets)["by"] == by


@pytest.mark.parametrize("method", ["reply_to_ticket", "assign_ticket", "list_all_tickets", "erase_texts"])
def test_customers_may_not_what_only_support_may(method):
    assert getattr(TicketsService, method).contract.roles.isdisjoint({"owner", "finance", "viewer"})


@pytest.mark.parametrize("method", ["submit_ticket", "answer_ticket", "withdraw_ticket", "restart_ticket", "rate_ticket"])
def test_support_does_not_speak_for_customers(method):
    assert getattr(TicketsService, method).contract.roles == {"owner", "finance", "viewer"}


def test_a_reply_is_supports_word(service, tickets, supporter, ticket):
    with answering(Turn(supporter)):
        status = service.reply_to_ticket(ReplyToTicket(**of(ticket), body="You are you."))

    assert status.state == "replied"
    assert last_fact(tickets)["message"]["by_member_id"] == str(supporter.member_id)
