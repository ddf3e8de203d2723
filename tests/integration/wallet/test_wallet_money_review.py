"""What a review of the money's ways came to: payments that only look like a bill's, clocks that go back, lineage that is not stored yet."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.eventstore.pipeline import Save
from services.kernel.ids import natural_id, new_id
from services.wallet.domain import ReturnIsTooLarge
from services.wallet.schemas import CaptureFunds, GoodwillLine, ListPayments, ReserveFunds, WaiveCharge
from tests.support.eventually import eventually
from tests.support.wallet_desk import Desk
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, micros, yuan

MICROSECOND = timedelta(microseconds=1)
APPENDING = 7355608
"""The lock under which a commit is appended."""


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


def spends(customer, subject, *lines):
    """The customer's own order, paid through a hold."""
    asked = ReserveFunds(id=new_id(), account_id=customer.account_id, subject=subject, currency=customer.currency, lines=[*lines])
    hold = customer.room.reserve_funds(asked)
    return customer.room.capture_funds(CaptureFunds(id=new_id(), account_id=customer.account_id, hold_id=hold.hold_id))


def waives(customer, bill_id, line_id, amount):
    lines = [GoodwillLine(line_id=line_id, amount=yuan(amount))]
    return customer.room.waive_charge(
        WaiveCharge(id=new_id(), account_id=customer.account_id, bill_id=bill_id, lines=lines, reason="goodwill")
    )


def test_an_order_that_is_named_like_a_bill_pays_nothing_of_the_bill(customer):
    customer.transfers("100.00")
    bill_id, asked = uuid4(), line("30.00")
    customer.is_charged(asked, bill_id=bill_id)
    spends(customer, bill_id, asked)

    with pytest.raises(ReturnIsTooLarge):
        waives(customer, bill_id, asked.line_id, "30.01")
    assert waives(customer, bill_id, asked.line_id, "30.00").taken_back
    assert customer.balance().cash == yuan("70.00")
    with pytest.raises(ReturnIsTooLarge):
        waives(customer, bill_id, asked.line_id, "0.01")


def test_a_fund_that_got_something_back_by_a_clock_that_lags_ends_once_more(desk, customer, clock, ledger):
    voucher = desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    bill_id, asked = uuid4(), line("5.00")
    customer.is_charged(asked, bill_id=bill_id)
    clock.instant = NOW + YEAR
    customer.room.book_due_ends()
    clock.instant = NOW + YEAR - MICROSECOND
    waives(customer, bill_id, asked.line_id, "5.00")
    clock.instant = NOW + YEAR

    assert customer.room.book_due_ends().faults == []
    customer.transfers("1.00")
    assert customer.room.database.all("select fund_id, amount_micros from expired_fund") == [
        {"fund_id": voucher.voucher_id, "amount_micros": micros("20.00")}
    ]
    assert ledger.journal_sum() == 0


def test_what_is_given_back_goes_the_way_of_a_payment_that_is_not_stored_yet(desk, customer, room, monkeypatch):
    """A line is paid by cash, then its debt by a card; the card's payment is on its way to the store as the line is waived."""
    customer.transfers("40.00")
    bill_id, asked = uuid4(), line("140.00")
    customer.is_charged(asked, bill_id=bill_id)
    waits, wait = threading.Event(), Save.wait_settled

    def noticed(save: Save) -> None:
        if threading.current_thread().name == "waives":
            waits.set()
        wait(save)

    monkeypatch.setattr(Save, "wait_settled", noticed)
    answers = []
    assigning = threading.Thread(target=desk.assigns, args=(customer, "100.00"))
    waiving = threading.Thread(name="waives", target=lambda: answers.append(waives(customer, bill_id, asked.line_id, "50.00")))
    resident = room.residents.of(natural_id("wallet", customer.account_id))
    with room.database.transaction() as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", (APPENDING,))
        assigning.start()
        eventually(lambda: not resident.is_settled)
        waiving.start()
        waits.wait(30)
    assigning.join()
    waiving.join()

    assert [(share.kind, share.amount_micros) for share in answers[0].taken_back] == [("card", micros("50.00"))]
