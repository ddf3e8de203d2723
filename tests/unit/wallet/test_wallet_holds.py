"""What is kept apart: in full or not at all, captured once, and free again when it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.wallet.domain import CardTerms, Limits
from tests.support.wallets import (
    NOW,
    a_bill,
    a_line,
    a_wallet,
    an_order,
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


def test_what_is_held_is_still_there_and_not_usable():
    wallet = a_wallet(cash="10.00")

    hold(wallet, a_line("4.00"))

    assert (wallet.cash_micros, wallet.held_micros, wallet.usable_micros(NOW)) == (micros("10.00"), micros("4.00"), micros("6.00"))
    assert topics(wallet) == ["wallet.funds_reserved"]


def test_a_bill_is_not_paid_with_what_is_held():
    wallet = a_wallet(cash="10.00")
    hold(wallet, a_line("4.00"))

    wallet.charge(a_bill(a_line("7.00")), at=NOW)

    assert (wallet.cash_micros, wallet.debt_micros) == (micros("4.00"), micros("1.00"))


def test_an_order_is_held_from_the_chosen_kinds_in_deduction_order():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "3.00")
    give_card(wallet, "100.00")
    normal, restricted = a_line("4.00"), a_line("2.00", vouchers_may_pay=False)

    kept = hold(wallet, normal, restricted, kinds=["voucher", "cash"])

    assert [(share.line_id, share.kind, share.amount_micros) for share in kept.shares] == [
        (normal.line_id, "voucher", micros("3.00")),
        (normal.line_id, "cash", micros("1.00")),
        (restricted.line_id, "cash", micros("2.00")),
    ]


def test_an_order_is_held_in_full_or_not_at_all():
    wallet = a_wallet(cash="9.99")
    give_card(wallet, "100.00")
    before = state_of(wallet)

    refusal = refused(hold, wallet, a_line("10.00"), kinds=["cash"])

    assert refusal.code == "wallet.funds_are_insufficient"
    assert refusal.details == {"required": "10.00", "available": "9.99"}
    assert state_of(wallet) == before


def test_what_is_held_cannot_be_held_again():
    wallet = a_wallet(cash="10.00")
    hold(wallet, a_line("6.00"))

    assert refused(hold, wallet, a_line("4.01")).details == {"required": "4.01", "available": "4.00"}


@pytest.mark.parametrize(
    ("lines", "fields", "code"),
    [
        (["0.00"], {}, "wallet.order_is_empty"),
        ([], {}, "wallet.order_is_empty"),
        (["1.00"], {"expires_at": NOW}, "wallet.validity_is_over"),
        (["1.00"], {"currency": "USD"}, "kernel.currency_differs"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(lines, fields, code):
    wallet = a_wallet(cash="10.00")
    before = state_of(wallet)

    assert refused(hold, wallet, *(a_line(amount) for amount in lines), **fields).code == code
    assert state_of(wallet) == before


def test_an_order_that_names_a_line_twice_is_refused():
    line = a_line("1.00")

    assert refused(hold, a_wallet(cash="10.00"), line, line).code == "wallet.line_is_repeated"


def test_a_wallet_keeps_a_hundred_holds_at_most():
    wallet = a_wallet(cash="200.00")
    holds = [hold(wallet, a_line("1.00")) for _ in range(100)]

    assert refused(hold, wallet, a_line("1.00")).code == "wallet.too_many_holds"
    wallet.release(holds[0].hold_id, at=NOW)
    hold(wallet, a_line("1.00"))


def test_a_hold_ends_with_the_first_fund_in_it_that_ends():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "1.00", valid_until=NOW + HOUR)

    kept = hold(wallet, a_line("2.00"), expires_at=NOW + 2 * HOUR)

    assert kept.expires_at == NOW + HOUR


def test_a_captured_hold_is_spent_and_over():
    wallet = a_wallet(cash="10.00")
    kept = hold(wallet, a_line("4.00"))

    taken, repaid = wallet.capture(kept.hold_id, at=NOW)

    assert ([share.amount_micros for share in taken], repaid) == ([micros("4.00")], [])
    assert (wallet.cash_micros, wallet.held_micros) == (micros("6.00"), 0)


@pytest.mark.parametrize("again", ["capture", "release"])
@pytest.mark.parametrize("first", ["capture", "release"])
def test_a_hold_ends_once(first, again):
    wallet = a_wallet(cash="10.00")
    kept = hold(wallet, a_line("4.00"))
    getattr(wallet, first)(kept.hold_id, at=NOW)
    before = state_of(wallet)

    assert refused(getattr(wallet, again), kept.hold_id, at=NOW).code == "wallet.hold_is_over"
    assert state_of(wallet) == before


def test_a_hold_is_captured_in_part_line_by_line_the_first_fund_first():
    wallet = a_wallet(cash="10.00")
    voucher_id = give_voucher(wallet, "3.00")
    logs, traces, sms = a_line("5.00"), a_line("1.00"), a_line("2.00")
    kept = hold(wallet, logs, traces, sms)

    taken, _ = wallet.capture(kept.hold_id, amounts={logs.line_id: micros("3.50"), sms.line_id: micros("2.00")}, at=NOW)

    assert [(share.line_id, share.kind, share.amount_micros) for share in taken] == [
        (logs.line_id, "voucher", micros("3.00")),
        (logs.line_id, "cash", micros("0.50")),
        (sms.line_id, "cash", micros("2.00")),
    ]
    assert voucher_id not in wallet.funds
    assert (wallet.cash_micros, wallet.held_micros) == (micros("7.50"), 0)


@pytest.mark.parametrize(("amount", "code"), [(micros("4.00") + 1, "wallet.capture_is_too_large"), (-1, "wallet.amount_is_out_of_range")])
def test_not_more_is_captured_than_was_held_and_not_less_than_nothing(amount, code):
    wallet, line = a_wallet(cash="10.00"), a_line("4.00")
    kept = hold(wallet, line)
    before = state_of(wallet)

    assert refused(wallet.capture, kept.hold_id, amounts={line.line_id: amount}, at=NOW).code == code
    assert state_of(wallet) == before


def test_a_line_that_was_not_held_is_not_captured():
    wallet = a_wallet(cash="10.00")
    kept = hold(wallet, a_line("4.00"))

    assert refused(wallet.capture, kept.hold_id, amounts={uuid4(): 1}, at=NOW).details["held"] == "0.00"


def test_a_hold_can_be_captured_up_to_its_end_and_not_at_it():
    late, in_time = a_wallet(cash="10.00"), a_wallet(cash="10.00")
    kept_late, kept = hold(late, a_line("4.00"), expires_at=NOW + HOUR), hold(in_time, a_line("4.00"), expires_at=NOW + HOUR)

    in_time.capture(kept.hold_id, at=NOW + HOUR - INSTANT)

    assert in_time.cash_micros == micros("6.00")
    assert refused(late.capture, kept_late.hold_id, at=NOW + HOUR).code == "wallet.hold_is_over"
    late.come_to(NOW + HOUR)
    assert late.usable_micros(NOW + HOUR) == micros("10.00")


def test_a_hold_that_ends_by_itself_says_when():
    wallet = a_wallet(cash="10.00")
    hold(wallet, a_line("4.00"), expires_at=NOW + HOUR)
    wallet.collect_events()

    wallet.come_to(NOW + 5 * HOUR)

    (released,) = wallet.collect_events()
    assert (released.cause, released.occurred_at) == ("expired", NOW + HOUR)


@pytest.mark.parametrize("freed_by", ["release", "capture", "time"])
def test_freed_cash_pays_the_debt_that_came_meanwhile(freed_by):
    wallet, logs = a_wallet(cash="10.00"), a_line("10.00")
    kept = hold(wallet, logs)
    wallet.charge(a_bill(a_line("3.00")), at=NOW)
    wallet.collect_events()

    if freed_by == "release":
        wallet.release(kept.hold_id, at=NOW)
    elif freed_by == "capture":
        wallet.capture(kept.hold_id, amounts={logs.line_id: micros("2.00")}, at=NOW)
    else:
        wallet.come_to(NOW + HOUR)

    spent = micros("2.00") if freed_by == "capture" else 0
    assert (wallet.cash_micros, wallet.debts) == (micros("7.00") - spent, {})
    assert topics(wallet)[-1] == "wallet.debt_cleared"


def test_a_capture_of_everything_leaves_the_debt_that_came_meanwhile():
    wallet = a_wallet(cash="10.00")
    kept = hold(wallet, a_line("10.00"))
    wallet.charge(a_bill(a_line("3.00")), at=NOW)

    wallet.capture(kept.hold_id, at=NOW)

    assert (wallet.cash_micros, wallet.debt_micros) == (0, micros("3.00"))


def test_a_frozen_fund_in_a_hold_is_neither_captured_nor_does_it_pay_debts_when_freed():
    wallet = a_wallet()
    card_id = give_card(wallet, "100.00")
    kept = hold(wallet, a_line("100.00"))
    wallet.freeze(card_id, reason="stolen", at=NOW)
    wallet.charge(a_bill(a_line("3.00")), at=NOW)
    before = state_of(wallet)

    assert refused(wallet.capture, kept.hold_id, at=NOW).code == "wallet.fund_is_frozen"
    assert state_of(wallet) == before
    assert wallet.release(kept.hold_id, at=NOW) == []
    assert wallet.debt_micros == micros("3.00")
    assert [share.amount_micros for share in wallet.unfreeze(card_id, reason="found", at=NOW)] == [micros("3.00")]


def test_a_part_of_a_hold_that_needs_no_frozen_fund_is_captured():
    wallet, first, second = a_wallet(cash="5.00"), a_line("2.00"), a_line("5.00", vouchers_may_pay=False)
    voucher_id = give_voucher(wallet, "2.00")
    kept = hold(wallet, first, second)
    wallet.freeze(voucher_id, reason="stolen", at=NOW)

    wallet.capture(kept.hold_id, amounts={second.line_id: micros("5.00")}, at=NOW)

    assert (wallet.cash_micros, wallet.funds[voucher_id].amount_micros) == (0, micros("2.00"))


# -- refunds


def test_held_cash_is_paid_out_once():
    wallet, operator = a_wallet(cash="10.00"), uuid4()
    kept = hold(wallet, a_line("4.00"), purpose="refund")

    assert wallet.refund(kept.hold_id, reference="OUT-1", by_member_id=operator, at=NOW) == micros("4.00")

    assert wallet.cash_micros == micros("6.00")
    assert refused(wallet.refund, kept.hold_id, reference="OUT-2", by_member_id=operator, at=NOW).code == "wallet.hold_is_over"


def test_cards_and_vouchers_are_never_paid_out():
    wallet = a_wallet(cash="10.00")
    give_card(wallet, "100.00")
    give_voucher(wallet, "100.00")

    refusal = refused(hold, wallet, a_line("10.01"), purpose="refund")

    assert refusal.details == {"required": "10.01", "available": "10.00"}


@pytest.mark.parametrize("purpose", ["order", "refund"])
def test_what_is_held_for_a_refund_is_not_captured_and_what_is_held_for_an_order_is_not_paid_out(purpose):
    wallet = a_wallet(cash="10.00")
    kept = hold(wallet, a_line("4.00"), purpose=purpose)
    before = state_of(wallet)

    if purpose == "refund":
        refusal = refused(wallet.capture, kept.hold_id, at=NOW)
    else:
        refusal = refused(wallet.refund, kept.hold_id, reference="OUT-1", by_member_id=uuid4(), at=NOW)

    assert refusal.code == "wallet.hold_is_over"
    assert state_of(wallet) == before


# -- the limit of a month


def test_an_order_beyond_the_months_limit_is_refused_and_a_bill_is_not():
    wallet = a_wallet(cash="100.00")
    wallet.set_limits(Limits(month_micros=micros("10.00")), at=NOW)
    wallet.charge(a_bill(a_line("3.00")), at=NOW)
    hold(wallet, a_line("5.00"))
    before = state_of(wallet)

    refusal = refused(hold, wallet, a_line("2.01"))

    assert refusal.code == "wallet.spending_limit_is_reached"
    assert refusal.details == {"limit": "10.00", "spent": "8.00", "required": "2.01"}
    assert state_of(wallet) == before
    hold(wallet, a_line("2.00"))
    hold(wallet, a_line("50.00"), purpose="refund")
    wallet.charge(a_bill(a_line("20.00")), at=NOW)
    assert wallet.debt_micros == 0


def test_a_new_month_leaves_room_again():
    wallet, december = a_wallet(cash="100.00"), NOW + timedelta(days=20)
    wallet.set_limits(Limits(month_micros=micros("10.00")), at=NOW)
    wallet.charge(a_bill(a_line("10.00")), at=NOW)

    assert refused(hold, wallet, a_line("0.01")).code == "wallet.spending_limit_is_reached"
    wallet.reserve(uuid4(), an_order(a_line("10.00")), expires_at=december + HOUR, at=december)


def test_what_is_refused_of_a_wallet_with_ends_to_book_leaves_only_their_booking():
    wallet = a_wallet(cash="10.00")
    hold(wallet, a_line("4.00"), expires_at=NOW + HOUR)
    wallet.collect_events()

    refusal = refused(hold, wallet, a_line("11.00"), at=NOW + HOUR, expires_at=NOW + 2 * HOUR)

    assert refusal.details["available"] == "10.00"
    assert topics(wallet) == ["wallet.funds_released"]


def test_a_card_is_not_bought_with_what_is_held():
    wallet = a_wallet(cash="100.00")
    hold(wallet, a_line("0.01"))

    assert refused(wallet.buy_card, uuid4(), yuan("100.00"), CardTerms(), at=NOW).details["available"] == "99.99"
