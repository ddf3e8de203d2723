"""What was: at a position, as known at an instant, as of what had occurred; booked and usable; the same from rows and from the book."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import InvalidInput, NotFound, Refusal
from services.wallet import journal
from services.wallet.schemas import BalanceOf, ListFunds, TrialBalanceOf
from tests.support.wallet_desk import Desk
from tests.support.wallet_pasts import HOUR, a_full_life, holds, statement, status_of
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, yuan

DAY = timedelta(days=1)


def accounts(room, **fields):
    totals = room.trial_balance(TrialBalanceOf(**fields)).accounts
    return {account.account: account.balance.amount_micros for account in totals if account.balance.amount_micros}


def test_rows_and_fold_agree_on_every_figure_after_every_step(customer, clock, ledger, start_room):
    lived = []
    for step in a_full_life(customer, clock):
        now = customer.balance()
        assert replace(customer.balance(position=ledger.head()), as_of=now.as_of) == now, step
        lived.append(now)

    another_process = start_room()
    for then in lived:
        known = another_process.balance_of(BalanceOf(account_id=customer.account_id, position=then.position, as_of=then.as_of))
        assert known == then
    for part in ("held", "frozen", "debt"):
        assert {bool(getattr(then, part).amount_micros) for then in lived} == {True, False}, part


def test_as_of_an_instant_is_what_it_was_then_when_nothing_was_recorded_late(customer, clock):
    lived = [customer.balance() for _ in a_full_life(customer, clock)]

    for then in lived:
        between = random.Random(7).randrange(60)
        for instant in (then.as_of, then.as_of + timedelta(seconds=between)):
            seen = customer.balance(as_of=instant)
            assert replace(seen, as_of=then.as_of, position=then.position) == then


def test_usable_is_booked_without_what_is_held_frozen_or_ended(customer, clock):
    voucher = customer.has_a_voucher("5.00")
    customer.has_a_voucher("3.00", valid_until=NOW + HOUR)
    customer.transfers("100.00")
    holds(customer, "6.00", kinds=["voucher"])
    Desk(customer.room).freezes(customer, voucher.voucher_id)
    clock.move_to(NOW + HOUR)

    balance = customer.balance()

    figures = balance.booked, balance.held, balance.frozen, balance.ended, balance.usable
    assert [str(figure) for figure in figures] == ["108.00 CNY", "0.00 CNY", "5.00 CNY", "3.00 CNY", "100.00 CNY"]
    assert balance.usable == balance.booked - balance.held - balance.frozen - balance.ended
    assert {fund.kind: (str(fund.usable), fund.is_frozen) for fund in balance.funds} == {
        "voucher": ("0.00 CNY", True),
        "cash": ("100.00 CNY", False),
    }


def test_what_is_held_of_a_frozen_fund_is_taken_off_once(customer):
    voucher = customer.has_a_voucher("5.00")
    holds(customer, "2.00", kinds=["voucher"])
    Desk(customer.room).freezes(customer, voucher.voucher_id)

    balance = customer.balance()

    assert (balance.held, balance.frozen, balance.usable) == (yuan("2.00"), yuan("3.00"), yuan("0.00"))
    assert balance.usable == balance.booked - balance.held - balance.frozen - balance.ended


def test_a_late_credit_counts_from_its_value_date_and_what_it_paid_from_when_that_was_owed(customer, clock, ledger):
    clock.move_to(NOW + 2 * DAY)
    customer.is_charged(line("10.00"))
    before = ledger.head()
    clock.move_to(NOW + 5 * DAY)
    customer.transfers("30.00", occurred_at=NOW + DAY)

    def seen(**fields):
        then = customer.balance(**fields)
        return str(then.cash), str(then.debt)

    assert seen(as_of=NOW + DAY - timedelta(microseconds=1)) == ("0.00 CNY", "0.00 CNY")
    assert seen(as_of=NOW + DAY) == ("30.00 CNY", "0.00 CNY")
    assert seen(as_of=NOW + 2 * DAY) == ("20.00 CNY", "0.00 CNY")
    assert seen(known_at=NOW + 3 * DAY) == ("0.00 CNY", "10.00 CNY")
    assert seen(position=before, as_of=NOW + DAY) == ("0.00 CNY", "0.00 CNY")
    assert seen(known_at=NOW + 4 * DAY, as_of=NOW + 2 * DAY) == ("0.00 CNY", "10.00 CNY")
    assert accounts(customer.room, as_of=NOW + DAY) == {
        journal.CASH: -yuan("30.00").amount_micros,
        "clearing:offline_transfer": yuan("30.00").amount_micros,
    }
    assert accounts(customer.room, as_of=NOW + 2 * DAY)[journal.CASH] == -yuan("20.00").amount_micros
    assert accounts(customer.room, position=before, as_of=NOW + 2 * DAY)[journal.DEBT] == yuan("10.00").amount_micros


def test_several_late_credits_pay_only_what_was_owed_by_then(customer, clock):
    for day in (2, 4):
        clock.move_to(NOW + day * DAY)
        customer.is_charged(line("10.00"))
    clock.move_to(NOW + 6 * DAY)
    customer.transfers("4.00", occurred_at=NOW + 3 * DAY)
    customer.transfers("12.00", occurred_at=NOW + DAY)

    seen = {day: customer.balance(as_of=NOW + day * DAY) for day in range(1, 7)}

    assert {day: (str(then.cash), str(then.debt)) for day, then in seen.items()} == {
        1: ("12.00 CNY", "0.00 CNY"),
        2: ("6.00 CNY", "4.00 CNY"),
        3: ("6.00 CNY", "0.00 CNY"),
        4: ("0.00 CNY", "4.00 CNY"),
        5: ("0.00 CNY", "4.00 CNY"),
        6: ("0.00 CNY", "4.00 CNY"),
    }
    for day, then in seen.items():
        entries = accounts(customer.room, as_of=NOW + day * DAY)
        assert (-entries.get(journal.CASH, 0), entries.get(journal.DEBT, 0)) == (then.cash.amount_micros, then.debt.amount_micros)


def test_at_any_instant_booked_less_owed_is_the_sum_of_what_had_moved(customer, clock):
    for _ in a_full_life(customer, clock):
        customer.transfers("0.50", occurred_at=clock.now() - timedelta(hours=5, minutes=30))
    movements = statement(customer).items
    seeded = random.Random(11)

    for _ in range(60):
        instant = NOW - 6 * HOUR + timedelta(seconds=seeded.randrange(22 * 3600))
        if instant > clock.now():
            continue
        then = customer.balance(as_of=instant)
        moved = sum(movement.amount.amount_micros for movement in movements if movement.occurred_at <= instant)
        assert (then.booked - then.debt).amount_micros == moved
        assert then.debt.amount_micros >= 0
        entries = accounts(customer.room, as_of=instant)
        kinds = {journal.CASH: then.cash, journal.CARD: then.cards, journal.VOUCHER: then.vouchers}
        assert {name: -entries.get(name, 0) for name in kinds} == {name: total.amount_micros for name, total in kinds.items()}
        assert entries.get(journal.DEBT, 0) == then.debt.amount_micros
        assert sum(entries.values()) == 0


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"position": 1, "known_at": NOW}, "/known_at"),
        ({"as_of": NOW + HOUR}, "/as_of"),
        ({"known_at": NOW - HOUR, "as_of": NOW}, "/as_of"),
    ],
)
def test_parameters_that_contradict_each_other_are_refused(customer, fields, pointer):
    asked = [
        lambda: customer.balance(**fields),
        lambda: customer.room.trial_balance(TrialBalanceOf(**fields)),
        lambda: customer.room.list_funds(ListFunds(account_id=customer.account_id, **fields)),
    ]

    for ask in asked:
        with pytest.raises(InvalidInput) as caught:
            ask()
        assert [error["pointer"] for error in caught.value.details["errors"]] == [pointer]


def test_a_wallet_that_had_not_been_opened_by_then_is_not_found(customer):
    with pytest.raises(NotFound):
        customer.balance(as_of=NOW - timedelta(days=31))

    assert customer.balance(as_of=NOW - timedelta(days=29)).booked == yuan("0.00")


def test_a_position_ahead_of_the_book_is_refused_everywhere(customer, ledger):
    ahead = ledger.head() + 1
    asked = [
        lambda: customer.balance(position=ahead, as_of=NOW),
        lambda: customer.room.trial_balance(TrialBalanceOf(position=ahead)),
        lambda: customer.room.list_funds(ListFunds(account_id=customer.account_id, position=ahead)),
        lambda: statement(customer, position=ahead),
    ]

    for ask in asked:
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.code == "wallet.position_is_ahead"


def test_the_list_of_funds_tells_the_status_that_a_fund_had(customer, clock, ledger):
    voucher = customer.has_a_voucher("5.00", valid_until=NOW + 10 * HOUR).voucher_id
    places = {"active": ledger.head()}
    clock.move_to(NOW + HOUR)
    Desk(customer.room).freezes(customer, voucher)
    places["frozen"] = ledger.head()
    clock.move_to(NOW + 2 * HOUR)
    Desk(customer.room).unfreezes(customer, voucher)
    spent = customer.has_a_voucher("1.00", valid_until=NOW + 5 * HOUR).voucher_id
    customer.is_charged(line("1.00"))
    clock.move_to(NOW + 11 * HOUR)
    customer.room.book_due_ends()

    assert {status_of(customer, voucher, position=place) for place in places.values()} == {"active", "frozen"}
    assert status_of(customer, voucher, position=places["frozen"]) == "frozen"
    seen = [status_of(customer, voucher, as_of=NOW + hours * HOUR) for hours in (0, 1, 2, 10)]
    assert seen == ["active", "frozen", "active", "expired"]
    assert [status_of(customer, spent, as_of=NOW + hours * HOUR) for hours in (1, 2)] == [None, "spent"]
    assert status_of(customer, voucher) == "expired"
    (frozen,) = customer.room.list_funds(ListFunds(account_id=customer.account_id, status="frozen", as_of=NOW + HOUR)).items
    assert (frozen.fund_id, frozen.frozen_reason, frozen.balance) == (voucher, "reported as stolen", yuan("5.00"))


def test_an_account_without_a_wallet_is_not_found_in_the_past_either(room):
    with pytest.raises(NotFound):
        room.balance_of(BalanceOf(account_id=uuid4(), as_of=NOW))
