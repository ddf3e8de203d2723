"""A snapshot gives back the aggregate it was taken of."""

import pytest

from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot
from services.kernel.ids import new_id
from services.tickets.domain import TicketNumbers
from tests.support.tickets import NOW, a_message, a_ticket


def a_replied_ticket():
    ticket = a_ticket()
    ticket.reply(a_message(new_id()), at=NOW)
    return ticket


def some_numbers():
    numbers = TicketNumbers.begin(2026)
    numbers.take(new_id())
    return numbers


@pytest.mark.parametrize("made", [a_ticket(), a_replied_ticket(), some_numbers()], ids=lambda made: made.TOPIC)
def test_an_aggregate_comes_back_from_its_snapshot_as_it_was(made):
    made.collect_events()

    back = decode_snapshot(type(made), id=made.id, version=made.version, state=encode_snapshot(made))

    assert vars(back) == {**vars(made), "_created_on": back.created_on, "_modified_on": back.modified_on}
