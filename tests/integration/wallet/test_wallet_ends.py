"""Ends are booked soon after they came, by the timer: in any account, once, and with the outcome as if they had been booked in time."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from services.kernel.eventstore import Turn, once
from services.kernel.ids import new_id
from services.kernel.schemas import Command, shape
from services.wallet.allocation import Demand
from services.wallet.application.ends import EndsView
from services.wallet.application.room import Room, wallet_of
from services.wallet.domain import Order
from services.wallet.queries.guesses import FORGOTTEN_AFTER
from tests.support.wallet_desk import NO_CODE, Desk
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, micros, yuan

MICROSECOND = timedelta(microseconds=1)


@shape
class Reserve(Command):
    """Keep cash apart for an order."""

    account_id: UUID
    amount_micros: int
    minutes: int


@once
def reserve(room: Room, turn: Turn, command: Reserve) -> EndsView:
    wallet = wallet_of(turn, command.account_id)
    order = Order(command.id, "order", wallet.currency, [Demand(new_id(), command.amount_micros, True)], ["cash"])
    wallet.reserve(command.id, order, expires_at=turn.now + timedelta(minutes=command.minutes), at=turn.now)
    return EndsView(next_end=wallet.next_end())


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


def ends_in(room) -> list[tuple[str, str]]:
    """What was booked as ended: the topic and the instant, in the order of the book."""
    rows = room.database.all(
        "select topic, fact->>'occurred_at' as at from book where topic = any(%s) order by position",
        (["wallet.fund_expired", "wallet.funds_released"],),
    )
    return [(row["topic"], row["at"]) for row in rows]


def test_a_fund_pays_until_its_end_and_not_at_it(desk, make_customer, clock):
    early, late = make_customer(), make_customer()
    for customer in (early, late):
        desk.grants(customer, "20.00", valid_until=NOW + YEAR)

    clock.move_to(NOW + YEAR - MICROSECOND)
    assert [share.kind for share in early.is_charged(line("5.00")).taken] == ["voucher"]
    clock.move_to(NOW + YEAR)
    assert late.is_charged(line("5.00")).taken == []


def test_nothing_is_booked_before_the_end_and_all_at_it(desk, customer, clock, ledger):
    voucher = desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    clock.move_to(NOW + YEAR - MICROSECOND)
    before = ledger.bytes()

    assert customer.room.book_due_ends().accounts == 0
    assert ledger.bytes() == before
    clock.move_to(NOW + YEAR)
    assert customer.room.book_due_ends().accounts == 1
    moved = customer.room.database.one("select fund_id, amount_micros from movement where reason = 'expired'")
    assert moved == {"fund_id": voucher.voucher_id, "amount_micros": -micros("20.00")}
    breakage = customer.room.database.one("select amount_micros from posting where ledger_account = 'breakage'")
    assert breakage == {"amount_micros": -micros("20.00")}
    assert ledger.journal_sum() == 0


def test_an_end_is_booked_once_and_as_of_its_instant_however_late(desk, customer, clock, ledger):
    desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    clock.move_to(NOW + 2 * YEAR)
    customer.room.book_due_ends()
    before = ledger.bytes()

    assert customer.room.book_due_ends().accounts == 0
    assert ledger.bytes() == before
    assert ends_in(customer.room) == [("wallet.fund_expired", "2027-11-23T04:00:00Z")]


def test_a_hold_s_end_is_booked_and_pays_the_debts_that_came_meanwhile(desk, customer, clock):
    customer.transfers("10.00")
    reserve(customer.room, Reserve(id=new_id(), account_id=customer.account_id, amount_micros=micros("10.00"), minutes=30))
    customer.is_charged(line("4.00"))
    clock.move_to(NOW + timedelta(minutes=30))

    customer.room.book_due_ends()

    assert ends_in(customer.room) == [("wallet.funds_released", "2026-11-23T04:30:00Z")]
    assert (customer.balance().cash, customer.balance().debt) == (yuan("6.00"), yuan("0.00"))
    assert customer.room.book_due_ends().accounts == 0


def test_two_processes_book_the_ends_of_many_accounts_once(desk, make_customer, start_room, clock, ledger):
    customers = [make_customer() for _ in range(60)]
    for customer in customers:
        desk.grants(customer, "20.00", valid_until=NOW + YEAR)
        desk.assigns(customer, "100.00")
    clock.move_to(NOW + 4 * YEAR)
    rooms = [start_room(), start_room()]

    looking = [threading.Thread(target=room.book_due_ends) for room in rooms]
    for thread in looking:
        thread.start()
    for thread in looking:
        thread.join()

    rows = desk.room.database.all("select fund_id, count(*)::int as times from expired_fund group by fund_id")
    assert sorted(row["times"] for row in rows) == [1] * 120
    assert ledger.journal_sum() == 0


def test_a_process_that_starts_books_what_ended_while_none_ran(desk, customer, start_room, clock):
    desk.room.book_due_ends()
    desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    clock.move_to(NOW + 2 * YEAR)

    assert start_room().book_due_ends().accounts == 1


def test_a_wallet_that_cannot_be_booked_keeps_nobody_else_and_is_tried_again(desk, make_customer, clock, monkeypatch):
    broken, sound = make_customer(), make_customer()
    for customer in (broken, sound):
        desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    clock.move_to(NOW + YEAR)
    room, book_ends = desk.room, desk.room.book_ends

    def book_most_ends(command):
        if command.account_id == broken.account_id:
            raise RuntimeError("this wallet cannot be read")
        return book_ends(command)

    monkeypatch.setattr(room, "book_ends", book_most_ends)
    first = room.book_due_ends()
    clock.move_to(NOW + YEAR + timedelta(days=3))
    monkeypatch.setattr(room, "book_ends", book_ends)
    second = room.book_due_ends()

    assert ([str(fault) for fault in first.faults], first.accounts) == (["this wallet cannot be read"], 2)
    assert (second.faults, second.accounts) == ([], 1)


def test_a_later_look_finds_what_ended_since_the_last(desk, customer, clock):
    for days in (10, 20, 30):
        desk.grants(customer, "20.00", valid_until=NOW + timedelta(days=days))

    found = []
    for days in (10, 15, 20, 40):
        clock.move_to(NOW + timedelta(days=days))
        found.append(customer.room.book_due_ends().accounts)

    assert found == [1, 0, 1, 1]


def test_guesses_are_forgotten_when_they_have_no_effect_any_more(customer, clock):
    with pytest.raises(Exception, match="no voucher"):
        customer.activates(NO_CODE, client_address="203.0.113.9")
    customer.room.book_due_ends()
    kept = customer.room.database.one("select count(*)::int as n from guessing")
    clock.move_to(NOW + FORGOTTEN_AFTER + MICROSECOND)

    customer.room.book_due_ends()

    assert (kept, customer.room.database.one("select count(*)::int as n from guessing")) == ({"n": 2}, {"n": 0})
