"""Settlement reads what its neighbours publish, and asks the wallet as the wallet wants to be asked."""

import importlib

import msgspec
import pytest

from services.identity.events import PUBLISHED as IDENTITY
from services.kernel.eventstore import decode_state
from services.kernel.ids import derived_id, new_id
from services.kernel.schemas import dump, load
from services.settlement import policies as p
from services.settlement.events import PUBLISHED
from services.wallet import schemas as wallet
from services.wallet.events import PUBLISHED as WALLET


@pytest.mark.parametrize(("event", "name"), PUBLISHED.names.items(), ids=lambda item: str(item))
def test_every_published_fact_has_a_sample_that_decodes_and_encodes_to_itself(event, name):
    sample = PUBLISHED.samples[name]

    state = decode_state(event, msgspec.json.encode(sample))

    assert msgspec.json.decode(msgspec.json.encode(state)) == sample


@pytest.mark.parametrize(
    ("published", "name", "shape"),
    [
        (IDENTITY, "identity.account_opened.v1", p.AccountOpened),
        (WALLET, "wallet.charged.v1", p.Charged),
        (WALLET, "wallet.debt_cleared.v1", p.DebtCleared),
    ],
)
def test_what_we_follow_is_published_in_a_shape_that_we_can_read(published, name, shape):
    assert name in published.names.values()

    fact = msgspec.convert(published.samples[name], shape)

    assert isinstance(fact, shape)


def test_a_bill_that_billing_issues_is_one_that_we_can_collect():
    billing = importlib.import_module("services.billing.events").PUBLISHED

    bill = msgspec.convert(billing.samples["billing.bill_issued.v1"], p.BillIssued)

    assert bill.lines


def test_our_charge_is_a_charge_to_the_wallet():
    line = p.ChargeLine(line_id=new_id(), amount_micros=12_400_000, vouchers_may_pay=False)
    bill_id = new_id()
    asked = p.Charge(id=derived_id(bill_id, "charge"), account_id=new_id(), bill_id=bill_id, currency="CNY", lines=[line])

    understood = load(wallet.Charge, dump(asked))

    assert (understood.id, understood.family, understood.reason) == (asked.id, "billing_center", "daily_bill")
    assert dump(understood.lines[0]) == dump(line)


def test_our_charge_of_many_is_one_to_the_wallet():
    line = p.ChargeLine(line_id=new_id(), amount_micros=12_400_000, vouchers_may_pay=False)
    bills = [p.BillToCharge(bill_id=new_id(), currency="CNY", lines=[line]) for _ in range(p.AT_ONCE)]
    asked = p.ChargeMany(id=new_id(), account_id=new_id(), bills=bills)

    understood = load(wallet.ChargeMany, dump(asked))

    assert dump(understood) == {**dump(asked), "bills": [{**dump(bill), "vendor": None} for bill in bills]}


def test_our_question_about_a_charge_is_one_that_the_wallet_answers():
    bill_id = new_id()

    understood = load(wallet.ChargeOf, dump(p.ChargeOf(bill_id=bill_id)))

    assert understood.bill_id == bill_id


def test_the_wallets_answer_is_an_allocation_to_us():
    line_id, fund_id = new_id(), new_id()
    answer = wallet.ChargeView(
        bill_id=new_id(),
        taken=[wallet.TakenView(line_id=line_id, fund_id=fund_id, kind="discount_voucher", amount_micros=5)],
        owed=[wallet.RemainderView(line_id=line_id, amount_micros=7)],
        cloud=[],
        position=42,
    )

    allocation = msgspec.convert(dump(answer), p.Allocation)

    assert (allocation.taken[0].kind, allocation.taken[0].amount_micros, allocation.owed[0].amount_micros) == ("discount_voucher", 5, 7)


def test_the_wallets_answer_to_many_is_an_allocation_each_to_us():
    line_id = new_id()
    owed = [wallet.RemainderView(line_id=line_id, amount_micros=7)]
    answer = wallet.ChargesView(charges=[wallet.ChargeView(bill_id=new_id(), taken=[], owed=owed, cloud=[])])

    allocations = msgspec.convert(dump(answer), p.Allocations)

    assert [(rest.line_id, rest.amount_micros) for rest in allocations.charges[0].owed] == [(line_id, 7)]


@pytest.mark.parametrize("method", ["charge", "charge_many", "charge_of"])
def test_the_wallet_lets_settlement_ask(method):
    service = importlib.import_module("services.wallet.service").WalletService

    assert "settlement" in getattr(service, method).contract.callers
