"""Tickets on a real PostgreSQL, with a clock that stands still."""

from collections.abc import Callable
from typing import Any

import pytest

from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from services.tickets.application import Tickets
from services.tickets.schemas import SubmitTicket, TicketStatusView
from tests.support.room_fixtures import copy_of, opener_of, template_of
from tests.support.tickets import NOW

tickets_template = template_of("tickets")
tickets_url = copy_of("tickets_template")
open_tickets = opener_of(Tickets, "tickets_url")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def tickets(open_tickets: Callable[[], Tickets]) -> Tickets:
    return open_tickets()


@pytest.fixture
def account_id() -> Any:
    return new_id()


@pytest.fixture
def submit(tickets: Tickets, account_id: Any) -> Callable[..., TicketStatusView]:
    """Submits a ticket of the account, with other fields where they are given."""

    def submit_one(**fields: Any) -> TicketStatusView:
        values = {"id": new_id(), "account_id": account_id, "type": "usage_question", "title": "A line is high", "description": "Why?"}
        return tickets.submit_ticket(SubmitTicket(**{**values, **fields}))

    return submit_one
