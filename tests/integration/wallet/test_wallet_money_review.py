"""What a review of the money's ways came to: orders named like bills, clocks that go back, lineage that is not stored yet."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.eventstore.pipeline import Save
from services.kernel.ids import natural_id, new_id
from services.wallet.domain import LineIsRepeated, ReturnIsTooLarge
from services.wallet.schemas import (
    CaptureFunds,
    CaptureLine,
    GoodwillLine,
    OrderLine,
    OrderOf,
    PayOrder,
    PlaceOrder,
    ReserveFunds,
    WaiveCharge,
)
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


def test_an_order_that_is_named_like_an_offer_pays_nothing_of_the_offer(customer, clock):
    customer.transfers("100.00")
    asked = OrderLine(title="Annual", amount=yuan("30.00"))
    offer = customer.room.place_order(PlaceOrder(id=new_id(), account_id=customer.account_id, title="Annual", lines=[asked]))
    spends(customer, offer.order_id, line("30.00"))
    clock.instant = NOW + MICROSECOND

    known = OrderOf(account_id=customer.account_id, order_id=offer.order_id)
    assert (customer.room.order_of(known).status, customer.room.order_of(known).taken) == ("open", [])
    paid = customer.room.pay_order(PayOrder(id=new_id(), account_id=customer.account_id, order_id=offer.order_id))
    assert customer.room.order_of(known).taken == paid.taken


def test_a_line_that_is_captured_twice_is_refused(customer):
    customer.transfers("10.00")
    asked = line("8.00")
    hold = customer.room.reserve_funds(
        ReserveFunds(id=new_id(), account_id=customer.account_id, subject=uuid4(), currency=customer.currency, lines=[asked])
    )
    twice = [CaptureLine(line_id=asked.line_id, amount_micros=micros(amount)) for amount in ("5.00", "1.00")]

    with pytest.raises(LineIsRepeated):
        customer.room.capture_funds(CaptureFunds(id=new_id(), account_id=customer.account_id, hold_id=hold.hold_id, lines=twice))
    assert customer.balance().cash == yuan("10.00")


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


class OnItsWay:
    """One command whose facts are on their way to the store while another is decided."""

    def __init__(self, customer, monkeypatch) -> None:
        self._customer, self._waits = customer, threading.Event()
        wait = Save.wait_settled

        def noticed(save: Save) -> None:
            if threading.current_thread().name == "second":
                self._waits.set()
            wait(save)

        monkeypatch.setattr(Save, "wait_settled", noticed)

    def outcomes(self, first, second) -> list:
        """What both come to: answers or faults."""
        outcomes = [None, None]

        def work(place: int, decide) -> None:
            try:
                outcomes[place] = decide()
            except Exception as fault:
                outcomes[place] = fault

        threads = [
            threading.Thread(name=name, target=work, args=(place, decide))
            for place, name, decide in ((0, "first", first), (1, "second", second))
        ]
        room = self._customer.room
        resident = room.residents.of(natural_id("wallet", self._customer.account_id))
        with room.database.transaction() as connection:
            connection.execute("select pg_advisory_xact_lock(%s)", (APPENDING,))
            threads[0].start()
            eventually(lambda: not resident.is_settled)
            threads[1].start()
            assert self._waits.wait(60)
        for thread in threads:
            thread.join()
        return outcomes


def test_what_is_given_back_goes_the_way_of_a_payment_that_is_not_stored_yet(desk, customer, monkeypatch):
    """A line is paid by cash, then its debt by a card; the card's payment is on its way to the store as the line is waived."""
    customer.transfers("40.00")
    bill_id, asked = uuid4(), line("140.00")
    customer.is_charged(asked, bill_id=bill_id)

    _, returned = OnItsWay(customer, monkeypatch).outcomes(
        lambda: desk.assigns(customer, "100.00"), lambda: waives(customer, bill_id, asked.line_id, "50.00")
    )

    assert [(share.kind, share.amount_micros) for share in returned.taken_back] == [("card", micros("50.00"))]


@pytest.mark.parametrize("settled_by", [{}, {"family": "cloud", "vendor": "aws"}], ids=["cash", "a cloud account"])
def test_of_two_returns_at_once_the_one_that_is_too_much_is_refused(customer, monkeypatch, settled_by):
    customer.transfers("10.00")
    bill_id, asked = uuid4(), line("10.00")
    customer.is_charged(asked, bill_id=bill_id, **settled_by)

    first, second = OnItsWay(customer, monkeypatch).outcomes(*[lambda: waives(customer, bill_id, asked.line_id, "6.00")] * 2)

    assert first.bill_id
    assert isinstance(second, ReturnIsTooLarge)
    assert second.details["lacking"] == "2.00"
