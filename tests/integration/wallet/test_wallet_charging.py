"""Bills are charged: in order, once, and what is refused leaves no trace."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest

from services.kernel.errors import NotFound, Refusal
from services.kernel.ids import new_id
from services.wallet.schemas import ChargeOf, ListPayments
from tests.support.wallet_rooms import line
from tests.support.wallets import micros, yuan


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def test_tv_23_a_bill_is_paid_in_the_deduction_order_and_the_rest_is_owed(customer):
    customer.transfers("102.00")
    customer.has_a_voucher("5.00")
    customer.has_a_voucher("4.00", kind="discount_voucher")
    customer.buys_a_card("100.00")
    normal, sms = line("110.40"), line("1.00", vouchers_may_pay=False)

    split = customer.is_charged(normal, sms)

    assert [(share.line_id, share.kind, share.amount_micros) for share in split.taken] == [
        (normal.line_id, "voucher", micros("5.00")),
        (normal.line_id, "discount_voucher", micros("4.00")),
        (normal.line_id, "card", micros("100.00")),
        (normal.line_id, "cash", micros("1.40")),
        (sms.line_id, "cash", micros("0.60")),
    ]
    assert [(rest.line_id, rest.amount_micros) for rest in split.owed] == [(sms.line_id, micros("0.40"))]
    balance = customer.balance()
    assert (balance.cash, balance.vouchers, balance.cards) == (yuan("0.00"), yuan("0.00"), yuan("0.00"))
    assert (balance.debt, balance.card_balance, balance.is_in_arrears) == (yuan("0.40"), yuan("-0.40"), True)


def test_tv_24_a_voucher_beside_a_debt_it_may_not_pay_does_not_end_the_arrears(customer):
    customer.has_a_voucher("100.00")

    customer.is_charged(line("1.00", vouchers_may_pay=False))

    balance = customer.balance()
    assert (balance.vouchers, balance.debt, balance.is_in_arrears) == (yuan("100.00"), yuan("1.00"), True)


def test_tv_25_with_cloud_settlement_cash_and_debt_are_never_touched(customer):
    customer.transfers("150.00")
    customer.has_a_voucher("5.00")
    customer.buys_a_card("100.00")

    split = customer.is_charged(line("107.00"), line("2.00", vouchers_may_pay=False), family="cloud", vendor="aliyun")

    assert [(share.kind, share.amount_micros) for share in split.taken] == [("voucher", micros("5.00")), ("card", micros("100.00"))]
    assert [rest.amount_micros for rest in split.cloud] == [micros("2.00"), micros("2.00")]
    assert customer.balance().cash == yuan("50.00")


def test_a_credit_pays_the_debt_and_the_fund_that_paid_each_line_is_known(customer):
    logs = line("30.00")
    bill = customer.is_charged(logs).bill_id

    answer = customer.transfers("100.00")

    assert (answer.repaid, answer.cash, answer.debt) == (yuan("30.00"), yuan("70.00"), yuan("0.00"))
    (payment,) = customer.room.list_payments(ListPayments(account_id=customer.account_id, bill_id=bill)).items
    assert (payment.line_id, payment.kind, payment.amount, payment.paid) == (logs.line_id, "cash", yuan("30.00"), "as_debt")
    assert customer.room.list_payments(ListPayments(account_id=customer.account_id, fund_id=payment.fund_id)).items == [payment]


def test_a_repeated_charge_gets_the_first_answer_and_changes_nothing(customer, ledger):
    customer.transfers("10.00")
    command = customer.a_charge(line("3.00"))
    first = customer.room.charge(command)
    before = ledger.bytes()

    assert customer.room.charge(command) == first
    assert customer.room.charge_of(ChargeOf(bill_id=command.bill_id)) == replace(first, position=ledger.head())
    assert ledger.bytes() == before


def test_a_second_charge_of_a_bill_by_another_command_is_refused(customer, ledger):
    customer.transfers("10.00")
    bill_id = uuid4()
    customer.is_charged(line("3.00"), bill_id=bill_id)
    before = ledger.bytes()

    refusal = refused(customer.is_charged, line("3.00"), bill_id=bill_id)

    assert refusal.code == "wallet.bill_is_charged"
    assert ledger.bytes() == before


def test_a_bill_that_is_partly_owed_is_charged_too(customer, ledger):
    owed, bill_id = line("3.00"), uuid4()
    customer.is_charged(owed, bill_id=bill_id)
    before = ledger.bytes()

    assert refused(customer.is_charged, owed, bill_id=bill_id).code == "wallet.bill_is_charged"
    assert refused(customer.is_charged, owed).code == "wallet.line_is_repeated"
    assert ledger.bytes() == before


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_dry_run_refuses_what_the_execution_would(customer, ledger, dry_run):
    bill_id = uuid4()
    customer.transfers("10.00", reference="TT-1")
    customer.is_charged(line("3.00"), bill_id=bill_id)
    before = ledger.bytes()

    assert refused(customer.is_charged, line("3.00"), bill_id=bill_id, dry_run=dry_run).code == "wallet.bill_is_charged"
    assert refused(customer.transfers, "10.00", reference="TT-1", dry_run=dry_run).code == "wallet.transfer_is_credited"
    assert ledger.bytes() == before


def test_a_bill_charged_to_one_wallet_cannot_be_charged_to_another(customer, make_customer, ledger):
    bill_id = uuid4()
    customer.is_charged(line("3.00"), bill_id=bill_id)
    other = make_customer()
    before = ledger.bytes()

    assert refused(other.is_charged, line("3.00"), bill_id=bill_id).code == "wallet.bill_is_charged"
    assert ledger.bytes() == before


def test_a_dry_run_foretells_the_charge_and_leaves_no_trace(customer, ledger):
    customer.transfers("10.00")
    first, second, bill_id = line("8.00"), line("8.00"), uuid4()
    before = ledger.bytes()

    foretold = customer.is_charged(first, second, bill_id=bill_id, dry_run=True)

    assert ledger.bytes() == before
    split = customer.is_charged(first, second, bill_id=bill_id)
    assert split == foretold


def test_a_bill_of_nothing_is_charged_once_like_any_other(customer):
    bill_id = uuid4()

    assert customer.is_charged(line("0.00"), bill_id=bill_id).taken == []
    assert refused(customer.is_charged, bill_id=bill_id).code == "wallet.bill_is_charged"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"currency": "USD"}, "kernel.currency_differs"),
        ({"family": "cloud"}, "wallet.cloud_vendor_differs"),
        ({"vendor": "aws"}, "wallet.cloud_vendor_differs"),
    ],
)
def test_a_charge_that_makes_no_sense_leaves_no_trace(customer, ledger, fields, code):
    customer.transfers("10.00")
    command, before = replace(customer.a_charge(line("1.00")), **fields), ledger.bytes()

    assert refused(customer.room.charge, command).code == code
    assert ledger.bytes() == before


def test_how_an_unknown_bill_was_charged_is_not_found(room):
    assert isinstance(refused(room.charge_of, ChargeOf(bill_id=uuid4())), NotFound)


def test_charges_at_once_on_one_wallet_take_each_cent_once(customer, ledger):
    customer.transfers("10.00")
    commands = [customer.a_charge(line("0.30")) for _ in range(40)]

    with ThreadPoolExecutor(16) as threads:
        splits = list(threads.map(customer.room.charge, commands))

    assert sum(share.amount_micros for split in splits for share in split.taken) == micros("10.00")
    assert sum(rest.amount_micros for split in splits for rest in split.owed) == micros("2.00")
    assert (customer.balance().cash, customer.balance().debt) == (yuan("0.00"), yuan("2.00"))
    assert ledger.journal_sum() == 0


def test_one_bill_charged_at_once_by_many_commands_is_charged_once(customer, ledger):
    customer.transfers("10.00")
    bill_id = uuid4()
    commands = [customer.a_charge(line("1.00"), bill_id=bill_id) for _ in range(24)]

    def attempt(command):
        try:
            return customer.room.charge(command)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(attempt, commands))

    assert sorted(map(str, outcomes))[-23:] == ["wallet.bill_is_charged"] * 23
    assert customer.balance().cash == yuan("9.00")
    assert ledger.journal_sum() == 0


def test_one_command_sent_many_times_at_once_takes_effect_once(customer):
    customer.transfers("10.00")
    command = customer.a_charge(line("1.00"))

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(customer.room.charge, [command] * 24))

    assert all(answer == answers[0] for answer in answers)
    assert customer.balance().cash == yuan("9.00")


def test_one_transfer_credited_at_once_to_many_wallets_is_credited_once(make_customer):
    customers = [make_customer() for _ in range(12)]

    def attempt(customer):
        try:
            customer.transfers("10.00", reference="TT-RACE", id=new_id())
        except Refusal as refusal:
            return refusal.code
        return "credited"

    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(attempt, customers))

    assert sorted(outcomes) == ["credited"] + ["wallet.transfer_is_credited"] * 11
    assert sum(customer.balance().cash.amount_micros for customer in customers) == micros("10.00")


def test_one_code_redeemed_at_once_by_many_becomes_one_fund(customer, make_customer):
    code, customers = customer.is_given_a_code("20.00"), [make_customer() for _ in range(16)]

    def attempt(customer):
        try:
            customer.activates(code)
        except Refusal as refusal:
            return refusal.code
        return "activated"

    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(attempt, customers))

    assert sorted(outcomes) == ["activated"] + ["wallet.voucher_is_used"] * 15


def test_two_processes_that_charge_one_wallet_lose_nothing(customer, start_room, ledger):
    customer.transfers("10.00")
    other = start_room()
    commands = [customer.a_charge(line("0.30")) for _ in range(40)]

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda numbered: (customer.room, other)[numbered[0] % 2].charge(numbered[1]), enumerate(commands)))

    assert (customer.balance().cash, customer.balance().debt) == (yuan("0.00"), yuan("2.00"))
    assert ledger.journal_sum() == 0
