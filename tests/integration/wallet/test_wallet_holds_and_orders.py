"""Value kept apart, orders paid by a mix, what is given back of bills, thresholds: with the store under them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import NotFound, Refusal
from services.kernel.ids import new_id
from services.kernel.money import Money
from services.wallet.domain import (
    BillIsCharged,
    CaptureIsTooLarge,
    FundsAreInsufficient,
    HoldIsOver,
    OrderIsOver,
    ReturnIsTooLarge,
    SpendingLimitIsReached,
)
from services.wallet.schemas import (
    CancelOrder,
    CaptureFunds,
    CaptureLine,
    GoodwillLine,
    HoldOf,
    LimitsOf,
    ListAlerts,
    ListHolds,
    ListOrders,
    ListPayments,
    MaySpend,
    OrderLine,
    OrderOf,
    PayOrder,
    PlaceOrder,
    ReleaseFunds,
    ReserveFunds,
    ReturnCharge,
    ReturnLine,
    RunwayOf,
    SetLimits,
    StatementOf,
    WaiveCharge,
)
from tests.support.wallet_rooms import line
from tests.support.wallets import micros, yuan


def reserve(customer, *lines, **fields):
    fields.setdefault("id", new_id())
    return customer.room.reserve_funds(
        ReserveFunds(account_id=customer.account_id, subject=uuid4(), currency=customer.currency, lines=[*lines], **fields)
    )


def capture(customer, hold_id, **fields):
    return customer.room.capture_funds(CaptureFunds(id=new_id(), account_id=customer.account_id, hold_id=hold_id, **fields))


def release(customer, hold_id):
    return customer.room.release_funds(ReleaseFunds(id=new_id(), account_id=customer.account_id, hold_id=hold_id))


def hold_of(customer, hold_id):
    return customer.room.hold_of(HoldOf(account_id=customer.account_id, hold_id=hold_id))


def order(customer, *amounts, vouchers_may_pay=True, **fields):
    lines = [
        OrderLine(title=f"part {place}", amount=yuan(amount), vouchers_may_pay=vouchers_may_pay) for place, amount in enumerate(amounts)
    ]
    return customer.room.place_order(PlaceOrder(id=new_id(), account_id=customer.account_id, title="Annual", lines=lines, **fields))


def pay(customer, order_id, kinds=None, **fields):
    fields.setdefault("id", new_id())
    return customer.room.pay_order(PayOrder(account_id=customer.account_id, order_id=order_id, kinds=kinds, **fields))


def may_spend(customer, amount):
    return customer.room.may_spend(MaySpend(account_id=customer.account_id, amount=yuan(amount)))


# -- holds --------------------------------------------------------------------------------------------------------------------------


def test_what_is_held_is_not_charged_and_comes_back_to_pay_the_debt(customer):
    customer.transfers("10.00")
    hold = reserve(customer, line("8.00"))

    customer.is_charged(line("5.00"))

    assert customer.balance().debt == yuan("3.00")
    assert release(customer, hold.hold_id).repaid == yuan("3.00")
    assert (customer.balance().cash, customer.balance().debt) == (yuan("5.00"), yuan("0.00"))


def test_capturing_less_than_was_held_frees_the_rest(customer):
    customer.transfers("10.00")
    asked = line("8.00")
    hold = reserve(customer, asked)

    answer = capture(customer, hold.hold_id, lines=[CaptureLine(line_id=asked.line_id, amount_micros=micros("2.50"))])

    assert [share.amount_micros for share in answer.taken] == [micros("2.50")]
    assert customer.balance().cash == yuan("7.50")
    seen = hold_of(customer, hold.hold_id)
    assert (seen.status, seen.captured, seen.amount) == ("captured", yuan("2.50"), yuan("8.00"))


@pytest.mark.parametrize("end", [capture, release], ids=["captured", "released"])
def test_a_hold_that_is_over_stays_over(customer, ledger, end):
    customer.transfers("10.00")
    hold = reserve(customer, line("8.00"))
    end(customer, hold.hold_id)
    before = ledger.bytes()

    for again in (capture, release):
        with pytest.raises(HoldIsOver):
            again(customer, hold.hold_id)

    assert ledger.bytes() == before


def test_a_hold_ends_with_its_time_to_the_microsecond(customer, clock):
    customer.transfers("10.00")
    hold = reserve(customer, line("8.00"), expires_in_s=60)

    clock.instant = hold.expires_at - timedelta(microseconds=1)
    assert not may_spend(customer, "2.01").may_spend
    clock.instant = hold.expires_at

    assert may_spend(customer, "10.00").may_spend
    assert hold_of(customer, hold.hold_id).status == "expired"
    with pytest.raises(HoldIsOver):
        capture(customer, hold.hold_id)


def test_more_than_is_there_or_was_held_leaves_everything_as_it_was(customer, ledger):
    customer.transfers("10.00")
    asked = line("8.00")
    hold = reserve(customer, asked)
    before = ledger.bytes()

    with pytest.raises(FundsAreInsufficient):
        reserve(customer, line("2.01"))
    with pytest.raises(CaptureIsTooLarge):
        capture(customer, hold.hold_id, lines=[CaptureLine(line_id=asked.line_id, amount_micros=micros("8.01"))])

    assert ledger.bytes() == before


def test_two_that_capture_one_hold_at_once_spend_it_once(customer):
    customer.transfers("10.00")
    hold = reserve(customer, line("8.00"))

    def try_to_capture(_):
        try:
            return capture(customer, hold.hold_id)
        except HoldIsOver:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(try_to_capture, range(8)))

    assert sum(answer is not None for answer in answers) == 1
    assert customer.balance().cash == yuan("2.00")


def test_anothers_hold_is_not_there(customer, make_customer):
    customer.transfers("10.00")
    hold, other = reserve(customer, line("8.00")), make_customer()

    with pytest.raises(NotFound):
        hold_of(other, hold.hold_id)
    with pytest.raises(HoldIsOver):
        capture(other, hold.hold_id)


def test_holds_are_listed_the_newest_first(customer):
    customer.transfers("10.00")
    holds = [reserve(customer, line("1.00")).hold_id for _ in range(3)]
    release(customer, holds[1])

    page = customer.room.list_holds(ListHolds(account_id=customer.account_id, limit=2))
    rest = customer.room.list_holds(ListHolds(account_id=customer.account_id, limit=2, cursor=page.next_cursor))
    live = customer.room.list_holds(ListHolds(account_id=customer.account_id, status="live"))

    assert [hold.hold_id for hold in [*page.items, *rest.items]] == holds[::-1]
    assert {hold.hold_id for hold in live.items} == {holds[0], holds[2]}


def test_a_dry_run_says_what_reserving_would_do_and_does_nothing(customer, ledger):
    customer.transfers("10.00")
    id, asked, before = new_id(), line("8.00"), ledger.bytes()
    subject = uuid4()

    def command(dry_run):
        return ReserveFunds(id=id, dry_run=dry_run, account_id=customer.account_id, subject=subject, currency="CNY", lines=[asked])

    foretold = customer.room.reserve_funds(command(True))

    assert ledger.bytes() == before
    assert customer.room.reserve_funds(command(False)) == foretold


# -- orders -------------------------------------------------------------------------------------------------------------------------


def test_an_order_is_paid_by_a_mix_in_deduction_order(customer):
    customer.transfers("150.00")
    customer.has_a_voucher("5.00")
    customer.buys_a_card("100.00")
    placed = order(customer, "60.00", "70.00")

    pay(customer, placed.order_id)

    paid = customer.room.order_of(OrderOf(account_id=customer.account_id, order_id=placed.order_id))
    assert paid.status == "paid"
    assert sum(share.amount_micros for share in paid.taken) == micros("130.00")
    assert [share.kind for share in paid.taken] == ["voucher", "card", "card", "cash"]
    assert customer.balance().cash == yuan("25.00")


def test_the_customer_may_keep_the_card_out_of_it(customer):
    customer.transfers("250.00")
    customer.buys_a_card("100.00")
    placed = order(customer, "130.00")

    pay(customer, placed.order_id, kinds=["cash"])

    assert (customer.balance().cards, customer.balance().cash) == (yuan("100.00"), yuan("20.00"))


def test_an_order_that_cannot_be_paid_in_full_is_not_paid_at_all(customer, ledger):
    customer.transfers("100.00")
    customer.buys_a_card("100.00")
    customer.transfers("10.00")
    placed = order(customer, "50.00")
    before = ledger.bytes()

    with pytest.raises(FundsAreInsufficient):
        pay(customer, placed.order_id, kinds=["cash"])

    assert ledger.bytes() == before


def test_an_order_is_paid_once_and_not_after_its_end(customer, clock, ledger):
    customer.transfers("100.00")
    placed, late, withdrawn = (order(customer, "10.00", expires_in_s=60) for _ in range(3))
    pay(customer, placed.order_id)
    cancel = CancelOrder(id=new_id(), account_id=customer.account_id, order_id=withdrawn.order_id, reason="a mistake")
    assert customer.room.cancel_order(cancel).status == "cancelled"
    before = ledger.bytes()

    for over in (placed, withdrawn):
        with pytest.raises(OrderIsOver):
            pay(customer, over.order_id)
    clock.instant = late.expires_at
    with pytest.raises(OrderIsOver):
        pay(customer, late.order_id)

    assert ledger.bytes() == before
    orders = customer.room.list_orders(ListOrders(account_id=customer.account_id)).items
    assert {item.order_id: item.status for item in orders} == {
        placed.order_id: "paid",
        late.order_id: "expired",
        withdrawn.order_id: "cancelled",
    }


def test_anothers_order_is_not_there(customer, make_customer):
    placed, other = order(customer, "10.00"), make_customer()
    other.transfers("100.00")

    with pytest.raises(NotFound):
        pay(other, placed.order_id)


# -- giving back --------------------------------------------------------------------------------------------------------------------


def give_back(customer, of_bill_id, line_id, amount, *, bill_id=None, **fields):
    return customer.room.return_charge(
        ReturnCharge(
            id=new_id(),
            account_id=customer.account_id,
            bill_id=bill_id or uuid4(),
            of_bill_id=of_bill_id,
            currency=customer.currency,
            lines=[ReturnLine(line_id=line_id, amount_micros=micros(amount))],
            **fields,
        )
    )


def test_an_adjustment_goes_back_the_way_the_money_came(customer):
    customer.has_a_voucher("5.00")
    customer.transfers("3.00")
    asked = line("10.00")
    charged = customer.is_charged(asked)

    answer = give_back(customer, charged.bill_id, asked.line_id, "6.00")

    assert [rest.amount_micros for rest in answer.forgiven] == [micros("2.00")]
    assert [(share.kind, share.amount_micros) for share in answer.taken_back] == [("cash", micros("3.00")), ("voucher", micros("1.00"))]
    balance = customer.balance()
    assert (balance.cash, balance.vouchers, balance.debt) == (yuan("3.00"), yuan("1.00"), yuan("0.00"))
    lineage = customer.room.list_payments(ListPayments(account_id=customer.account_id, bill_id=charged.bill_id)).items
    assert sum(payment.amount.amount_micros for payment in lineage) == micros("4.00")


def test_what_an_ended_voucher_paid_comes_back_as_one_of_thirty_days(customer, clock):
    voucher = customer.has_a_voucher("5.00", valid_until=clock.instant + timedelta(days=10))
    asked = line("4.00")
    charged = customer.is_charged(asked)
    clock.instant += timedelta(days=11)

    answer = give_back(customer, charged.bill_id, asked.line_id, "4.00")

    (fund,) = customer.balance().funds
    assert fund.fund_id == answer.granted_voucher_id != voucher.voucher_id
    assert (fund.kind, fund.amount, fund.valid_until) == ("voucher", yuan("4.00"), clock.instant + timedelta(days=30))


def test_a_positive_adjustment_is_charged_like_a_bill_and_named_as_what_it_is(customer):
    customer.transfers("10.00")

    customer.is_charged(line("4.00"), reason="adjustment")

    (latest, *_) = customer.room.statement_of(StatementOf(account_id=customer.account_id)).items
    assert (latest.reason, latest.amount, customer.balance().cash) == ("adjustment", yuan("-4.00"), yuan("6.00"))


def test_an_adjustment_counts_once_and_never_beyond_what_was_paid(customer, ledger):
    customer.transfers("10.00")
    asked, adjustment = line("10.00"), uuid4()
    charged = customer.is_charged(asked)
    give_back(customer, charged.bill_id, asked.line_id, "6.00", bill_id=adjustment)
    before = ledger.bytes()

    with pytest.raises(BillIsCharged):
        give_back(customer, charged.bill_id, asked.line_id, "1.00", bill_id=adjustment)
    with pytest.raises(ReturnIsTooLarge):
        give_back(customer, charged.bill_id, asked.line_id, "4.01")

    assert ledger.bytes() == before


def test_adjustments_that_race_never_return_more_than_was_paid(customer):
    customer.transfers("10.00")
    asked = line("10.00")
    charged = customer.is_charged(asked)

    def try_to_return(_):
        try:
            return give_back(customer, charged.bill_id, asked.line_id, "3.00")
        except ReturnIsTooLarge:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(try_to_return, range(8)))

    assert sum(answer is not None for answer in answers) == 3
    assert customer.balance().cash == yuan("9.00")


def test_what_a_cloud_account_was_to_pay_comes_off_first(customer):
    customer.has_a_voucher("1.00")
    asked = line("10.00")
    charged = customer.is_charged(asked, family="cloud", vendor="aliyun")

    first = give_back(customer, charged.bill_id, asked.line_id, "8.00")
    second = give_back(customer, charged.bill_id, asked.line_id, "2.00")

    assert [rest.amount_micros for rest in first.cloud] == [micros("8.00")]
    assert [rest.amount_micros for rest in second.cloud] == [micros("1.00")]
    assert [(share.kind, share.amount_micros) for share in second.taken_back] == [("voucher", micros("1.00"))]


def test_goodwill_of_an_operator_is_given_back_to_the_funds_that_paid(customer):
    customer.transfers("10.00")
    asked = line("10.00")
    charged = customer.is_charged(asked)
    waive = WaiveCharge(
        id=new_id(),
        account_id=customer.account_id,
        bill_id=charged.bill_id,
        lines=[GoodwillLine(line_id=asked.line_id, amount=yuan("2.00"))],
        reason="an outage",
    )

    first, again = customer.room.waive_charge(waive), customer.room.waive_charge(waive)

    assert first == again
    assert customer.balance().cash == yuan("2.00")


def test_a_bill_that_was_never_charged_has_nothing_to_give_back(customer):
    with pytest.raises(NotFound):
        give_back(customer, uuid4(), uuid4(), "1.00")


# -- thresholds ---------------------------------------------------------------------------------------------------------------------


def set_limits(customer, **fields):
    return customer.room.set_limits(SetLimits(id=new_id(), account_id=customer.account_id, **fields))


def alerts(customer):
    return [alert.kind for alert in customer.room.list_alerts(ListAlerts(account_id=customer.account_id)).items]


def test_an_account_is_told_once_that_its_balance_is_low_and_that_it_recovered(customer):
    customer.transfers("10.00")
    set_limits(customer, low_balance=yuan("5.00"))

    customer.is_charged(line("6.00"))
    customer.is_charged(line("1.00"))
    customer.transfers("10.00")

    assert alerts(customer) == ["balance_recovered", "balance_fell_low"]
    assert not customer.room.limits_of(LimitsOf(account_id=customer.account_id)).is_low


def test_the_limit_of_a_month_is_announced_and_stops_orders_but_never_a_bill(customer):
    customer.transfers("100.00")
    set_limits(customer, month_limit=yuan("20.00"))

    customer.is_charged(line("17.00"))
    with pytest.raises(SpendingLimitIsReached):
        reserve(customer, line("3.01"))
    assert may_spend(customer, "3.01").reason == "spending_limit_is_reached"
    customer.is_charged(line("17.00"))

    assert alerts(customer) == ["spending_reached_100", "spending_reached_80"]
    assert customer.balance().cash == yuan("66.00")


def test_a_question_about_spending_knows_holds_and_debt(customer):
    customer.transfers("10.00")
    reserve(customer, line("4.00"))

    assert (may_spend(customer, "6.00").may_spend, may_spend(customer, "6.01").reason) == (True, "funds_are_insufficient")
    customer.is_charged(line("7.00"))

    assert may_spend(customer, "0.01").reason == "account_is_in_arrears"


def test_the_runway_is_taken_from_the_pace_of_the_last_days(customer, clock):
    customer.transfers("100.00")
    for _ in range(4):
        customer.is_charged(line("1.00"))
        clock.instant += timedelta(days=1)

    runway = customer.room.runway_of(RunwayOf(account_id=customer.account_id, days=4))

    assert (runway.spent, runway.a_day, runway.usable, runway.lasts_days) == (yuan("4.00"), yuan("1.00"), yuan("96.00"), 96)


def test_a_runway_counts_no_value_that_ends_on_the_way(customer, clock):
    customer.has_a_voucher("100.00", valid_until=clock.instant + timedelta(days=11))
    customer.is_charged(line("1.00"))
    clock.instant += timedelta(days=1)

    runway = customer.room.runway_of(RunwayOf(account_id=customer.account_id, days=1))

    assert runway.lasts_days == 10


def test_who_spends_nothing_has_no_end_in_sight(customer):
    customer.transfers("100.00")

    runway = customer.room.runway_of(RunwayOf(account_id=customer.account_id))

    assert (runway.lasts_days, runway.lasts_until) == (None, None)


def test_thresholds_of_another_currency_are_refused(customer, ledger):

    before = ledger.bytes()

    with pytest.raises(Refusal) as refused:
        set_limits(customer, low_balance=Money(1, "USD"))

    assert refused.value.code == "kernel.currency_differs"
    assert ledger.bytes() == before
