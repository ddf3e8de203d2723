"""What time and operators do to a wallet, and what its account is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.wallet.domain import CardTerms, Limits
from tests.support.wallets import (
    NOW,
    YEAR,
    a_bill,
    a_line,
    a_wallet,
    give_card,
    give_voucher,
    hold,
    micros,
    refused,
    state_of,
    topics,
    yuan,
)

HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def alerts(wallet):
    """What an account was told, with the amount that was meant."""
    told = []
    for fact in wallet.collect_events():
        match type(fact).TOPIC:
            case "wallet.balance_fell_low" | "wallet.balance_recovered" as topic:
                told.append((topic.removeprefix("wallet.balance_"), fact.usable_micros))
            case "wallet.spending_reached":
                told.append((fact.percent, fact.spent_micros))
    return told


# -- ends


def test_a_fund_is_whole_until_the_instant_of_its_end_and_then_breakage():
    wallet = a_wallet()
    voucher_id = give_voucher(wallet, "5.00", valid_until=NOW)
    wallet.collect_events()

    wallet.come_to(NOW - INSTANT)
    assert (topics(wallet), wallet.usable_micros(NOW - INSTANT)) == ([], micros("5.00"))

    wallet.come_to(NOW)
    (expired,) = wallet.collect_events()
    assert (expired.fund_id, expired.kind, expired.amount_micros) == (voucher_id, "voucher", micros("5.00"))
    assert expired.occurred_at == NOW
    assert wallet.funds == {}


def test_a_charge_at_the_end_of_a_fund_finds_it_ended_and_one_just_before_does_not():
    at_the_end, before = a_wallet(), a_wallet()
    for wallet in (at_the_end, before):
        give_voucher(wallet, "5.00", valid_until=NOW)

    before.charge(a_bill(a_line("5.00")), at=NOW - INSTANT)
    at_the_end.charge(a_bill(a_line("5.00")), at=NOW)

    assert (before.debt_micros, at_the_end.debt_micros) == (0, micros("5.00"))
    assert topics(at_the_end)[-2:] == ["wallet.fund_expired", "wallet.charged"]


def test_an_end_is_booked_once():
    wallet = a_wallet()
    give_voucher(wallet, "5.00", valid_until=NOW)
    wallet.come_to(NOW)
    wallet.collect_events()

    wallet.come_to(NOW + YEAR)

    assert topics(wallet) == []


def test_a_hold_on_a_fund_that_ends_is_let_go_first_and_frees_what_has_not_ended():
    wallet = a_wallet(cash="3.00")
    give_voucher(wallet, "2.00", valid_until=NOW + HOUR)
    hold(wallet, a_line("5.00"), expires_at=NOW + 9 * HOUR)
    wallet.charge(a_bill(a_line("4.00")), at=NOW)
    wallet.collect_events()

    wallet.come_to(NOW + HOUR)

    assert topics(wallet) == ["wallet.funds_released", "wallet.fund_expired"]
    assert (wallet.cash_micros, wallet.debt_micros, wallet.held_micros) == (0, micros("1.00"), 0)


def test_a_frozen_fund_ends_too():
    wallet = a_wallet()
    card_id = give_card(wallet, "100.00", years=1)
    wallet.freeze(card_id, reason="stolen", at=NOW)

    wallet.come_to(NOW + YEAR)

    assert (wallet.funds, wallet.frozen) == ({}, {})
    assert refused(wallet.unfreeze, card_id, reason="found", at=NOW + YEAR).code == "wallet.fund_is_over"


def test_the_next_end_is_that_of_a_hold_or_of_a_fund_and_cash_has_none():
    wallet = a_wallet(cash="10.00")
    assert wallet.next_end() is None

    give_voucher(wallet, "2.00", valid_until=NOW + 3 * HOUR)
    assert wallet.next_end() == NOW + 3 * HOUR

    hold(wallet, a_line("5.00", vouchers_may_pay=False), expires_at=NOW + HOUR)
    assert wallet.next_end() == NOW + HOUR


# -- frozen funds


def test_a_frozen_fund_is_not_used_and_pays_debts_when_it_is_used_again():
    wallet = a_wallet()
    card_id = give_card(wallet, "100.00")
    wallet.freeze(card_id, reason="stolen", at=NOW)
    wallet.charge(a_bill(a_line("7.00")), at=NOW)
    wallet.collect_events()

    (repaid,) = wallet.unfreeze(card_id, reason="found", at=NOW)

    assert (repaid.amount_micros, wallet.debts, wallet.usable_micros(NOW)) == (micros("7.00"), {}, micros("93.00"))
    assert topics(wallet) == ["wallet.fund_unfrozen", "wallet.debt_cleared"]


def test_a_fund_that_is_used_again_pays_only_with_what_is_not_held():
    wallet = a_wallet()
    card_id = give_card(wallet, "100.00")
    hold(wallet, a_line("95.00"))
    wallet.freeze(card_id, reason="stolen", at=NOW)
    wallet.charge(a_bill(a_line("7.00")), at=NOW)

    (repaid,) = wallet.unfreeze(card_id, reason="found", at=NOW)

    assert (repaid.amount_micros, wallet.debt_micros) == (micros("5.00"), micros("2.00"))


def test_what_cannot_be_frozen_or_used_again_is_refused():
    wallet = a_wallet(cash="10.00")
    voucher_id = give_voucher(wallet, "5.00")
    before = state_of(wallet)

    assert refused(wallet.freeze, wallet.cash_id, reason="x", at=NOW).code == "wallet.cash_cannot_be_frozen"
    assert refused(wallet.freeze, uuid4(), reason="x", at=NOW).code == "wallet.fund_is_over"
    assert refused(wallet.unfreeze, voucher_id, reason="x", at=NOW).code == "wallet.fund_is_not_frozen"
    assert state_of(wallet) == before
    wallet.freeze(voucher_id, reason="x", at=NOW)
    assert refused(wallet.freeze, voucher_id, reason="x", at=NOW).code == "wallet.fund_is_frozen"


# -- cards that are received


@pytest.mark.parametrize("source", ["partner", "offline", "gift", "code", "huawei_order"])
def test_a_card_that_is_received_pays_debts_and_is_valid_for_its_years(source):
    wallet = a_wallet()
    wallet.charge(a_bill(a_line("30.00", vouchers_may_pay=False)), at=NOW)
    wallet.collect_events()

    card, repaid = wallet.receive_card(uuid4(), yuan("100.00"), CardTerms(validity_years=2), source=source, reference="A-1", at=NOW)

    assert (card.valid_until, [share.amount_micros for share in repaid]) == (datetime(2028, 11, 23, 4, tzinfo=UTC), [micros("30.00")])
    assert wallet.funds[card.fund_id].amount_micros == micros("70.00")
    assert topics(wallet) == ["wallet.card_received", "wallet.debt_cleared"]


@pytest.mark.parametrize("face", ["0.00", "99.00", "150.00"])
def test_a_card_that_is_no_multiple_of_a_hundred_is_not_received(face):
    wallet = a_wallet()
    before = state_of(wallet)

    refusal = refused(wallet.receive_card, uuid4(), yuan(face), CardTerms(), source="gift", reference="A-1", at=NOW)

    assert refusal.code == "wallet.card_amount_is_invalid"
    assert state_of(wallet) == before


# -- what the account is told


def test_a_low_balance_is_told_once_until_it_recovers():
    wallet = a_wallet(cash="10.00")
    wallet.set_limits(Limits(low_balance_micros=micros("5.00")), at=NOW)

    wallet.charge(a_bill(a_line("5.00")), at=NOW)
    assert alerts(wallet) == []
    wallet.charge(a_bill(a_line("1.00")), at=NOW)
    wallet.charge(a_bill(a_line("1.00")), at=NOW)
    assert alerts(wallet) == [("fell_low", micros("4.00"))]

    wallet.credit_transfer(yuan("2.00"), reference="TT-2", occurred_at=NOW, at=NOW)
    assert alerts(wallet) == [("recovered", micros("5.00"))]
    wallet.charge(a_bill(a_line("0.01")), at=NOW)
    assert alerts(wallet) == [("fell_low", micros("4.99"))]


def test_what_is_held_or_frozen_does_not_count_as_balance():
    wallet = a_wallet(cash="10.00")
    card_id = give_card(wallet, "100.00")
    wallet.set_limits(Limits(low_balance_micros=micros("105.00")), at=NOW)

    kept = hold(wallet, a_line("6.00", vouchers_may_pay=False), kinds=["cash"])
    wallet.release(kept.hold_id, at=NOW)
    wallet.freeze(card_id, reason="stolen", at=NOW)
    wallet.unfreeze(card_id, reason="found", at=NOW)

    assert alerts(wallet) == [
        ("fell_low", micros("104.00")),
        ("recovered", micros("110.00")),
        ("fell_low", micros("10.00")),
        ("recovered", micros("110.00")),
    ]


def test_an_end_that_lowers_the_balance_is_told_as_of_that_end():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "5.00", valid_until=NOW + HOUR)
    wallet.set_limits(Limits(low_balance_micros=micros("12.00")), at=NOW)
    wallet.collect_events()

    wallet.come_to(NOW + 5 * HOUR)

    _expired, told = wallet.collect_events()
    assert (told.usable_micros, told.occurred_at) == (micros("10.00"), NOW + HOUR)


def test_ends_of_one_instant_are_told_together():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "5.00", valid_until=NOW + HOUR)
    hold(wallet, a_line("8.00", vouchers_may_pay=False), expires_at=NOW + HOUR)
    wallet.set_limits(Limits(low_balance_micros=micros("6.00")), at=NOW)
    assert wallet.usable_micros(NOW) == micros("7.00")

    wallet.come_to(NOW + HOUR)

    assert (alerts(wallet), wallet.usable_micros(NOW + HOUR)) == ([], micros("10.00"))


def test_a_card_that_brings_a_voucher_along_may_end_a_low_balance():
    wallet = a_wallet(cash="10000.00")
    wallet.set_limits(Limits(low_balance_micros=micros("10500.00")), at=NOW)

    wallet.buy_card(uuid4(), yuan("10000.00"), CardTerms(), at=NOW)

    assert alerts(wallet) == [("fell_low", micros("10000.00")), ("recovered", micros("11000.00"))]


def test_spending_is_told_at_eighty_and_at_a_hundred_percent_once_a_month():
    wallet = a_wallet(cash="100.00")
    wallet.set_limits(Limits(month_micros=micros("10.00")), at=NOW)

    wallet.charge(a_bill(a_line("7.99")), at=NOW)
    assert alerts(wallet) == []
    wallet.charge(a_bill(a_line("0.01")), at=NOW)
    wallet.charge(a_bill(a_line("1.00")), at=NOW)
    assert alerts(wallet) == [(80, micros("8.00"))]
    wallet.charge(a_bill(a_line("5.00")), at=NOW)
    wallet.charge(a_bill(a_line("5.00")), at=NOW)
    assert alerts(wallet) == [(100, micros("14.00"))]

    wallet.charge(a_bill(a_line("8.00")), at=NOW + timedelta(days=20))
    assert alerts(wallet) == [(80, micros("8.00"))]


def test_a_leap_over_both_shares_is_told_once_and_a_capture_counts():
    wallet, line = a_wallet(cash="100.00"), a_line("10.00")
    wallet.set_limits(Limits(month_micros=micros("10.00")), at=NOW)
    kept = hold(wallet, line)
    assert alerts(wallet) == []

    wallet.capture(kept.hold_id, at=NOW)

    assert alerts(wallet) == [(100, micros("10.00"))]


def test_a_limit_of_nothing_is_reached_by_the_first_cent_and_told_once():
    wallet = a_wallet(cash="100.00")
    wallet.set_limits(Limits(month_micros=0), at=NOW)
    wallet.credit_transfer(yuan("2.00"), reference="TT-2", occurred_at=NOW, at=NOW)
    assert alerts(wallet) == []

    wallet.charge(a_bill(a_line("0.01")), at=NOW)
    wallet.charge(a_bill(a_line("0.01")), at=NOW)

    assert alerts(wallet) == [(100, micros("0.01"))]


def test_new_limits_tell_anew_of_what_is_reached_and_the_same_limits_nothing():
    wallet = a_wallet(cash="10.00")
    wallet.charge(a_bill(a_line("9.00")), at=NOW)
    wallet.collect_events()

    wallet.set_limits(Limits(low_balance_micros=micros("2.00"), month_micros=micros("10.00")), at=NOW)
    assert alerts(wallet) == [("fell_low", micros("1.00")), (80, micros("9.00"))]
    wallet.set_limits(Limits(low_balance_micros=micros("2.00"), month_micros=micros("10.00")), at=NOW)
    assert topics(wallet) == []
    wallet.set_limits(Limits(low_balance_micros=micros("2.00"), month_micros=micros("9.00")), at=NOW)
    assert alerts(wallet) == [("fell_low", micros("1.00")), (100, micros("9.00"))]


def test_a_charge_by_a_clock_that_lags_does_not_bring_back_the_month_before():
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    wallet = a_wallet(cash="100.00")
    wallet.charge(a_bill(a_line("4.00")), at=midnight)

    wallet.charge(a_bill(a_line("1.00")), at=midnight - timedelta(microseconds=1))

    assert wallet.spending.in_month(midnight) == micros("4.00")
