"""Vouchers and cards that operators, partners and Huawei give; funds out of use; and the lists of them all."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from services.wallet.schemas import ListCards, ListFunds, ListHuaweiOrders, ListPayments, ListVouchers
from tests.support.wallet_desk import HUAWEI_ACCOUNT, ORDER_NUMBER, Desk, funds_of, redeems_a_card, redeems_an_order
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, yuan


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def journal_of(customer) -> dict[str, int]:
    rows = customer.room.database.all("select ledger_account, sum(amount_micros)::bigint as s from posting group by 1")
    return {row["ledger_account"]: row["s"] for row in rows}


# -- straight onto an account


def test_an_operator_puts_a_voucher_straight_onto_an_account(desk, customer, ledger):
    operator = new_id()

    voucher = desk.grants(customer, "50.00", reason="for the outage", by_member_id=operator)

    assert (voucher.face, voucher.balance, voucher.valid_until) == (yuan("50.00"), yuan("50.00"), NOW.replace(year=2027))
    (fund,) = funds_of(customer)
    assert (fund.fund_id, fund.source, fund.campaign, fund.status) == (voucher.voucher_id, "operator", "for the outage", "active")
    assert journal_of(customer) == {"promotions": 50_000_000, "customer:voucher": -50_000_000}
    granted = customer.room.database.one("select fact->>'by_member_id' as by from book where topic = 'wallet.voucher_granted'")
    assert granted == {"by": str(operator)}


def test_a_granted_voucher_pays_the_debts_it_may(desk, customer):
    customer.is_charged(line("10.00"), line("5.00", vouchers_may_pay=False))

    voucher = desk.grants(customer, "50.00", kind="discount_voucher")

    assert (voucher.repaid, voucher.balance) == (yuan("10.00"), yuan("40.00"))
    assert customer.balance().debt == yuan("5.00")


@pytest.mark.parametrize(
    ("amount", "fields", "code"),
    [
        ("50.00", {"valid_until": NOW}, "wallet.validity_is_over"),
        ("1000000.01", {}, "wallet.amount_is_out_of_range"),
        ("0.011", {}, "kernel.amount_is_too_fine"),
        ("50.00", {"account_id": uuid4()}, "kernel.not_found"),
    ],
)
def test_a_voucher_that_cannot_be_granted_leaves_no_trace(desk, customer, ledger, amount, fields, code):
    before = ledger.bytes()

    assert refused(desk.grants, customer, amount, **fields).code == code
    assert ledger.bytes() == before


# -- assigned cards


@pytest.mark.parametrize(
    ("source", "payer"), [("partner", "receivable:partner"), ("offline", "clearing:offline_transfer"), ("gift", "promotions")]
)
def test_an_assigned_card_is_booked_against_whoever_pays_for_it(desk, customer, source, payer):
    card = desk.assigns(customer, "5000.00", source=source, reference="DEAL-7")

    assert (card.face, card.source, card.reference, card.valid_until) == (yuan("5000.00"), source, "DEAL-7", NOW.replace(year=2029))
    assert journal_of(customer) == {payer: 5_000_000_000, "customer:card": -5_000_000_000}
    (fund,) = funds_of(customer, source=source)
    assert (fund.card_number, fund.reference, fund.campaign) == (card.card_number, "DEAL-7", None)


@pytest.mark.parametrize(("face", "code"), [("150.00", "wallet.card_amount_is_invalid"), ("200000000.00", "wallet.amount_is_out_of_range")])
def test_a_card_that_cannot_be_assigned_leaves_no_trace(desk, customer, ledger, face, code):
    before = ledger.bytes()

    assert refused(desk.assigns, customer, face).code == code
    assert ledger.bytes() == before


def test_an_assigned_card_brings_no_discount_voucher(desk, customer):
    desk.assigns(customer, "100000.00")

    assert customer.balance().vouchers == yuan("0.00")


# -- orders of Huawei's marketplace


def test_an_order_of_fifty_units_becomes_a_card_of_five_thousand(desk, customer):
    order = desk.records_order(50)

    card = redeems_an_order(customer, order_number=f" {ORDER_NUMBER.lower()} ", huawei_account_id=HUAWEI_ACCOUNT.upper())

    assert (order.face, order.state) == (yuan("5000.00"), "open")
    assert (card.face, card.source, card.valid_until) == (yuan("5000.00"), "huawei_order", NOW.replace(year=2029))
    assert journal_of(customer) == {"receivable:huawei": 5_000_000_000, "customer:card": -5_000_000_000}
    (listed,) = desk.room.list_huawei_orders(ListHuaweiOrders(state="redeemed")).items
    assert (listed.order_id, listed.redeemed_by, listed.redeemed_at) == (order.order_id, customer.account_id, NOW)


def test_unknown_mismatched_and_used_orders_are_refused_alike(desk, customer, make_customer, ledger):
    desk.records_order()
    other = make_customer()
    unknown = refused(redeems_an_order, other, order_number="CS0000000000")
    mismatched = refused(redeems_an_order, other, huawei_account_id="0000")
    redeems_an_order(customer)
    before = ledger.bytes()

    used = refused(redeems_an_order, other)

    assert {(refusal.code, str(refusal), str(refusal.details)) for refusal in (unknown, mismatched, used)} == {
        ("wallet.huawei_order_is_unknown", unknown.title, "{}")
    }
    assert ledger.bytes() == before


def test_ten_wrong_orders_lock_redeeming_codes_and_orders_alike(desk, customer, clock):
    desk.records_order()
    code = desk.code("20.00")
    for number in range(10):
        assert refused(redeems_an_order, customer, huawei_account_id=str(number)).code == "wallet.huawei_order_is_unknown"

    assert refused(redeems_an_order, customer).code == "wallet.redeeming_is_locked"
    assert refused(customer.activates, code).code == "wallet.redeeming_is_locked"
    clock.move_to(NOW + timedelta(hours=1))
    assert redeems_an_order(customer).face == yuan("5000.00")


def test_an_order_number_is_recorded_once_however_it_is_typed(desk, ledger):
    desk.records_order()
    before = ledger.bytes()

    assert refused(desk.records_order, order_number=ORDER_NUMBER.lower(), quantity=1).code == "wallet.huawei_order_is_recorded"
    assert ledger.bytes() == before


def test_an_order_is_put_right_before_it_is_redeemed(desk, customer):
    order = desk.records_order(5, huawei_account_id="mistyped")

    corrected = desk.corrects_order(order.order_id, 50)

    assert (corrected.order_number, corrected.face, corrected.correction) == (ORDER_NUMBER, yuan("5000.00"), "mistyped")
    (listed,) = desk.room.list_huawei_orders(ListHuaweiOrders(huawei_account_id=HUAWEI_ACCOUNT)).items
    assert listed == corrected
    assert refused(redeems_an_order, customer, huawei_account_id="mistyped").code == "wallet.huawei_order_is_unknown"
    assert redeems_an_order(customer).face == yuan("5000.00")


def test_a_cancelled_order_cannot_be_redeemed_and_a_redeemed_one_not_be_cancelled(desk, customer, ledger):
    order = desk.records_order(50)
    cancelled = desk.corrects_order(order.order_id, 0)
    assert (cancelled.state, refused(redeems_an_order, customer).code) == ("cancelled", "wallet.huawei_order_is_unknown")
    desk.corrects_order(order.order_id, 1)
    redeems_an_order(customer)
    before = ledger.bytes()

    assert refused(desk.corrects_order, order.order_id, 0).code == "wallet.huawei_order_is_redeemed"
    assert refused(desk.corrects_order, uuid4(), 1).code == "kernel.not_found"
    assert ledger.bytes() == before


def test_a_wallet_of_another_currency_cannot_redeem_and_does_not_use_up_an_order(desk, make_customer):
    desk.records_order()

    assert refused(redeems_an_order, make_customer("USD")).code == "kernel.currency_differs"
    assert redeems_an_order(make_customer("CNY")).balance == yuan("5000.00")


def test_orders_are_listed_latest_first_in_pages(desk):
    for number in range(3):
        desk.records_order(1, order_number=f"CS-{number}")

    first = desk.room.list_huawei_orders(ListHuaweiOrders(limit=2))
    second = desk.room.list_huawei_orders(ListHuaweiOrders(limit=2, cursor=first.next_cursor))

    assert [order.order_number for order in (*first.items, *second.items)] == ["CS-2", "CS-1", "CS-0"]
    assert desk.room.list_huawei_orders(ListHuaweiOrders(huawei_account_id="nobody")).items == []


# -- out of use


def test_a_frozen_fund_is_listed_as_such_with_its_reason_and_pays_nothing(desk, customer, clock):
    card = desk.assigns(customer, "100.00")

    freeze = desk.freezes(customer, card.card_id, reason="reported as stolen")

    assert (freeze.is_frozen, freeze.reason, freeze.changed_at) == (True, "reported as stolen", NOW)
    (fund,) = funds_of(customer, status="frozen")
    assert (fund.fund_id, fund.balance, fund.frozen_reason, fund.frozen_at) == (card.card_id, yuan("100.00"), "reported as stolen", NOW)
    assert customer.is_charged(line("30.00")).taken == []
    assert customer.balance().debt == yuan("30.00")


def test_a_fund_back_in_use_pays_the_debts_that_came_meanwhile(desk, customer):
    card = desk.assigns(customer, "100.00")
    desk.freezes(customer, card.card_id)
    customer.is_charged(line("30.00"))

    back = desk.unfreezes(customer, card.card_id)

    assert (back.is_frozen, back.repaid) == (False, yuan("30.00"))
    (fund,) = funds_of(customer)
    assert (fund.status, fund.balance, fund.frozen_reason) == ("active", yuan("70.00"), None)
    (payment,) = customer.room.list_payments(ListPayments(account_id=customer.account_id, fund_id=card.card_id)).items
    assert (payment.amount, payment.paid) == (yuan("30.00"), "as_debt")


def test_what_cannot_be_frozen_or_unfrozen_leaves_no_trace(desk, customer, make_customer, ledger):
    customer.transfers("10.00")
    card, other = desk.assigns(customer, "100.00"), make_customer()
    desk.freezes(customer, card.card_id)
    voucher = customer.has_a_voucher("5.00")
    cash = next(fund.fund_id for fund in customer.balance().funds if fund.kind == "cash")
    before = ledger.bytes()

    assert refused(desk.freezes, customer, card.card_id).code == "wallet.fund_is_frozen"
    assert refused(desk.freezes, customer, cash).code == "wallet.cash_cannot_be_frozen"
    assert refused(desk.freezes, customer, uuid4()).code == "wallet.fund_is_over"
    assert refused(desk.freezes, other, card.card_id).code == "wallet.fund_is_over"
    assert refused(desk.unfreezes, customer, voucher.voucher_id).code == "wallet.fund_is_not_frozen"
    assert refused(desk.unfreezes, other, card.card_id).code == "wallet.fund_is_over"
    assert ledger.bytes() == before


# -- the lists


def test_the_lists_filter_by_kind_status_source_and_end(desk, customer, clock):
    customer.transfers("10000.00")
    bought = customer.buys_a_card("10000.00")
    assigned = desk.assigns(customer, "100.00")
    granted = desk.grants(customer, "7.00", valid_until=NOW + timedelta(days=10))
    redeemed = customer.has_a_voucher("8.00", valid_until=NOW + timedelta(days=20))
    by_code = redeems_a_card(customer, desk.code("200.00", kind="card"))
    customer.is_charged(line("7.00"))

    def listed(question, **filters):
        method = {ListFunds: "list_funds", ListVouchers: "list_vouchers", ListCards: "list_cards"}[question]
        return {fund.fund_id for fund in getattr(customer.room, method)(question(account_id=customer.account_id, **filters)).items}

    grant = bought.granted.voucher_id
    assert listed(ListCards) == {bought.card_id, assigned.card_id, by_code.card_id} == listed(ListFunds, kind="card")
    assert listed(ListVouchers) == {granted.voucher_id, redeemed.voucher_id, grant}
    assert listed(ListVouchers, kind="discount_voucher") == {grant}
    assert listed(ListCards, source="cash") == {bought.card_id}
    assert listed(ListCards, source="partner") == {assigned.card_id}
    assert listed(ListVouchers, source="card_purchase") == {grant}
    assert listed(ListVouchers, source="operator") == {granted.voucher_id}
    assert listed(ListVouchers, status="spent") == {granted.voucher_id}
    assert listed(ListFunds, expiring_before=NOW + timedelta(days=30)) == {redeemed.voucher_id}
    assert listed(ListFunds, expiring_before=NOW + timedelta(days=20)) == set()
    clock.move_to(NOW + timedelta(days=20))
    assert listed(ListVouchers, status="expired") == {redeemed.voucher_id}


def test_a_list_comes_in_pages_newest_first(desk, customer):
    cards = [desk.assigns(customer, f"{number}00.00").card_id for number in range(1, 6)]

    seen, cursor = [], None
    while True:
        page = customer.room.list_cards(ListCards(account_id=customer.account_id, limit=2, cursor=cursor))
        seen += [fund.fund_id for fund in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == cards[::-1]


def test_an_ended_fund_is_listed_alike_before_and_after_its_end_is_booked(desk, customer, clock):
    desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    customer.is_charged(line("5.00"))
    clock.move_to(NOW + YEAR)
    before = funds_of(customer)

    customer.room.book_due_ends()

    assert customer.room.database.one("select count(*)::int as n from expired_fund") == {"n": 1}
    assert funds_of(customer) == before
    assert [(fund.status, fund.balance, fund.expired) for fund in before] == [("expired", yuan("0.00"), yuan("15.00"))]


def test_what_is_spent_before_its_end_is_spent_for_ever(desk, customer, clock):
    desk.grants(customer, "20.00", valid_until=NOW + YEAR)
    customer.is_charged(line("20.00"))
    clock.move_to(NOW + YEAR)
    customer.room.book_due_ends()

    assert [(fund.status, fund.expired) for fund in funds_of(customer)] == [("spent", yuan("0.00"))]
