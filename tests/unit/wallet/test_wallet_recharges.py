"""What a recharge order decides, in each of its states."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.kernel.errors import Refusal
from services.wallet.domain import Payment, RechargeOrder, RechargeTerms
from services.wallet.payments.watch import Backoff
from services.wallet.queries.recharges import Waiting
from tests.support.wallets import NOW, yuan

HALF_AN_HOUR = timedelta(minutes=30)


def an_order(state: str = "pending") -> RechargeOrder:
    order = RechargeOrder.place(uuid4(), uuid4(), "alipay", yuan("100.00"), RechargeTerms(), at=NOW)
    if state == "cancelled":
        order.cancel(at=NOW)
    if state == "expired":
        order.expire(at=NOW + HALF_AN_HOUR)
    if state == "paid":
        order.pay(payment_of(order), at=NOW)
    order.collect_events()
    return order


def payment_of(order: RechargeOrder, *, reference: str = "T-1", amount: str = "100.00") -> Payment:
    return Payment("alipay", order.id.hex, reference, yuan(amount), NOW)


def refused(decide, *args, **fields) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **fields)
    return caught.value


@pytest.mark.parametrize("amount", ["1.00", "1000000.00"])
def test_the_least_and_the_most_can_be_ordered(amount):
    assert RechargeOrder.place(uuid4(), uuid4(), "alipay", yuan(amount), RechargeTerms(), at=NOW).state == "pending"


@pytest.mark.parametrize(("amount", "code"), [("0.99", "out_of_range"), ("1000000.01", "out_of_range"), ("1.001", "too_fine")])
def test_less_more_and_finer_is_refused(amount, code):
    assert refused(RechargeTerms().require_payable, yuan(amount)).code.endswith(code)


def test_an_order_is_over_at_the_end_of_its_time_and_not_before():
    order = an_order()

    states = [order.state_at(NOW + HALF_AN_HOUR - timedelta(microseconds=1)), order.state_at(NOW + HALF_AN_HOUR)]

    assert states == ["pending", "expired"]


@pytest.mark.parametrize("state", ["pending", "expired", "cancelled"])
def test_an_order_awaits_its_payment_in_every_state_but_paid(state):
    order = an_order(state)

    assert order.awaits(payment_of(order))
    order.pay(payment_of(order), at=NOW)
    (fact,) = order.collect_events()
    assert (order.state, fact.was) == ("paid", state)


def test_a_payment_that_was_taken_is_not_awaited_again():
    order = an_order("paid")

    assert not order.awaits(payment_of(order))


def test_another_payment_of_a_paid_order_is_refused():
    order = an_order("paid")

    assert refused(order.awaits, payment_of(order, reference="T-2")).code == "wallet.recharge_is_paid"


@pytest.mark.parametrize("state", ["pending", "expired", "cancelled", "paid"])
def test_a_payment_of_another_amount_is_refused(state):
    order = an_order(state)

    assert refused(order.awaits, payment_of(order, amount="99.99")).code == "wallet.payment_differs"
    assert order.pending_events == []


@pytest.mark.parametrize("state", ["expired", "cancelled", "paid"])
def test_what_is_over_cannot_be_cancelled_or_opened(state):
    order = an_order(state)

    refusals = [refused(order.cancel, at=NOW), refused(order.open_page, "", "https://pay.example", at=NOW)]

    assert [refusal.code for refusal in refusals] == ["wallet.recharge_is_over"] * 2
    assert order.pending_events == []


@pytest.mark.parametrize("state", ["expired", "cancelled", "paid"])
def test_what_is_over_does_not_expire(state):
    order = an_order(state)

    assert not order.expire(at=NOW + HALF_AN_HOUR)
    assert order.pending_events == []


def test_an_order_does_not_expire_before_its_time():
    assert not an_order().expire(at=NOW + HALF_AN_HOUR - timedelta(microseconds=1))


def test_the_first_page_of_an_order_stays():
    order = an_order()

    order.open_page("one", "https://pay.example/1", at=NOW)
    order.open_page("two", "https://pay.example/2", at=NOW)

    assert (order.cashier_id, order.pay_url) == ("one", "https://pay.example/1")


def test_an_order_that_waits_is_asked_about_ever_more_rarely_and_at_its_end():
    order = Waiting(UUID(int=1), "alipay", NOW, NOW + HALF_AN_HOUR)
    backoff, asked = Backoff(), []

    for second in range(3_600):
        at = NOW + timedelta(seconds=second)
        for due in backoff.due([order], at=at):
            backoff.asked(due, at=at)
            asked.append(second)

    assert asked == [10, 20, 40, 80, 160, 320, 640, 1240, 1800, 2400, 3000]


def test_orders_that_wait_no_more_are_forgotten():
    order = Waiting(UUID(int=1), "alipay", NOW, NOW + HALF_AN_HOUR)
    backoff, later = Backoff(), NOW + timedelta(minutes=5)
    backoff.due([order], at=later)
    backoff.asked(order, at=later)

    backoff.due([], at=later)

    assert backoff.due([order], at=later) == [order]
