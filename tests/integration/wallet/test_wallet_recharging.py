"""Paying in online, at a cashier that speaks the channels' own protocols: credited once, whatever the channel says and when."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from services.wallet.application import Wallets
from services.wallet.payments.watch import Watch
from services.wallet.schemas import CancelRecharge, ListRecharges, OrderRecharge, RechargeOf, RechargeReturned, RechargeView
from tests.support.cashiers import Till, orders, till_of
from tests.support.eventually import eventually
from tests.support.wallet_rooms import Customer, Ledger, line
from tests.support.wallets import NOW, yuan

CHANNELS = [("alipay", "CNY"), ("stripe", "USD")]


@pytest.fixture
def till(start_room: Callable[..., Wallets], cashier_folder: Path, clock) -> Iterator[Till]:
    with till_of(start_room, cashier_folder, clock) as till:
        yield till


@pytest.fixture
def room(till: Till) -> Wallets:
    return till.room


@pytest.fixture
def watch(room: Wallets) -> Watch:
    return Watch(room, clock=room.clock)


def now_of(customer: Customer, order: RechargeView) -> RechargeView:
    return customer.room.recharge_of(RechargeOf(account_id=customer.account_id, recharge_id=order.recharge_id))


def refused(decide, *args, **fields) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **fields)
    return caught.value


# -- the main path


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_an_order_says_where_to_pay_and_cash_grows_when_the_channel_says_so(till, make_customer, channel, currency):
    customer = make_customer(currency)
    order = orders(customer, "123.45")

    back = till.pays(order.pay_url)

    eventually(lambda: customer.balance().cash == customer.money("123.45"))
    paid = now_of(customer, order)
    assert (order.state, paid.state, paid.pay_url) == ("pending", "paid", None)
    assert paid.reference == till.trade_of(order.recharge_id).reference
    assert str(order.recharge_id) in back
    assert [view.outcome for view in till.heard] == ["credited"]


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_a_notice_that_was_not_taken_comes_again(till, make_customer, channel, currency):
    customer = make_customer(currency)
    till.is_deaf = True
    till.pays(orders(customer).pay_url)
    eventually(lambda: till.missed)

    till.is_deaf = False

    eventually(lambda: customer.balance().cash == customer.money("100.00"))


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_ordering_alone_credits_nothing(till, make_customer, channel, currency):
    customer = make_customer(currency)

    till.opens(orders(customer).pay_url)

    assert customer.balance().cash == customer.money("0.00")


def test_a_recharge_pays_debts_and_stands_in_statement_and_journal(till, customer):
    customer.is_charged(line("30.00"))
    order = orders(customer)

    till.pays(order.pay_url)

    eventually(lambda: customer.balance().cash == yuan("70.00"))
    (movement,) = customer.room.queries.credited_on("alipay", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert (movement.amount, customer.balance().debt) == (yuan("100.00"), yuan("0.00"))


def test_a_repeat_of_an_order_is_the_same_order(till, customer):
    id = new_id()

    first, second = orders(customer, id=id), orders(customer, id=id)

    assert first == second
    assert len(customer.room.list_recharges(ListRecharges(account_id=customer.account_id)).items) == 1


def test_a_dry_run_orders_nothing(till, customer, ledger: Ledger):
    before = ledger.bytes()

    would_be = orders(customer, dry_run=True)

    assert (would_be.state, would_be.pay_url) == ("pending", None)
    assert customer.room.list_recharges(ListRecharges()).items == []
    assert ledger.bytes() == before


@pytest.mark.parametrize(
    ("amount", "currency", "channel", "code"),
    [
        ("0.99", "CNY", "alipay", "wallet.amount_is_out_of_range"),
        ("1000000.01", "CNY", "alipay", "wallet.amount_is_out_of_range"),
        ("1.001", "CNY", "alipay", "kernel.amount_is_too_fine"),
        ("5.00", "USD", "alipay", "wallet.channel_takes_other_currency"),
        ("5.00", "CNY", "stripe", "wallet.channel_takes_other_currency"),
    ],
)
def test_what_cannot_be_paid_in_is_refused(till, make_customer, ledger, amount, currency, channel, code):
    customer = make_customer(currency)
    before = ledger.bytes()

    refusal = refused(orders, customer, amount, channel=channel)

    assert refusal.code == code
    assert ledger.bytes() == before


def test_another_currency_than_the_wallets_is_refused(till, make_customer, ledger):
    customer = make_customer("USD")
    before = ledger.bytes()

    in_yuan = OrderRecharge(id=new_id(), account_id=customer.account_id, amount=yuan("5.00"), channel="alipay")
    refusal = refused(customer.room.order_recharge, in_yuan)

    assert refusal.code == "kernel.currency_differs"
    assert ledger.bytes() == before


def test_without_keys_a_channel_is_not_available(start_room, till, customer):
    bare = Customer(start_room(), customer.account_id, "CNY")

    assert refused(orders, bare).code == "wallet.channel_is_unavailable"


def test_an_order_stands_where_the_channel_does_not_answer_and_is_opened_by_a_repeat(till, make_customer):
    customer, id = make_customer("USD"), new_id()
    key, till.server.keys.stripe_secret_key_file = till.server.keys.stripe_secret_key_file, till.server.keys.stripe_webhook_secret_file
    refusal = refused(orders, customer, id=id)

    till.server.keys.stripe_secret_key_file = key
    order = orders(customer, id=id)

    assert refusal.code == "wallet.channel_does_not_answer"
    assert order.pay_url


def test_waiting_orders_are_limited(till, customer):
    for _ in range(20):
        orders(customer, "1.00")

    assert refused(orders, customer, "1.00").code == "wallet.too_many_recharges"


def test_a_list_shows_what_each_order_shows(till, customer, make_customer, clock):
    stranger = make_customer()
    mine = [orders(customer, "1.00"), orders(customer, "2.00"), orders(customer, "3.00")]
    orders(stranger)
    till.pays(mine[0].pay_url)
    eventually(lambda: now_of(customer, mine[0]).state == "paid")
    customer.room.cancel_recharge(CancelRecharge(id=new_id(), account_id=customer.account_id, recharge_id=mine[1].recharge_id))
    clock.instant += timedelta(minutes=30)

    listed = customer.room.list_recharges(ListRecharges(account_id=customer.account_id)).items

    assert listed == [now_of(customer, order) for order in reversed(mine)]
    assert [order.state for order in listed] == ["expired", "cancelled", "paid"]
    assert customer.room.list_recharges(ListRecharges(account_id=customer.account_id, state="cancelled")).items == [listed[1]]
    assert len(customer.room.list_recharges(ListRecharges()).items) == 4


def test_anothers_order_is_not_found(till, customer, make_customer):
    order = orders(customer)
    stranger = make_customer()

    asked = RechargeOf(account_id=stranger.account_id, recharge_id=order.recharge_id)

    assert refused(stranger.room.recharge_of, asked).code == "kernel.not_found"
    cancel = CancelRecharge(id=new_id(), account_id=stranger.account_id, recharge_id=order.recharge_id)
    assert refused(stranger.room.cancel_recharge, cancel).code == "kernel.not_found"


# -- late, silent, cancelled


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_a_query_settles_what_the_notice_did_not(till, make_customer, watch, clock, channel, currency):
    customer = make_customer(currency)
    order = orders(customer)
    till.pays(order.pay_url, silently=True)
    clock.instant += timedelta(seconds=11)

    watch.look()

    assert customer.balance().cash == customer.money("100.00")
    assert now_of(customer, order).state == "paid"


def test_a_browser_that_comes_back_makes_us_ask(till, customer):
    order = orders(customer)
    till.pays(order.pay_url, silently=True)

    returned = customer.room.recharge_returned(RechargeReturned(recharge_id=order.recharge_id))

    assert (returned.state, customer.balance().cash) == ("paid", yuan("100.00"))


def test_a_browser_that_claims_to_come_back_credits_nothing(till, customer):
    order = orders(customer)

    returned = customer.room.recharge_returned(RechargeReturned(recharge_id=order.recharge_id))

    assert (returned.state, customer.balance().cash) == ("pending", yuan("0.00"))


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_an_unpaid_order_expires_after_thirty_minutes_and_is_closed_at_the_channel(till, make_customer, watch, clock, channel, currency):
    customer = make_customer(currency)
    order = orders(customer)
    till.opens(order.pay_url)
    clock.instant = order.expires_at

    watch.look()

    expired = now_of(customer, order)
    assert (expired.state, expired.ended_at) == ("expired", NOW + timedelta(minutes=30))
    assert till.trade_of(order.recharge_id).status == "closed"
    assert customer.room.queries.waiting_recharges(at=clock.instant) == []


def test_an_order_whose_channel_is_silent_goes_on_waiting(till, customer, watch, clock):
    order = orders(customer)
    till.pays(order.pay_url, silently=True)
    channel = customer.room.channels.named("alipay")
    gateway, channel._client._gateway = channel._client._gateway, "http://127.0.0.1:9/"
    clock.instant = order.expires_at
    watch.look()
    silent = now_of(customer, order)

    channel._client._gateway = gateway
    clock.instant += timedelta(minutes=10)
    watch.look()

    assert (silent.state, silent.ended_at) == ("expired", None)
    assert (now_of(customer, order).state, customer.balance().cash) == ("paid", yuan("100.00"))


@pytest.mark.parametrize("how", ["expired", "cancelled"])
def test_a_payment_after_the_end_of_an_order_is_credited_once(till, customer, watch, clock, how):
    till.is_deaf = True
    order = orders(customer)
    button = till.opens(order.pay_url)
    trade = till.trade_of(order.recharge_id)
    if how == "expired":
        clock.instant = order.expires_at
        watch.look()
    else:
        customer.room.cancel_recharge(CancelRecharge(id=new_id(), account_id=customer.account_id, recharge_id=order.recharge_id))
    assert now_of(customer, order).state == how
    trade.status = "waiting"  # as if the channel had let it be paid at the very moment of closing
    assert till.browser.post(button).status_code == 303

    first, second = till.says(trade), till.says(trade)

    assert (first.outcome, second.outcome) == ("credited", "repeated")
    assert customer.balance().cash == yuan("100.00")
    assert now_of(customer, order).state == "paid"


def test_an_order_that_was_paid_a_moment_ago_cannot_be_cancelled(till, customer):
    order = orders(customer)
    till.pays(order.pay_url, silently=True)

    cancel = CancelRecharge(id=new_id(), account_id=customer.account_id, recharge_id=order.recharge_id)

    assert refused(customer.room.cancel_recharge, cancel).code == "wallet.recharge_is_over"
    assert customer.balance().cash == yuan("100.00")


def test_a_cancelled_order_is_closed_at_the_channel(till, customer):
    order = orders(customer)
    button = till.opens(order.pay_url)

    customer.room.cancel_recharge(CancelRecharge(id=new_id(), account_id=customer.account_id, recharge_id=order.recharge_id))

    assert till.browser.post(button).status_code == 409
    assert customer.balance().cash == yuan("0.00")
