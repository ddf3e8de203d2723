"""Many bills of one wallet in one command: exactly as one after the other, all or none, each once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.errors import InvalidInput, NotFound, Refusal
from services.kernel.ids import new_id
from services.kernel.schemas import dump, load
from services.wallet.schemas import BillToCharge, ChargeLine, ChargeMany, ChargesView, ChargeView, ListPayments
from tests.support.wallet_rooms import Customer, line
from tests.support.wallets import NOW, micros, yuan

amounts = st.one_of(st.integers(0, 3 * 10**6), st.integers(0, 200 * 10**6))
demands = st.lists(st.tuples(amounts, st.booleans()), max_size=4)
bills_asked = st.lists(st.tuples(demands, st.sampled_from([None, None, "aliyun"])), min_size=1, max_size=6)
cents = st.integers(1, 30_000).map(lambda amount: f"{amount // 100}.{amount % 100:02}")


def a_bill(*lines: ChargeLine, currency: str = "CNY", **fields: Any) -> BillToCharge:
    return BillToCharge(bill_id=uuid4(), currency=currency, lines=[*lines], **fields)


def many(customer: Customer, *bills: BillToCharge, id: UUID | None = None, **fields: Any) -> ChargeMany:
    return ChargeMany(id=id or new_id(), account_id=customer.account_id, bills=[*bills], **fields)


def are_charged(customer: Customer, *bills: BillToCharge, **fields: Any) -> list[ChargeView]:
    return customer.room.charge_many(many(customer, *bills, **fields)).charges


def alone(customer: Customer, bill: BillToCharge, **fields: Any) -> ChargeView:
    asked = {"family": bill.family, "vendor": bill.vendor, "reason": bill.reason, **fields}
    return customer.is_charged(*bill.lines, bill_id=bill.bill_id, **asked)


def refused(decide: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def funded(customer: Customer, credits: list[tuple[str, str]]) -> dict[UUID, int]:
    """A wallet after these credits, and the order in which its funds came."""
    for number, (kind, amount) in enumerate(credits):
        if kind == "cash":
            customer.transfers(amount)
        elif kind == "card":
            customer.transfers("100.00")
            customer.buys_a_card("100.00")
        else:
            customer.has_a_voucher(amount, kind=kind, valid_until=NOW + timedelta(days=10 + number))
    return {fund.fund_id: place for place, fund in enumerate(customer.balance().funds)}


def splits(charges: list[ChargeView], places: dict[UUID, int]) -> list[Any]:
    """What was decided, with funds by their places, so that two wallets can be compared."""
    return [
        (
            [(share.line_id, places.get(share.fund_id, -1), share.kind, share.amount_micros) for share in charge.taken],
            [(rest.line_id, rest.amount_micros) for rest in charge.owed],
            [(rest.line_id, rest.amount_micros) for rest in charge.cloud],
        )
        for charge in charges
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credits=st.lists(st.tuples(st.sampled_from(["cash", "card", "voucher", "discount_voucher"]), cents), max_size=6), asked=bills_asked)
def test_many_bills_are_charged_exactly_as_one_after_the_other(make_customer, ledger, credits, asked):
    one, other = make_customer(), make_customer()
    places = [funded(customer, credits) for customer in (one, other)]
    lines = [[ChargeLine(line_id=uuid4(), amount_micros=amount, vouchers_may_pay=may) for amount, may in demand] for demand, _ in asked]
    families = [{"family": "cloud", "vendor": vendor} if vendor else {} for _, vendor in asked]

    in_turn = [alone(one, a_bill(*demand, **family)) for demand, family in zip(lines, families, strict=True)]
    at_once = are_charged(other, *[a_bill(*demand, **family) for demand, family in zip(lines, families, strict=True)])

    assert splits(at_once, places[1]) == splits(in_turn, places[0])
    balances = [{**dump(customer.balance()), "account_id": "", "funds": [], "position": 0} for customer in (one, other)]
    assert balances[0] == balances[1]
    payments = [customer.room.list_payments(ListPayments(account_id=customer.account_id, limit=200)).items for customer in (one, other)]
    assert [(item.line_id, item.kind, item.amount) for item in payments[0]] == [
        (item.line_id, item.kind, item.amount) for item in payments[1]
    ]
    assert ledger.journal_sum() == 0


def test_the_answers_come_in_the_order_asked_and_the_first_bill_takes_the_money_first(customer):
    customer.transfers("5.00")
    bills = [a_bill(line("3.00")), a_bill(line("4.00")), a_bill(line("1.00"))]

    charges = are_charged(customer, *bills)

    assert [charge.bill_id for charge in charges] == [bill.bill_id for bill in bills]
    assert [[rest.amount_micros for rest in charge.owed] for charge in charges] == [[], [micros("2.00")], [micros("1.00")]]
    assert customer.balance().debt == yuan("3.00")


def test_where_one_bill_is_refused_none_is_charged(customer, ledger):
    customer.transfers("10.00")
    owed = line("20.00")
    alone(customer, a_bill(owed))
    before = ledger.bytes()

    for wrong, code in (
        (a_bill(line("1.00"), currency="USD"), "kernel.currency_differs"),
        (a_bill(line("1.00"), family="cloud"), "wallet.cloud_vendor_differs"),
        (a_bill(owed), "wallet.line_is_repeated"),
    ):
        assert refused(are_charged, customer, a_bill(line("1.00")), wrong, a_bill(line("1.00"))).code == code

    assert ledger.bytes() == before
    assert [rest.amount_micros for rest in are_charged(customer, a_bill(line("2.00")))[0].owed] == [micros("2.00")]


def test_a_bill_that_was_charged_as_it_is_asked_keeps_its_first_charge_and_the_others_are_charged(customer, ledger):
    customer.transfers("10.00")
    first, second = a_bill(line("3.00")), a_bill(line("4.00"))
    charged = alone(customer, first)

    again, fresh = are_charged(customer, first, second)

    assert (again.taken, again.owed, again.position) == (charged.taken, charged.owed, ledger.head() - 1)
    assert (fresh.bill_id, fresh.position, customer.balance().cash) == (second.bill_id, None, yuan("3.00"))


@pytest.mark.parametrize("changed", ["lines", "family"])
def test_a_bill_that_was_charged_as_something_else_is_refused_and_nothing_of_the_call_is_done(customer, ledger, changed):
    customer.transfers("10.00")
    first = a_bill(line("3.00"))
    alone(customer, first)
    before = ledger.bytes()
    other = {"lines": {"lines": [line("3.00")]}, "family": {"lines": first.lines, "family": "cloud", "vendor": "aws"}}[changed]

    refusal = refused(are_charged, customer, a_bill(line("1.00")), BillToCharge(bill_id=first.bill_id, currency="CNY", **other))

    assert (refusal.code, refusal.details) == ("wallet.bill_is_charged", {"bill_id": str(first.bill_id)})
    assert ledger.bytes() == before


def test_a_bill_charged_to_another_wallet_or_named_twice_is_refused(customer, make_customer, ledger):
    bill, other = a_bill(line("3.00")), make_customer()
    before = ledger.bytes()
    assert refused(are_charged, customer, bill, bill).code == "wallet.bill_is_charged"
    assert ledger.bytes() == before
    alone(customer, bill)
    before = ledger.bytes()

    assert refused(are_charged, other, a_bill(line("1.00")), bill).code == "wallet.bill_is_charged"

    assert ledger.bytes() == before


def test_a_repeated_command_gets_the_first_answer_and_changes_nothing(customer, ledger):
    customer.transfers("10.00")
    command = many(customer, a_bill(line("3.00")), a_bill(line("4.00")))
    first = customer.room.charge_many(command)
    before = ledger.bytes()

    assert customer.room.charge_many(command) == first
    assert ledger.bytes() == before


def test_a_dry_run_foretells_the_charges_and_leaves_no_trace(customer, ledger):
    customer.transfers("10.00")
    bills = [a_bill(line("8.00")), a_bill(line("8.00"))]
    before = ledger.bytes()

    foretold = are_charged(customer, *bills, dry_run=True)

    assert ledger.bytes() == before
    assert are_charged(customer, *bills) == foretold


def test_bills_charged_at_once_by_overlapping_commands_are_charged_once_each(customer, ledger):
    customer.transfers("100.00")
    bills = [a_bill(line("1.00")) for _ in range(12)]

    def attempt(first: int) -> ChargesView:
        return customer.room.charge_many(many(customer, *bills[first : first + 4]))

    with ThreadPoolExecutor(9) as threads:
        answers = list(threads.map(attempt, range(9)))

    assert all(charge.taken[0].amount_micros == micros("1.00") for answer in answers for charge in answer.charges)
    assert customer.balance().cash == yuan("88.00")
    assert ledger.journal_sum() == 0


def test_two_processes_with_overlapping_commands_charge_each_bill_once(customer, start_room, ledger):
    customer.transfers("100.00")
    rooms, bills = (customer.room, start_room()), [a_bill(line("1.00")) for _ in range(10)]

    with ThreadPoolExecutor(4) as threads:
        commands = [many(customer, *bills[first : first + 3]) for first in range(8)]
        list(threads.map(lambda numbered: rooms[numbered[0] % 2].charge_many(numbered[1]), enumerate(commands)))

    assert customer.balance().cash == yuan("90.00")
    assert ledger.journal_sum() == 0


def test_an_unknown_account_is_refused(customer):
    assert isinstance(refused(customer.room.charge_many, ChargeMany(id=new_id(), account_id=uuid4(), bills=[a_bill()])), NotFound)


@pytest.mark.parametrize("count", [0, 101])
def test_no_bill_and_more_than_a_hundred_are_not_one_command(customer, count):
    payload = dump(many(customer, *[a_bill() for _ in range(count)]))

    with pytest.raises(InvalidInput):
        load(ChargeMany, payload)
