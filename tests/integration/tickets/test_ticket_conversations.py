"""Tickets as commands make them and both sides read them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from services.kernel.errors import CommandIdIsReused, NotFound
from services.kernel.ids import new_id
from services.tickets.domain import TicketIsClosed, TicketNumbers
from services.tickets.events import PUBLISHED
from services.tickets.policies import TicketPolicies
from services.tickets.schemas import (
    AboutShape,
    AnswerTicket,
    AssignTicket,
    CloseTicket,
    EraseTexts,
    ListAllTickets,
    ListTickets,
    RateTicket,
    ReplyToTicket,
    RestartTicket,
    SubmitTicket,
    TicketOf,
    WithdrawTicket,
)
from services.tickets.texts import Text
from tests.support.tickets import NOW


def of(ticket, **fields):
    """The fields of a command about this ticket."""
    return {"id": new_id(), "account_id": ticket.account_id, "ticket_id": ticket.ticket_id, **fields}


def conversation(tickets, ticket):
    return tickets.ticket_of(TicketOf(account_id=ticket.account_id, ticket_id=ticket.ticket_id))


def events_in(tickets):
    return tickets.database.one("select count(*) as many from events")["many"]


def test_a_conversation_is_read_in_the_order_in_which_it_was_held(tickets, submit):
    ticket = submit(title="A line is high", description="Why is it 13.40?", about=AboutShape(bill_id=new_id(), line_id=new_id()))
    tickets.reply_to_ticket(ReplyToTicket(**of(ticket, body="Because of the logs.", member_id=new_id())))
    tickets.answer_ticket(AnswerTicket(**of(ticket, body="I see.")))

    read = conversation(tickets, ticket)

    assert [(message.side, message.body) for message in read.messages] == [
        ("customer", "Why is it 13.40?"),
        ("support", "Because of the logs."),
        ("customer", "I see."),
    ]
    assert (read.ticket.title, read.ticket.state, read.ticket.number) == ("A line is high", "waiting_for_feedback", "T-2026-000001")
    assert read.ticket.about.line_id is not None


def test_a_ticket_goes_through_its_five_states(tickets, submit):
    ticket = submit()
    steps = [
        lambda: tickets.withdraw_ticket(WithdrawTicket(**of(ticket))),
        lambda: tickets.restart_ticket(RestartTicket(**of(ticket))),
        lambda: tickets.assign_ticket(AssignTicket(**of(ticket, handler_id=new_id()))),
        lambda: tickets.reply_to_ticket(ReplyToTicket(**of(ticket, body="So."))),
        lambda: tickets.close_ticket(CloseTicket(**of(ticket))),
        lambda: tickets.rate_ticket(RateTicket(**of(ticket, stars=5, comment="Quick."))),
    ]

    states = [step().state for step in steps]

    assert states == ["withdrawn", "waiting_for_assignment", "waiting_for_feedback", "replied", "closed", "closed"]
    read = conversation(tickets, ticket)
    assert (read.ticket.state, read.ticket.stars, read.messages[-1].body) == ("closed", 5, "Quick.")


def test_a_command_that_comes_twice_submits_one_ticket_and_takes_one_number(tickets, account_id):
    command = SubmitTicket(id=new_id(), account_id=account_id, type="other", title="Once", description="Only")

    answers = [tickets.submit_ticket(command) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert tickets.submit_ticket(SubmitTicket(**{**vars(command), "id": new_id()})).number == "T-2026-000002"


def test_a_command_id_that_comes_with_other_words_is_refused(tickets, submit):
    ticket, id = submit(), new_id()
    tickets.answer_ticket(AnswerTicket(**of(ticket, id=id, body="one")))

    with pytest.raises(CommandIdIsReused):
        tickets.answer_ticket(AnswerTicket(**of(ticket, id=id, body="two")))

    assert [message.body for message in conversation(tickets, ticket).messages] == ["Why?", "one"]


def numbers_of(room, account_id, many, *, at_once):
    def submit(number):
        command = SubmitTicket(id=new_id(), account_id=account_id, type="other", title=f"Ticket {number}", description="At once")
        return room.submit_ticket(command).number

    with ThreadPoolExecutor(at_once) as people:
        return list(people.map(submit, range(many)))


def test_200_tickets_submitted_64_at_a_time_have_200_numbers_without_a_gap(tickets, account_id):
    numbers = numbers_of(tickets, account_id, 200, at_once=64)

    assert sorted(numbers) == [f"T-2026-{number:06d}" for number in range(1, 201)]


def test_two_processes_that_take_turns_leave_no_gap_either(open_tickets, account_id):
    rooms = [open_tickets(), open_tickets()]

    numbers = [number for turn in range(10) for number in numbers_of(rooms[turn % 2], account_id, 3, at_once=3)]

    assert sorted(numbers) == [f"T-2026-{number:06d}" for number in range(1, 31)]


def test_numbers_begin_anew_with_the_year(submit, clock):
    clock.move_to(datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC))
    last = submit()
    clock.move_to(datetime(2027, 1, 1, tzinfo=UTC))

    first = submit()

    assert (last.number, first.number) == ("T-2026-000001", "T-2027-000001")


def test_a_dry_run_takes_no_number(tickets, submit):
    preview = submit(dry_run=True)

    assert preview.number == "T-2026-000001"
    assert events_in(tickets) == 0
    assert submit().number == "T-2026-000001"


COMMANDS = {
    "answer": lambda tickets, fields: tickets.answer_ticket(AnswerTicket(**fields, body="?")),
    "reply": lambda tickets, fields: tickets.reply_to_ticket(ReplyToTicket(**fields, body="?")),
    "assign": lambda tickets, fields: tickets.assign_ticket(AssignTicket(**fields)),
    "withdraw": lambda tickets, fields: tickets.withdraw_ticket(WithdrawTicket(**fields)),
    "restart": lambda tickets, fields: tickets.restart_ticket(RestartTicket(**fields)),
    "close": lambda tickets, fields: tickets.close_ticket(CloseTicket(**fields)),
    "rate": lambda tickets, fields: tickets.rate_ticket(RateTicket(**fields, stars=1)),
    "erase": lambda tickets, fields: tickets.erase_texts(EraseTexts(**fields)),
    "read": lambda tickets, fields: tickets.ticket_of(TicketOf(account_id=fields["account_id"], ticket_id=fields["ticket_id"])),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_another_accounts_ticket_is_not_found_in_the_same_words_as_none(tickets, submit, command):
    ticket = submit()
    before = events_in(tickets)

    refusals = []
    for ticket_id in (ticket.ticket_id, new_id(), TicketNumbers.create_id(2026)):
        with pytest.raises(NotFound) as refusal:
            command(tickets, {"id": new_id(), "account_id": new_id(), "ticket_id": ticket_id})
        refusals.append({**refusal.value.details, "id": "…"})

    assert refusals[0] == refusals[1] == refusals[2]
    assert events_in(tickets) == before
    assert conversation(tickets, ticket).messages[0].body == "Why?"


def test_a_refused_message_leaves_no_words_behind(tickets, submit):
    ticket = submit()
    tickets.close_ticket(CloseTicket(**of(ticket)))

    with pytest.raises(TicketIsClosed):
        tickets.answer_ticket(AnswerTicket(**of(ticket, body="One more thing")))

    assert tickets.database.all("select body from message_text") == [{"body": "Why?"}]


def listed(tickets, account_id, **filters):
    return [ticket.number[-1] for ticket in tickets.list_tickets(ListTickets(account_id=account_id, **filters)).items]


def test_a_list_is_narrowed_by_type_state_title_number_and_date(tickets, submit, account_id, clock):
    submit(title="Logs are HIGH", type="usage_question")
    clock.move_to(NOW + timedelta(days=1))
    second = submit(title="100% of traces", type="bug_report")
    clock.move_to(NOW + timedelta(days=2))
    submit(title="Invoices", type="other")
    tickets.close_ticket(CloseTicket(**of(second)))

    assert listed(tickets, account_id) == ["3", "2", "1"]
    assert listed(tickets, account_id, type="other") == ["3"]
    assert listed(tickets, account_id, state="closed") == ["2"]
    assert listed(tickets, account_id, title="high") == ["1"]
    assert listed(tickets, account_id, title="%") == ["2"]
    assert listed(tickets, account_id, number="T-2026-000003") == ["3"]
    assert listed(tickets, account_id, submitted_from=NOW + timedelta(days=1), submitted_before=NOW + timedelta(days=2)) == ["2"]
    assert listed(tickets, new_id()) == []


def test_a_list_is_read_in_pages(tickets, submit, account_id):
    for _ in range(5):
        submit()

    read, cursor = [], None
    while True:
        page = tickets.list_tickets(ListTickets(account_id=account_id, limit=2, cursor=cursor))
        read += [ticket.number[-1] for ticket in page.items]
        if (cursor := page.next_cursor) is None:
            break

    assert read == ["5", "4", "3", "2", "1"]


def test_support_sees_every_accounts_tickets(tickets, submit):
    submit(account_id=new_id())
    submit(account_id=new_id())

    page = tickets.list_tickets(ListAllTickets(state="waiting_for_assignment"))

    assert [ticket.number for ticket in page.items] == ["T-2026-000002", "T-2026-000001"]


def test_seven_days_of_silence_close_what_was_replied_and_nothing_else(tickets, submit, clock):
    silent, answered, waiting = submit(), submit(), submit()
    for ticket in (silent, answered):
        tickets.reply_to_ticket(ReplyToTicket(**of(ticket, body="So.")))
    tickets.answer_ticket(AnswerTicket(**of(answered, body="And?")))
    clock.move_to(NOW + timedelta(days=7, seconds=1))

    closed = [TicketPolicies(tickets).time_passes() for _ in range(2)]

    assert closed == [1, 0]
    states = [conversation(tickets, ticket).ticket.state for ticket in (silent, answered, waiting)]
    assert states == ["closed", "waiting_for_feedback", "waiting_for_assignment"]


def test_the_ledger_seals_the_words_and_does_not_hold_them(tickets, submit):
    submit(title="My phone", description="It is 138 0013 8000")

    rows = tickets.database.all("select title, body, salt from message_text")
    book = tickets.database.all("select convert_from(state, 'UTF8') as state from events")
    log = tickets.database.all("select convert_from(answer, 'UTF8') as answer from command_log")

    (row,) = rows
    (submitted,) = [event["data"] for event in PUBLISHED.read(tickets.database, after=0)["events"]]
    assert msgspec.json.decode(submitted)["message"]["seal"] == Text(**row).seal
    assert "138 0013 8000" not in str(book) + str(log)
    assert "phone" not in str(book) + str(log)


def test_what_was_written_can_be_erased_and_the_ledger_stays_as_it_is(tickets, submit):
    ticket = submit(title="My phone", description="It is 138 0013 8000")
    before = tickets.database.all("select * from events order by position")

    tickets.erase_texts(EraseTexts(**of(ticket)))

    assert tickets.database.all("select * from events order by position") == before
    assert tickets.database.all("select title, body, salt from message_text") == [{"title": None, "body": None, "salt": None}]
    read = conversation(tickets, ticket)
    assert (read.ticket.title, [message.body for message in read.messages]) == (None, [None])


def test_what_is_stored_is_what_a_fresh_process_reads(open_tickets, submit):
    ticket = submit()

    answer = open_tickets().answer_ticket(AnswerTicket(**of(ticket, body="From elsewhere")))

    assert (answer.number, answer.state) == (ticket.number, "waiting_for_assignment")


def test_to_delete_every_snapshot_changes_no_number(open_tickets, submit, tickets):
    for _ in range(120):
        submit()
    tickets.stored_snapshots.drain()
    tickets.database.execute("delete from snapshots")

    room = open_tickets()
    command = SubmitTicket(id=new_id(), account_id=new_id(), type="other", title="Next", description="One more")

    assert room.submit_ticket(command).number == "T-2026-000121"
