"""Payments at once: many notices of one payment, and one payment told for many orders, from threads that do not wait for each other."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from services.wallet.application import Wallets
from services.wallet.domain import Payment
from tests.support.cashiers import Till, orders, till_of
from tests.support.wallets import NOW, yuan

AT_ONCE = 16


@pytest.fixture
def till(start_room: Callable[..., Wallets], cashier_folder: Path, clock) -> Iterator[Till]:
    with till_of(start_room, cashier_folder, clock) as till:
        till.is_deaf = True
        yield till


@pytest.fixture
def room(till: Till) -> Wallets:
    return till.room


def at_once(rooms: list[Wallets], payments: list[Payment]) -> Counter[str]:
    """Everybody begins at the same moment; how often each outcome came."""
    start = Barrier(len(payments))

    def record(room: Wallets, payment: Payment) -> str:
        start.wait()
        return room.record_payment(payment).outcome

    with ThreadPoolExecutor(len(payments)) as threads:
        return Counter(threads.map(record, (rooms[number % len(rooms)] for number in range(len(payments))), payments))


def a_payment(order: str, reference: str) -> Payment:
    return Payment("alipay", order, reference, yuan("100.00"), NOW)


@pytest.mark.parametrize("processes", [1, 3])
def test_many_notices_of_one_payment_at_once_credit_once(till, customer, start_room, processes):
    order = orders(customer)
    rooms = [till.room, *(start_room() for _ in range(processes - 1))]

    outcomes = at_once(rooms, [a_payment(order.recharge_id.hex, "T-1") for _ in range(AT_ONCE)])

    assert outcomes == {"credited": 1, "repeated": AT_ONCE - 1}
    assert customer.balance().cash == yuan("100.00")


@pytest.mark.parametrize("processes", [1, 3])
def test_one_payment_told_for_many_orders_at_once_pays_one_of_them(till, make_customer, start_room, processes):
    customers = [make_customer() for _ in range(AT_ONCE)]
    rooms = [till.room, *(start_room() for _ in range(processes - 1))]

    outcomes = at_once(rooms, [a_payment(orders(customer).recharge_id.hex, "T-1") for customer in customers])

    assert outcomes == {"credited": 1, "refused": AT_ONCE - 1}
    assert sorted(customer.balance().cash for customer in customers)[-2:] == [yuan("0.00"), yuan("100.00")]
    assert len(till.reviews("payment_is_credited")) == AT_ONCE - 1


def test_two_payments_of_one_order_at_once_credit_one(till, customer):
    order = orders(customer)

    outcomes = at_once([till.room], [a_payment(order.recharge_id.hex, f"T-{number}") for number in range(AT_ONCE)])

    assert outcomes == {"credited": 1, "refused": AT_ONCE - 1}
    assert customer.balance().cash == yuan("100.00")
    assert len(till.reviews("recharge_is_paid")) == AT_ONCE - 1
