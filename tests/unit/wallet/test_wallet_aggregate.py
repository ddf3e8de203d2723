"""What a wallet decides, and that a refusal leaves no trace."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import Refusal
from services.kernel.money import Money
from services.wallet.domain import Bill, CardTerms, VoucherBatch, VoucherCode, VoucherTerms, Wallet, years_after
from tests.support.wallets import NOW, YEAR, a_bill, a_line, a_wallet, give_voucher, micros, yuan


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def state_of(wallet: Wallet) -> tuple[object, ...]:
    return dict(wallet.funds), dict(wallet.debts), wallet.version


def test_a_wallet_is_found_by_its_account():
    account_id = uuid4()

    assert Wallet.open(account_id, "CNY", at=NOW).id == Wallet.open(account_id, "USD", at=NOW).id


def test_a_wallet_in_an_unknown_currency_is_refused():
    assert refused(Wallet.open, uuid4(), "EUR", at=NOW).code == "kernel.currency_is_unknown"


def test_a_transfer_becomes_cash():
    wallet = a_wallet(cash="100.00")

    assert wallet.cash_micros == micros("100.00")


def test_a_spent_fund_leaves_the_wallet():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "5.00")

    wallet.charge(a_bill(a_line("15.00")), at=NOW)

    assert wallet.funds == {}
    assert wallet.debts == {}


def test_a_fund_is_not_used_at_the_end_of_its_validity():
    wallet = a_wallet()
    give_voucher(wallet, "5.00", valid_until=NOW)

    allocation = wallet.charge(a_bill(a_line("5.00")), at=NOW)

    assert allocation.taken == []
    assert wallet.debt_micros == micros("5.00")
    assert wallet.funds_valid_at(NOW) == []


def test_what_is_lacking_becomes_debt_by_line():
    wallet = a_wallet(cash="1.00")
    logs, sms = a_line("3.00"), a_line("2.00", vouchers_may_pay=False)

    wallet.charge(bill := a_bill(logs, sms), at=NOW)

    owed = [(debt.line_id, debt.bill_id, debt.amount_micros, debt.vouchers_may_pay) for debt in wallet.debts.values()]
    assert owed == [(logs.line_id, bill.bill_id, micros("2.00"), True), (sms.line_id, bill.bill_id, micros("2.00"), False)]


def test_a_credit_pays_debts_oldest_first_and_says_when_they_are_gone():
    wallet = a_wallet()
    first, second = a_line("3.00"), a_line("2.00", vouchers_may_pay=False)
    wallet.charge(a_bill(first), at=NOW)
    wallet.charge(a_bill(second), at=NOW)
    wallet.collect_events()

    wallet.credit_transfer(yuan("4.00"), reference="TT-1", occurred_at=NOW, at=NOW)
    wallet.credit_transfer(yuan("4.00"), reference="TT-2", occurred_at=NOW, at=NOW)

    assert [type(fact).TOPIC for fact in wallet.collect_events()] == [
        "wallet.cash_credited",
        "wallet.cash_credited",
        "wallet.debt_cleared",
    ]
    assert wallet.cash_micros == micros("3.00")


def test_a_credit_where_nothing_is_owed_clears_nothing():
    wallet = a_wallet()

    wallet.credit_transfer(yuan("4.00"), reference="TT-1", occurred_at=NOW, at=NOW)
    give_voucher(wallet, "1.00")

    assert [type(fact).TOPIC for fact in wallet.collect_events()] == ["wallet.cash_credited", "wallet.voucher_activated"]


def test_a_debt_paid_in_part_keeps_its_place():
    wallet = a_wallet()
    sms, logs, more_logs = a_line("1.00", vouchers_may_pay=False), a_line("2.00"), a_line("2.00")
    wallet.charge(a_bill(sms, logs, more_logs), at=NOW)

    give_voucher(wallet, "1.00", at=NOW)

    assert [(debt.line_id, debt.amount_micros) for debt in wallet.debts.values()] == [
        (sms.line_id, micros("1.00")),
        (logs.line_id, micros("1.00")),
        (more_logs.line_id, micros("2.00")),
    ]


def test_a_voucher_beside_a_debt_it_may_not_pay_stays_whole():
    wallet = a_wallet()
    wallet.charge(a_bill(a_line("1.00", vouchers_may_pay=False)), at=NOW)

    voucher_id = give_voucher(wallet, "100.00", at=NOW)

    assert wallet.funds[voucher_id].amount_micros == micros("100.00")
    assert wallet.debt_micros == micros("1.00")


@pytest.mark.parametrize(
    ("price", "voucher"),
    [
        ("9900.00", None),
        ("10000.00", "1000.00"),
        ("29900.00", "1000.00"),
        ("30000.00", "5000.00"),
        ("99900.00", "5000.00"),
        ("100000.00", "20000.00"),
    ],
)
def test_tv_13_a_large_card_brings_a_discount_voucher(price, voucher):
    wallet = a_wallet(cash="100000.00")

    card, granted = wallet.buy_card(uuid4(), yuan(price), CardTerms(), at=NOW)

    assert card.amount_micros == micros(price)
    assert (granted and granted.amount_micros) == (voucher and micros(voucher))


def test_a_card_is_valid_for_three_years_and_its_voucher_for_one():
    wallet = a_wallet(cash="10000.00")

    card, granted = wallet.buy_card(uuid4(), yuan("10000.00"), CardTerms(), at=datetime(2028, 2, 29, 8, tzinfo=UTC))

    assert card.valid_until == datetime(2031, 2, 28, 8, tzinfo=UTC)
    assert granted is not None
    assert granted.valid_until == datetime(2029, 2, 28, 8, tzinfo=UTC)
    assert years_after(NOW, 3) == datetime(2029, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize("price", ["0.00", "99.99", "100.01", "150.00", "-100.00"])
def test_a_card_that_is_no_multiple_of_a_hundred_is_refused(price):
    wallet = a_wallet(cash="1000.00")
    before = state_of(wallet)

    refusal = refused(wallet.buy_card, uuid4(), yuan(price), CardTerms(), at=NOW)

    assert refusal.code == "wallet.card_amount_is_invalid"
    assert state_of(wallet) == before


def test_a_card_that_costs_more_than_the_cash_is_refused():
    wallet = a_wallet(cash="199.99")
    before = state_of(wallet)

    refusal = refused(wallet.buy_card, uuid4(), yuan("200.00"), CardTerms(), at=NOW)

    assert refusal.code == "wallet.cash_is_insufficient"
    assert refusal.details == {"required": "200.00", "available": "199.99"}
    assert state_of(wallet) == before


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(0, "CNY"), "wallet.amount_is_out_of_range"),
        (Money(-10_000, "CNY"), "wallet.amount_is_out_of_range"),
        (Money(100_000_000_010_000, "CNY"), "wallet.amount_is_out_of_range"),
        (Money(10_001, "CNY"), "kernel.amount_is_too_fine"),
        (Money(1_000_000, "USD"), "kernel.currency_differs"),
    ],
)
def test_a_transfer_that_cannot_be_booked_is_refused(amount, code):
    wallet = a_wallet()
    before = state_of(wallet)

    refusal = refused(wallet.credit_transfer, amount, reference="TT-1", occurred_at=NOW, at=NOW)

    assert refusal.code == code
    assert state_of(wallet) == before


def test_a_transfer_that_has_not_arrived_is_refused():
    refusal = refused(a_wallet().credit_transfer, yuan("1.00"), reference="TT-1", occurred_at=NOW + timedelta(microseconds=1), at=NOW)

    assert refusal.code == "wallet.transfer_is_in_the_future"


def test_a_bill_in_another_currency_is_refused():
    refusal = refused(a_wallet().charge, Bill(uuid4(), "USD", [a_line("1.00")]), at=NOW)

    assert refusal.code == "kernel.currency_differs"


def test_a_bill_that_names_a_line_twice_is_refused():
    line = a_line("1.00")

    assert refused(a_wallet().charge, a_bill(line, line), at=NOW).code == "wallet.line_is_repeated"


def test_a_line_that_is_already_owed_is_refused():
    wallet, line = a_wallet(), a_line("1.00")
    wallet.charge(a_bill(line), at=NOW)
    before = state_of(wallet)

    assert refused(wallet.charge, a_bill(line), at=NOW).code == "wallet.line_is_repeated"
    assert state_of(wallet) == before


@pytest.mark.parametrize(("family", "vendor"), [("cloud", None), ("billing_center", "aws")])
def test_a_cloud_charge_names_its_vendor_and_no_other_charge_does(family, vendor):
    refusal = refused(a_wallet().charge, a_bill(a_line("1.00"), family=family, vendor=vendor), at=NOW)

    assert refusal.code == "wallet.cloud_vendor_differs"


def terms(*, amount: str = "20.00", valid_until: datetime = NOW + YEAR) -> VoucherTerms:
    return VoucherTerms("voucher", yuan(amount), valid_until, "welcome")


def test_a_code_is_redeemed_once():
    code = VoucherCode.issue(uuid4(), terms(), batch_id=uuid4(), at=NOW)

    code.redeem(uuid4(), at=NOW)

    assert refused(code.redeem, uuid4(), at=NOW).code == "wallet.voucher_is_used"


def test_a_code_is_not_redeemed_at_the_end_of_its_validity():
    code = VoucherCode.issue(uuid4(), terms(valid_until=NOW + YEAR), batch_id=uuid4(), at=NOW)

    assert refused(code.redeem, uuid4(), at=NOW + YEAR).code == "wallet.voucher_is_expired"
    assert code.redeemed_by is None


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (terms(amount="0.00"), "wallet.amount_is_out_of_range"),
        (terms(amount="0.015"), "kernel.amount_is_too_fine"),
        (terms(valid_until=NOW), "wallet.validity_is_over"),
    ],
)
def test_vouchers_that_nobody_could_use_are_not_issued(of, code):
    assert refused(VoucherBatch.issue, uuid4(), of, count=1, at=NOW).code == code


def test_a_voucher_in_another_currency_is_refused():
    wallet = a_wallet(currency="USD")

    refusal = refused(wallet.activate_voucher, uuid4(), terms(), batch_id=uuid4(), at=NOW)

    assert refusal.code == "kernel.currency_differs"
