"""Notices of payments that are repeated, forged, altered, reordered or for something else: with real signatures, at a real room."""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from deploy.sandbox.keys import Keys
from services.wallet.application import Wallets
from services.wallet.schemas import RechargeOf
from tests.support.cashiers import Till, orders, till_of
from tests.support.wallet_rooms import Customer, Ledger


@pytest.fixture
def till(start_room: Callable[..., Wallets], cashier_folder: Path, clock) -> Iterator[Till]:
    """No notice of the cashier's own is heard: the tests tell them."""
    with till_of(start_room, cashier_folder, clock) as till:
        till.is_deaf = True
        yield till


@pytest.fixture
def room(till: Till) -> Wallets:
    return till.room


@pytest.fixture
def dollars(make_customer) -> Customer:
    return make_customer("USD")


def paid_trade(till: Till, customer: Customer, amount: str = "100.00"):
    """An order that was paid at the cashier, of which we have heard nothing."""
    order = orders(customer, amount)
    till.pays(order.pay_url, silently=True)
    return till.trade_of(order.recharge_id)


def event_of(till: Till, trade, **changed):
    """Stripe's event of a payment, with these fields of the session changed."""
    event = till.server.cashier.stripe.event_of(trade)
    event["data"]["object"] |= changed
    return event


def tells_stripe(till: Till, event):
    body = json.dumps(event)
    return till.tells("stripe", body.encode(), till.server.cashier.stripe.signed(body))


# -- what is genuine counts once


def test_a_notice_that_is_repeated_credits_once(till, customer, ledger: Ledger):
    trade = paid_trade(till, customer)

    outcomes = [till.says(trade).outcome for _ in range(3)]

    assert outcomes == ["credited", "repeated", "repeated"]
    assert customer.balance().cash == customer.money("100.00")


def test_the_answer_is_what_the_protocol_demands(till, customer, dollars):
    trade, session = paid_trade(till, customer), paid_trade(till, dollars)

    taken, repeated, refused = till.says(trade), till.says(trade), till.says(trade, total_amount="1.00")
    stripe_taken, stripe_refused = tells_stripe(till, event_of(till, session)), tells_stripe(till, event_of(till, session, amount_total=1))

    assert [(view.status, view.text) for view in (taken, repeated, refused)] == [(200, "success"), (200, "success"), (200, "success")]
    assert [view.status for view in (stripe_taken, stripe_refused)] == [200, 200]
    assert refused.outcome == stripe_refused.outcome == "refused"  # a person looks at it: the channel need not say it again


def test_the_end_of_a_trade_after_its_payment_changes_nothing(till, customer, ledger):
    trade = paid_trade(till, customer)
    till.says(trade)

    assert till.says(trade, trade_status="TRADE_FINISHED").outcome == "repeated"
    assert customer.balance().cash == customer.money("100.00")


@pytest.mark.parametrize("told", [*itertools.permutations(["WAIT_BUYER_PAY", "TRADE_SUCCESS", "TRADE_FINISHED"])])
def test_notices_in_any_order_credit_once(till, customer, told):
    trade = paid_trade(till, customer)

    outcomes = [till.says(trade, trade_status=status).outcome for status in told]

    assert sorted(outcomes) == ["credited", "ignored", "repeated"]
    assert customer.balance().cash == customer.money("100.00")


def test_a_trade_that_was_closed_unpaid_credits_nothing(till, customer):
    trade = paid_trade(till, customer)

    assert till.says(trade, trade_status="TRADE_CLOSED").outcome == "ignored"
    assert customer.balance().cash == customer.money("0.00")


def test_an_event_of_another_kind_is_ignored(till, dollars):
    event = event_of(till, paid_trade(till, dollars)) | {"type": "checkout.session.expired"}

    assert tells_stripe(till, event).outcome == "ignored"
    assert dollars.balance().cash == dollars.money("0.00")


def test_a_session_that_is_complete_and_not_paid_yet_is_ignored(till, dollars):
    event = event_of(till, paid_trade(till, dollars), payment_status="unpaid")

    assert tells_stripe(till, event).outcome == "ignored"


# -- what is forged leaves no trace


@pytest.mark.parametrize(
    "forge",
    [
        lambda fields: {**fields, "total_amount": "1000000.00"},
        lambda fields: {**fields, "out_trade_no": uuid4().hex},
        lambda fields: {**fields, "added": "later"},
        lambda fields: {name: value for name, value in fields.items() if name != "seller_id"},
        lambda fields: {**fields, "sign": ""},
        lambda fields: {**fields, "sign": "no base 64 at all!"},
        lambda fields: {**fields, "sign": fields["sign"][:-8] + "AAAAAAA="},
        lambda fields: {name: value for name, value in fields.items() if name != "sign"},
        lambda fields: {**fields, "sign_type": "RSA"},
        lambda fields: {name: value for name, value in fields.items() if name != "sign_type"},
    ],
    ids=["amount", "order", "added", "left out", "empty", "no base 64", "other bytes", "unsigned", "weaker", "no kind"],
)
def test_a_notice_that_was_altered_after_signing_leaves_no_trace(till, customer, ledger, forge):
    trade = paid_trade(till, customer)
    alipay = till.server.cashier.alipay
    before = ledger.bytes()

    view = till.tells_alipay(forge(alipay.signed(alipay.said_of(trade))))

    assert (view.outcome, view.status, view.text) == ("forged", 400, "fail")
    assert ledger.bytes() == before
    assert till.reviews() == []


def test_a_notice_signed_by_somebody_else_leaves_no_trace(till, customer, ledger, tmp_path):
    trade = paid_trade(till, customer)
    alipay = till.server.cashier.alipay
    said = alipay.said_of(trade)
    alipay._keys = Keys.of(tmp_path / "somebody")
    before = ledger.bytes()

    view = till.tells_alipay(alipay.signed(said))

    assert view.outcome == "forged"
    assert ledger.bytes() == before


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a=1&a=2", b"{}", b"sign=x", b"&" * 1000])
def test_what_is_no_form_is_forged(till, ledger, body):
    before = ledger.bytes()

    assert till.tells("alipay", body).outcome == "forged"
    assert ledger.bytes() == before


def test_a_field_given_twice_is_forged_even_if_one_of_them_is_right(till, customer, ledger):
    trade = paid_trade(till, customer)
    alipay = till.server.cashier.alipay
    body = urlencode(alipay.signed(alipay.said_of(trade))) + "&total_amount=1000000.00"
    before = ledger.bytes()

    assert till.tells("alipay", body.encode()).outcome == "forged"
    assert ledger.bytes() == before


@pytest.mark.parametrize("header", [None, "", "t=1,v1=abc", "v1=", "t=x,v1=y", "t=99999999999999999999,v1=00"])
def test_a_webhook_without_stripes_signature_leaves_no_trace(till, dollars, ledger, header):
    body = json.dumps(event_of(till, paid_trade(till, dollars))).encode()
    before = ledger.bytes()

    view = till.tells("stripe", body, {} if header is None else {"Stripe-Signature": header})

    assert (view.outcome, view.status) == ("forged", 400)
    assert ledger.bytes() == before


def test_a_webhook_that_was_altered_after_signing_leaves_no_trace(till, dollars, ledger):
    event = event_of(till, paid_trade(till, dollars))
    headers = till.server.cashier.stripe.signed(json.dumps(event))
    before = ledger.bytes()

    event["data"]["object"]["amount_total"] = 100_000_000
    view = till.tells("stripe", json.dumps(event).encode(), headers)

    assert view.outcome == "forged"
    assert ledger.bytes() == before


def test_a_webhook_signed_long_ago_is_refused(till, dollars, ledger):
    body = json.dumps(event_of(till, paid_trade(till, dollars)))
    before = ledger.bytes()

    view = till.tells("stripe", body.encode(), {"Stripe-Signature": till.server.keys.stripe_signs(body, at_s=1_700_000_000)})

    assert view.outcome == "forged"
    assert ledger.bytes() == before


# -- what is genuine and does not fit is refused, and a person is asked


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"total_amount": "99.99"}, "payment_differs"),
        ({"total_amount": "100.01"}, "payment_differs"),
        ({"trans_currency": "USD"}, "payment_differs"),
        ({"out_trade_no": uuid4().hex}, "payment_without_order"),
        ({"out_trade_no": "of another shop"}, "payment_without_order"),
        ({"app_id": "2026000000000000"}, "notice_is_not_ours"),
        ({"seller_id": "2088999999999999"}, "notice_is_not_ours"),
        ({"seller_id": None}, "notice_is_not_ours"),
        ({"total_amount": None}, "notice_is_unreadable"),
        ({"total_amount": "1e9"}, "notice_is_unreadable"),
        ({"gmt_payment": "yesterday"}, "notice_is_unreadable"),
        ({"refund_fee": "100.00"}, "payment_reversed"),
    ],
)
def test_a_genuine_notice_that_does_not_fit_is_refused_and_waits_for_a_person(till, customer, changed, kind):
    trade = paid_trade(till, customer)

    outcomes = [till.says(trade, **changed).outcome for _ in range(2)]

    assert outcomes == ["refused", "refused"]
    assert customer.balance().cash == customer.money("0.00")
    (item,) = till.reviews()
    assert (item.kind, trade.trade_id in str(item.details)) == (kind, True)
    assert till.says(trade).outcome == "credited"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"amount_total": 9_999}, "payment_differs"),
        ({"currency": "eur"}, "payment_differs"),
        ({"client_reference_id": str(uuid4())}, "payment_without_order"),
        ({"client_reference_id": None}, "payment_without_order"),
        ({"amount_total": "10000"}, "notice_is_unreadable"),
    ],
)
def test_a_genuine_event_that_does_not_fit_is_refused_and_waits_for_a_person(till, dollars, changed, kind):
    trade = paid_trade(till, dollars)

    view = tells_stripe(till, event_of(till, trade, **changed))

    assert (view.outcome, [item.kind for item in till.reviews()]) == ("refused", [kind])
    assert dollars.balance().cash == dollars.money("0.00")


def test_an_event_of_the_live_account_is_not_taken_with_test_keys(till, dollars):
    event = event_of(till, paid_trade(till, dollars)) | {"livemode": True}

    assert tells_stripe(till, event).outcome == "refused"
    assert [item.kind for item in till.reviews()] == ["notice_is_not_ours"]


def test_a_second_payment_of_an_order_waits_for_a_person(till, customer):
    trade = paid_trade(till, customer)
    till.says(trade)

    assert till.says(trade, trade_no="2026112322001400019999999999").outcome == "refused"

    assert customer.balance().cash == customer.money("100.00")
    (item,) = till.reviews("recharge_is_paid")
    assert (item.account_id, item.details["credited"]) == (customer.account_id, trade.trade_id)


def test_one_payment_cannot_pay_two_orders(till, customer):
    first, second = paid_trade(till, customer), paid_trade(till, customer)
    till.says(first)

    assert till.says(second, trade_no=first.trade_id).outcome == "refused"

    assert customer.balance().cash == customer.money("100.00")
    assert [item.kind for item in till.reviews()] == ["payment_is_credited"]
    assert till.says(second).outcome == "credited"


def test_one_channels_notice_cannot_pay_anothers_order(till, customer, dollars):
    order = orders(dollars)
    trade = paid_trade(till, customer)

    assert till.says(trade, out_trade_no=order.recharge_id.hex).outcome == "refused"

    assert [item.kind for item in till.reviews()] == ["payment_differs"]
    assert till.room.recharge_of(RechargeOf(recharge_id=order.recharge_id)).state == "pending"


def test_a_payment_that_was_given_back_at_the_channel_waits_for_a_person(till, dollars):
    trade = paid_trade(till, dollars)
    tells_stripe(till, event_of(till, trade))
    till.server.trades.reverse(trade, at=till.clock.now())

    assert tells_stripe(till, till.server.cashier.stripe.event_of(trade)).outcome == "refused"

    assert [item.kind for item in till.reviews()] == ["payment_reversed"]
    assert dollars.balance().cash == dollars.money("100.00")


def test_a_payment_dated_ahead_of_our_clock_counts_as_paid_now(till, customer):
    trade = paid_trade(till, customer)

    till.says(trade, gmt_payment="2026-11-23 12:00:07")

    (credit,) = till.room.queries.credited_as("alipay", [trade.trade_id])
    assert credit.occurred_at == till.clock.now()
