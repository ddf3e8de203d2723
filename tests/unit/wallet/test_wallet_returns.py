"""A negative adjustment: what is owed is forgiven first, then what paid gets it back, the last first (decision 18)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest

from services.wallet.allocation import Demand
from services.wallet.domain import CloudShare, Debt, PaidShare, Return
from tests.support.wallets import NOW, a_bill, a_line, a_wallet, give_card, give_voucher, micros, refused, state_of, topics

LATER = NOW + timedelta(days=10)


class Paid:
    """A wallet after a bill of one line, and how that was paid: a voucher of 2.00, a card of 100.00, cash of 3.00, then it owes."""

    def __init__(self, amount: str, *, valid_until=NOW + timedelta(days=300)):
        self.wallet, self.line = a_wallet(cash="3.00"), a_line(amount)
        give_card(self.wallet, "100.00")
        give_voucher(self.wallet, "2.00", valid_until=valid_until)
        funds = {**self.wallet.funds}
        self.bill = a_bill(self.line)
        taken = self.wallet.charge(self.bill, at=NOW).taken
        self.paid = [PaidShare(share.line_id, funds[share.fund_id], share.amount_micros) for share in taken]
        self.wallet.collect_events()

    def due(self, amount: str, *, paid: list[PaidShare] | None = None, cloud: Sequence[CloudShare] = (), **fields) -> Return:
        line = Demand(self.line.line_id, micros(amount), True)
        return Return(uuid4(), self.bill.bill_id, "CNY", [line], self.paid if paid is None else paid, [*cloud], **fields)

    def left(self) -> dict[str, int]:
        left = dict.fromkeys(("voucher", "card", "cash"), 0)
        for fund in self.wallet.funds.values():
            left[fund.kind] += fund.amount_micros
        return left


@pytest.mark.parametrize(
    ("amount", "debt", "voucher", "card", "cash"),
    [
        ("1.00", "4.00", "0.00", "0.00", "0.00"),
        ("5.00", "0.00", "0.00", "0.00", "0.00"),
        ("6.00", "0.00", "0.00", "0.00", "1.00"),
        ("8.50", "0.00", "0.00", "0.50", "3.00"),
        ("109.00", "0.00", "1.00", "100.00", "3.00"),
        ("110.00", "0.00", "2.00", "100.00", "3.00"),
    ],
)
def test_debt_is_forgiven_first_and_the_last_that_paid_gets_back_first(amount, debt, voucher, card, cash):
    case = Paid("110.00")
    assert case.wallet.debt_micros == micros("5.00")

    case.wallet.give_back(case.due(amount), at=LATER)

    assert case.wallet.debt_micros == micros(debt)
    assert case.left() == {"voucher": micros(voucher), "card": micros(card), "cash": micros(cash)}
    assert topics(case.wallet) == ["wallet.charge_returned", *(["wallet.debt_cleared"] if debt == "0.00" else [])]


def test_a_later_payment_of_the_debt_gets_back_before_an_earlier_one():
    case = Paid("110.00")
    gift = give_card(case.wallet, "200.00", at=NOW)
    received = case.wallet.funds[gift]
    paid = [*case.paid, PaidShare(case.line.line_id, received, micros("5.00"))]

    split = case.wallet.give_back(case.due("6.00", paid=paid), at=LATER)

    assert [(share.fund_id, share.amount_micros) for share in split.taken_back] == [
        (gift, micros("5.00")),
        (case.wallet.cash_id, micros("1.00")),
    ]
    assert case.wallet.funds[gift].amount_micros == micros("200.00")


def test_what_a_fund_that_has_ended_paid_comes_as_a_voucher_of_thirty_days():
    case = Paid("4.00", valid_until=LATER)

    split = case.wallet.give_back(case.due("4.00"), at=LATER)

    assert split.granted is not None
    assert (split.granted.kind, split.granted.amount_micros) == ("voucher", micros("2.00"))
    assert (split.granted.activated_at, split.granted.valid_until) == (LATER, LATER + timedelta(days=30))
    assert [(fund.kind, fund.amount_micros) for fund in split.credited] == [("card", micros("2.00"))]


def test_a_moment_before_its_end_a_fund_gets_back_what_it_paid():
    case = Paid("2.00", valid_until=LATER)

    split = case.wallet.give_back(case.due("2.00"), at=LATER - timedelta(microseconds=1))

    assert (split.granted, [fund.valid_until for fund in split.credited]) == (None, [LATER])


def test_a_fund_that_was_spent_is_there_again_with_its_own_terms():
    case = Paid("2.00")
    voucher = case.paid[0].fund
    assert voucher.fund_id not in case.wallet.funds

    case.wallet.give_back(case.due("2.00"), at=LATER)

    assert case.wallet.funds[voucher.fund_id] == voucher


@pytest.mark.parametrize(("amount", "lacking"), [("110.01", "0.01"), ("200.00", "90.00")])
def test_more_than_was_paid_or_owed_is_not_given_back(amount, lacking):
    case = Paid("110.00")
    before = state_of(case.wallet)

    refusal = refused(case.wallet.give_back, case.due(amount), at=LATER)

    assert (refusal.code, refusal.details["lacking"]) == ("wallet.return_is_too_large", lacking)
    assert state_of(case.wallet) == before


def test_the_debt_of_another_bill_is_not_forgiven():
    case = Paid("3.00")
    case.wallet.charge(a_bill(a_line("200.00")), at=NOW)
    other = case.wallet.debt_micros

    refusal = refused(case.wallet.give_back, case.due("3.01"), at=LATER)

    assert refusal.code == "wallet.return_is_too_large"
    assert case.wallet.debt_micros == other


def test_what_comes_back_pays_other_debts_at_once():
    case = Paid("105.00")
    case.wallet.charge(a_bill(other := a_line("7.00", vouchers_may_pay=False)), at=NOW)
    case.wallet.collect_events()

    case.wallet.give_back(case.due("4.00"), at=LATER)

    assert case.wallet.debts == {other.line_id: Debt(other.line_id, micros("3.00"), False, case.wallet.debts[other.line_id].bill_id)}
    assert case.left() == {"voucher": 0, "card": 0, "cash": 0}
    assert topics(case.wallet) == ["wallet.charge_returned"]


def test_a_voucher_that_comes_back_leaves_a_debt_it_may_not_pay():
    case = Paid("2.00")
    case.wallet.charge(a_bill(a_line("110.00", vouchers_may_pay=False)), at=NOW)

    case.wallet.give_back(case.due("2.00"), at=LATER)

    assert (case.left()["voucher"], case.wallet.debt_micros) == (micros("2.00"), micros("7.00"))


def test_what_comes_back_to_a_frozen_fund_pays_nothing():
    case = Paid("4.00")
    card = case.paid[1].fund
    case.wallet.freeze(card.fund_id, reason="stolen", at=NOW)
    case.wallet.charge(a_bill(a_line("10.00")), at=NOW)
    owed = case.wallet.debt_micros

    case.wallet.give_back(case.due("2.00"), at=LATER)

    assert (case.wallet.debt_micros, case.left()["card"]) == (owed, micros("100.00"))


def test_what_the_cloud_pays_is_credited_there_before_funds_get_back():
    case = Paid("2.00")

    split = case.wallet.give_back(case.due("7.00", cloud=[CloudShare(case.line.line_id, micros("6.00"))], vendor="aws"), at=LATER)

    assert [rest.amount_micros for rest in split.cloud] == [micros("6.00")]
    assert [share.amount_micros for share in split.taken_back] == [micros("1.00")]


def test_a_return_in_another_currency_or_of_a_line_twice_is_refused():
    case = Paid("2.00")
    line = Demand(case.line.line_id, 1, True)
    in_dollars = Return(uuid4(), case.bill.bill_id, "USD", [line], case.paid, [])
    twice = Return(uuid4(), case.bill.bill_id, "CNY", [line, line], case.paid, [])

    assert refused(case.wallet.give_back, in_dollars, at=LATER).code == "kernel.currency_differs"
    assert refused(case.wallet.give_back, twice, at=LATER).code == "wallet.line_is_repeated"


def test_a_return_lowers_what_the_month_has_spent_and_not_below_nothing():
    case = Paid("4.00")
    assert case.wallet.spending.in_month(NOW) == micros("4.00")

    case.wallet.give_back(case.due("3.00"), at=NOW)
    assert case.wallet.spending.in_month(NOW) == micros("1.00")

    december = NOW + timedelta(days=20)
    case.wallet.give_back(case.due("1.00", paid=case.paid[:1]), at=december)
    assert case.wallet.spending.in_month(december) == 0
