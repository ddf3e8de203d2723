"""Attacks on what can be redeemed, and races for it: one wins, nobody else loses anything, and who guesses is locked out."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from tests.support.wallet_desk import NO_CODE, UNKNOWN_CODE, Desk, funds_of, redeems_a_card, redeems_an_order
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, yuan

REDEMPTIONS, AT_A_TIME, ACCOUNTS = 10_000, 64, 100
HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def outcomes(attempts: int, at_a_time: int, attempt: Callable[[int], object]) -> Counter[str]:
    """How so many attempts, so many at a time, came out: "done", or the code of the refusal. Any other exception is told by its name."""
    numbers, counted = itertools.count(), Counter[str]()

    def work() -> None:
        while (number := next(numbers)) < attempts:
            try:
                attempt(number)
                outcome = "done"
            except Refusal as refusal:
                outcome = refusal.code
            except Exception as fault:
                outcome = type(fault).__name__
            counted[outcome] += 1

    workers = [threading.Thread(target=work) for _ in range(at_a_time)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counted


# -- races


def test_ten_thousand_redemptions_of_one_code_from_a_hundred_accounts_give_exactly_one(desk, make_customer, ledger):
    customers = [make_customer() for _ in range(ACCOUNTS)]
    code, fresh = desk.code("20.00"), desk.issues(ACCOUNTS, "1.00").codes

    counted = outcomes(REDEMPTIONS, AT_A_TIME, lambda number: customers[number % ACCOUNTS].activates(code, client_address=HERE))

    assert counted == {"done": 1, "wallet.voucher_is_used": REDEMPTIONS - 1}
    assert sorted(customer.balance().vouchers for customer in customers)[-2:] == [yuan("0.00"), yuan("20.00")]
    assert ledger.journal_sum() == 0
    losers_may = outcomes(ACCOUNTS, 8, lambda number: customers[number].activates(fresh[number], client_address=HERE))
    assert losers_may == {"done": ACCOUNTS}


def test_two_processes_that_race_for_one_code_give_it_once(desk, make_customer, start_room):
    one, other = make_customer(), make_customer()
    other.room = start_room()
    codes = desk.issues(40, "1.00").codes

    counted = Counter[str]()
    for code in codes:
        counted += outcomes(2, 2, lambda number, code=code: (one, other)[number].activates(code))

    assert counted == {"done": 40, "wallet.voucher_is_used": 40}
    assert one.balance().vouchers + other.balance().vouchers == yuan("40.00")


def test_two_accounts_race_for_the_last_card_and_for_the_last_order(desk, make_customer):
    customers = [make_customer(), make_customer()]
    code = desk.code("100.00", kind="card")
    desk.records_order(1)

    cards = outcomes(64, 16, lambda number: redeems_a_card(customers[number % 2], code))
    orders = outcomes(8, 8, lambda number: redeems_an_order(customers[number % 2]))

    assert cards == {"done": 1, "wallet.voucher_is_used": 63}
    assert orders == {"done": 1, "wallet.huawei_order_is_unknown": 7}
    assert customers[0].balance().cards + customers[1].balance().cards == yuan("200.00")


def test_a_code_is_redeemed_or_withdrawn_and_never_both_ways(desk, customer):
    for _ in range(20):
        batch = desk.issues(1, "1.00")
        acts = (lambda code=batch.codes[0]: customer.activates(code), lambda id=batch.batch_id: desk.withdraws(id))

        counted = outcomes(2, 2, lambda number, acts=acts: acts[number]())

        view = desk.batch(batch.batch_id)
        assert (view.state, view.redeemed_count + view.withdrawn_count) == ("withdrawn", 1)
        assert counted == ({"done": 2} if view.redeemed_count else {"done": 1, "wallet.voucher_is_withdrawn": 1})


def test_purchases_that_race_for_the_last_cash_buy_what_it_pays_for(desk, customer, ledger):
    customer.transfers("1050.00")

    counted = outcomes(40, 16, lambda _: customer.buys_a_card("100.00"))

    assert counted == {"done": 10, "wallet.cash_is_insufficient": 30}
    assert (customer.balance().cash, customer.balance().cards) == (yuan("50.00"), yuan("1000.00"))
    assert ledger.journal_sum() == 0


def test_a_purchase_whose_cash_vanished_between_two_steps_is_refused_without_a_trace(customer, ledger):
    customer.transfers("100.00")
    foretold = customer.buys_a_card("100.00", dry_run=True)
    customer.is_charged(line("0.01"))
    before = ledger.bytes()

    assert foretold.cash == yuan("0.00")
    assert refused(customer.buys_a_card, "100.00").code == "wallet.cash_is_insufficient"
    assert ledger.bytes() == before


# -- guesses


def test_ten_guesses_from_one_address_lock_it_whichever_account_it_names(desk, make_customer, clock):
    code = desk.code("20.00")
    for _ in range(10):
        assert refused(make_customer().activates, UNKNOWN_CODE, client_address=HERE).code == "wallet.voucher_code_is_unknown"
    fresh = make_customer()

    assert refused(fresh.activates, code, client_address=HERE).code == "wallet.redeeming_is_locked"
    assert refused(redeems_a_card, fresh, code, client_address=HERE).code == "wallet.redeeming_is_locked"
    assert refused(redeems_an_order, fresh, client_address=HERE).code == "wallet.redeeming_is_locked"
    assert fresh.activates(code, client_address=THERE).balance == yuan("20.00")
    clock.move_to(NOW + timedelta(hours=1))
    assert fresh.activates(desk.code("1.00"), client_address=HERE).balance == yuan("1.00")


def test_ten_guesses_of_one_account_lock_it_from_whichever_address(desk, customer):
    for number in range(10):
        refused(customer.activates, NO_CODE, client_address=f"203.0.113.{number}")

    assert refused(customer.activates, desk.code("20.00"), client_address=THERE).code == "wallet.redeeming_is_locked"


def test_changing_the_address_within_one_network_or_the_kind_of_guess_does_not_help(desk, make_customer):
    guesses = (
        lambda who, at: redeems_a_card(who, UNKNOWN_CODE, client_address=at),
        lambda who, at: redeems_an_order(who, client_address=at),
    )
    for number in range(10):
        refused(guesses[number % 2], make_customer(), f"2001:db8:1:2::{number:x}")

    assert refused(make_customer().activates, desk.code("1.00"), client_address="2001:db8:1:2:ffff::1").code == "wallet.redeeming_is_locked"


def test_dry_runs_are_guesses_too(desk, customer):
    for _ in range(10):
        refused(customer.activates, UNKNOWN_CODE, dry_run=True)

    assert refused(customer.activates, desk.code("20.00")).code == "wallet.redeeming_is_locked"


def test_a_thousand_guesses_at_once_are_locked_out_after_a_handful_and_move_nothing(desk, make_customer, ledger):
    customers = [make_customer() for _ in range(20)]
    before = ledger.bytes()

    counted = outcomes(1_000, AT_A_TIME, lambda number: customers[number % 20].activates(UNKNOWN_CODE, client_address=HERE))

    assert set(counted) == {"wallet.voucher_code_is_unknown", "wallet.redeeming_is_locked"}
    assert 10 <= counted["wallet.voucher_code_is_unknown"] <= 10 + AT_A_TIME
    assert ledger.bytes() == before


def test_a_used_expired_or_withdrawn_code_is_no_guess(desk, customer, make_customer, clock):
    used, expired, withdrawn = (
        desk.code("1.00"),
        desk.code("1.00", valid_until=NOW + YEAR),
        desk.issues(1, "1.00", valid_until=NOW + 2 * YEAR),
    )
    make_customer().activates(used)
    desk.withdraws(withdrawn.batch_id)
    clock.move_to(NOW + YEAR)
    code = desk.code("20.00")

    for _ in range(11):
        refused(customer.activates, used, client_address=HERE)
        refused(customer.activates, expired, client_address=HERE)
        refused(customer.activates, withdrawn.codes[0], client_address=HERE)

    assert customer.activates(code, client_address=HERE).balance == yuan("20.00")


def test_a_locked_account_still_hears_the_first_answer_to_what_it_redeemed(desk, customer):
    code, id = desk.code("20.00"), new_id()
    first = customer.activates(code, id=id, client_address=HERE)
    for _ in range(10):
        refused(customer.activates, UNKNOWN_CODE, client_address=HERE)

    assert customer.activates(code, id=id, client_address=HERE) == first


# -- funds that cannot be used


def test_a_frozen_or_expired_fund_pays_for_nothing_and_refusals_leave_no_trace(desk, customer, clock, ledger):
    frozen, ending = desk.assigns(customer, "100.00"), desk.grants(customer, "50.00", valid_until=NOW + YEAR)
    desk.freezes(customer, frozen.card_id)
    clock.move_to(NOW + YEAR)

    split = customer.is_charged(line("30.00"))

    assert (split.taken, [rest.amount_micros for rest in split.owed]) == ([], [30_000_000])
    assert [fund.status for fund in funds_of(customer)] == ["expired", "frozen"]
    before = ledger.bytes()
    assert refused(desk.freezes, customer, ending.voucher_id).code == "wallet.fund_is_over"
    assert refused(desk.unfreezes, customer, ending.voucher_id).code == "wallet.fund_is_over"
    assert refused(customer.buys_a_card, "100.00").code == "wallet.cash_is_insufficient"
    assert ledger.bytes() == before


def test_a_frozen_fund_that_ends_is_breakage(desk, customer, clock, ledger):
    voucher = desk.grants(customer, "50.00", valid_until=NOW + YEAR)
    desk.freezes(customer, voucher.voucher_id)
    clock.move_to(NOW + YEAR)

    customer.room.book_due_ends()

    assert [(fund.status, fund.expired) for fund in funds_of(customer)] == [("expired", yuan("50.00"))]
    assert refused(desk.unfreezes, customer, voucher.voucher_id).code == "wallet.fund_is_over"
    assert ledger.journal_sum() == 0
