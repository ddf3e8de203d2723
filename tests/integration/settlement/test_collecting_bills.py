"""Collecting: each bill is charged and recorded once, and arrears follow the wallet's book."""

from datetime import timedelta

import msgspec
import pytest

from services.kernel.errors import NotFound, RemoteRefusal
from services.kernel.follower import Entry
from services.kernel.ids import derived_id, new_id
from services.kernel.money import Money
from services.settlement.events import PUBLISHED
from services.settlement.policies import AccountOpened, BillIssued, Charged, DebtCleared, SettlementPolicies
from services.settlement.schemas import ArrearsOf, BillSettlementOf, ListWorkspaces
from tests.support.settlements import NOW, StandInWallet, a_bill, a_line


@pytest.fixture
def workspace(open_account, create_workspace):
    return create_workspace(open_account())


def entry(account_id, name="billing.bill_issued.v1"):
    return Entry(position=1, name=name, event_id=new_id(), account_id=account_id, recorded_at=NOW)


def issued(data):
    return msgspec.convert(data, BillIssued)


def charged(workspace, bill, *owed, at=NOW):
    fact = {"account_id": workspace.account_id, "bill_id": bill["bill_id"], "owed": list(owed), "occurred_at": at}
    return [msgspec.convert(fact, Charged)], [entry(workspace.account_id, "wallet.charged.v1")]


def cleared(workspace, at=NOW):
    return DebtCleared(account_id=workspace.account_id, occurred_at=at), entry(workspace.account_id, "wallet.debt_cleared.v1")


def settlement_of(settlements, workspace, bill):
    return settlements.bill_settlement_of(BillSettlementOf(account_id=workspace.account_id, bill_id=bill["bill_id"]))


def published(settlements):
    return [event["name"] for event in PUBLISHED.read(settlements.database, after=0)["events"]]


def test_a_bill_is_charged_to_the_account_that_pays_for_the_workspace_and_the_split_is_recorded(settlements, policies, wallet, workspace):
    line = a_line(13_400_000)
    bill = a_bill(workspace.workspace_id, line)

    policies.collect([issued(bill)])

    (asked,) = [request for method, request in wallet.calls if method == "charge"]
    assert asked["id"] == str(derived_id(bill["bill_id"], "charge"))
    assert asked["account_id"] == str(workspace.account_id)
    assert asked["lines"] == [{"line_id": str(line["line_id"]), "amount_micros": 13_400_000, "vouchers_may_pay": True}]
    settled = settlement_of(settlements, workspace, bill)
    assert (settled.state, settled.taken_total, settled.owed_total) == ("settled", Money(13_400_000, "CNY"), Money(0, "CNY"))
    assert [(share.line_id, share.fund_id) for share in settled.taken] == [(line["line_id"], wallet.fund_id)]


def test_a_bill_that_is_told_again_is_charged_and_recorded_once(settlements, policies, wallet, workspace):
    bill = a_bill(workspace.workspace_id)

    for _ in range(3):
        policies.collect([issued(bill)])

    assert [method for method, _ in wallet.calls] == ["charge"]
    assert published(settlements).count("settlement.bill_settled.v1") == 1


def test_a_bill_that_another_command_has_charged_is_recorded_as_it_was_charged(settlements, policies, wallet, workspace):
    bill = a_bill(workspace.workspace_id)
    wallet.before = lambda: wallet.charges.setdefault(str(bill["bill_id"]), {"taken": [], "owed": [], "cloud": [], "position": 1})

    policies.collect([issued(bill)])

    assert [method for method, _ in wallet.calls] == ["charge", "charge_of"]
    assert settlement_of(settlements, workspace, bill).taken == []


def test_a_fault_at_the_wallet_leaves_the_bill_for_the_next_try(settlements, policies, wallet, workspace):
    bill = a_bill(workspace.workspace_id)
    wallet.after = lambda: (_ for _ in ()).throw(TimeoutError("the answer was lost"))
    with pytest.raises(TimeoutError):
        policies.collect([issued(bill)])
    wallet.after = lambda: None

    policies.collect([issued(bill)])

    assert settlement_of(settlements, workspace, bill).state == "settled"
    assert [method for method, _ in wallet.calls] == ["charge", "charge", "charge_of"]


def test_a_wallet_that_says_no_is_not_taken_for_a_settlement(settlements, policies, wallet, workspace):
    bill = a_bill(workspace.workspace_id)
    wallet.before = lambda: (_ for _ in ()).throw(RemoteRefusal("kernel.currency_differs", "Another currency.", {}))

    with pytest.raises(RemoteRefusal):
        policies.collect([issued(bill)])

    with pytest.raises(NotFound):
        settlement_of(settlements, workspace, bill)


def test_a_bill_recorded_in_the_same_moment_by_another_process_is_recorded_once(open_settlements, policies, settlements, workspace):
    bill, elsewhere, wallet = a_bill(workspace.workspace_id), open_settlements(), StandInWallet()
    wallet.after = lambda: policies.collect([issued(bill)])

    SettlementPolicies(elsewhere, wallet).collect([issued(bill)])

    assert published(settlements).count("settlement.bill_settled.v1") == 1


def test_bills_of_one_account_are_charged_together_in_their_order_and_each_is_recorded(settlements, policies, wallet, workspace):
    bills = [a_bill(workspace.workspace_id, a_line(amount)) for amount in (3_000_000, 2_000_000, 4_000_000)]
    wallet.cash_micros = 6_000_000

    policies.collect([issued(bill) for bill in bills])

    ((method, asked),) = wallet.calls
    assert (method, asked["account_id"]) == ("charge_many", str(workspace.account_id))
    assert [one["bill_id"] for one in asked["bills"]] == [str(bill["bill_id"]) for bill in bills]
    owed = [settlement_of(settlements, workspace, bill).owed_total.amount_micros for bill in bills]
    assert owed == [0, 0, 3_000_000]


def test_bills_that_are_told_again_with_others_are_not_charged_again(settlements, policies, wallet, workspace):
    bills = [a_bill(workspace.workspace_id) for _ in range(4)]
    policies.collect([issued(bill) for bill in bills[:2]])

    policies.collect([issued(bill) for bill in bills])

    assert [[one["bill_id"] for one in asked["bills"]] for _, asked in wallet.calls] == [
        [str(bill["bill_id"]) for bill in pair] for pair in (bills[:2], bills[2:])
    ]
    assert published(settlements).count("settlement.bill_settled.v1") == 4


def test_where_the_wallet_refuses_one_of_many_nothing_is_recorded(settlements, policies, wallet, workspace):
    bills = [a_bill(workspace.workspace_id) for _ in range(2)]
    wallet.before = lambda: (_ for _ in ()).throw(RemoteRefusal("kernel.currency_differs", "Another currency.", {}))

    with pytest.raises(RemoteRefusal):
        policies.collect([issued(bill) for bill in bills])

    assert "settlement.bill_settled.v1" not in published(settlements)


def test_a_bill_that_nobody_pays_for_keeps_its_neighbours_from_being_charged_with_it(settlements, policies, wallet, workspace):
    with pytest.raises(NotFound):
        policies.collect([issued(a_bill(workspace.workspace_id)), issued(a_bill(new_id()))])

    assert wallet.calls == []


def test_bills_of_which_one_was_recorded_in_the_same_moment_are_recorded_once_each(open_settlements, policies, settlements, workspace):
    bills, elsewhere, wallet = [a_bill(workspace.workspace_id) for _ in range(3)], open_settlements(), StandInWallet()
    wallet.after = lambda: policies.collect([issued(bills[1])])

    SettlementPolicies(elsewhere, wallet).collect([issued(bill) for bill in bills])

    assert published(settlements).count("settlement.bill_settled.v1") == 3


def test_debts_told_together_open_the_arrears_at_the_first_and_are_noted_once(settlements, policies, workspace):
    bills = [a_bill(workspace.workspace_id) for _ in range(3)]
    told = [charged(workspace, bill, {"line_id": new_id(), "amount_micros": 1}, at=NOW + timedelta(n)) for n, bill in enumerate(bills)]
    facts, entries = [fact for (fact,), _ in told], [entry for _, (entry,) in told]

    policies.note_debts(facts[:2], entries[:2])
    policies.note_debts(facts, entries)

    arrears = settlements.arrears_of(ArrearsOf(account_id=workspace.account_id))
    assert (arrears.since, arrears.owed_bill_ids) == (NOW, [bill["bill_id"] for bill in bills])
    assert published(settlements).count("settlement.bill_left_owed.v1") == 3


def test_debts_told_again_with_another_after_the_end_leave_only_the_other_owed(settlements, policies, workspace):
    bills = [a_bill(workspace.workspace_id) for _ in range(2)]
    told = [charged(workspace, bill, {"line_id": new_id(), "amount_micros": 1}) for bill in bills]
    facts, entries = [fact for (fact,), _ in told], [entry for _, (entry,) in told]
    policies.note_debts(facts[:1], entries[:1])
    policies.note_clearance(*cleared(workspace))

    policies.note_debts(facts, entries)

    assert settlements.arrears_of(ArrearsOf(account_id=workspace.account_id)).owed_bill_ids == [bills[1]["bill_id"]]


def test_a_bill_of_a_workspace_that_nobody_pays_for_is_refused(policies, wallet):
    with pytest.raises(NotFound):
        policies.collect([issued(a_bill(new_id()))])

    assert wallet.calls == []


def test_another_accounts_bill_is_not_found(settlements, policies, workspace, open_account):
    bill = a_bill(workspace.workspace_id)
    policies.collect([issued(bill)])

    with pytest.raises(NotFound):
        settlements.bill_settlement_of(BillSettlementOf(account_id=open_account(), bill_id=bill["bill_id"]))


def test_debt_puts_the_account_and_its_workspaces_in_arrears_until_the_wallet_owes_nothing(settlements, policies, wallet, workspace):
    line, wallet.cash_micros = a_line(13_400_000), 10_000_000
    bill = a_bill(workspace.workspace_id, line)
    policies.collect([issued(bill)])
    policies.note_debts(*charged(workspace, bill, {"line_id": line["line_id"], "amount_micros": 3_400_000}))

    arrears = settlements.arrears_of(ArrearsOf(account_id=workspace.account_id))
    owed = settlement_of(settlements, workspace, bill)
    assert (arrears.in_arrears, arrears.since, arrears.owed_bill_ids) == (True, NOW, [bill["bill_id"]])
    assert (owed.state, owed.owed_total) == ("owed", Money(3_400_000, "CNY"))
    assert [one.state for one in settlements.list_workspaces(ListWorkspaces(account_id=workspace.account_id)).items] == ["in_arrears"]
    assert settlements.list_workspaces(ListWorkspaces(account_id=workspace.account_id, state="active")).items == []

    policies.note_clearance(*cleared(workspace, at=NOW + timedelta(hours=3)))

    arrears = settlements.arrears_of(ArrearsOf(account_id=workspace.account_id))
    paid = settlement_of(settlements, workspace, bill)
    assert (arrears.in_arrears, arrears.since, arrears.owed_bill_ids) == (False, None, [])
    assert (paid.state, paid.cleared_at, paid.owed_total) == ("settled", NOW + timedelta(hours=3), Money(3_400_000, "CNY"))
    assert [one.state for one in settlements.list_workspaces(ListWorkspaces(account_id=workspace.account_id)).items] == ["active"]


def test_debt_that_ended_before_the_bill_was_recorded_leaves_nobody_in_arrears(settlements, policies, wallet, workspace):
    line, wallet.cash_micros = a_line(), 0
    bill = a_bill(workspace.workspace_id, line)

    policies.note_debts(*charged(workspace, bill, {"line_id": line["line_id"], "amount_micros": 1_000_000}))
    policies.note_clearance(*cleared(workspace))
    policies.collect([issued(bill)])

    assert settlement_of(settlements, workspace, bill).state == "settled"
    assert not settlements.arrears_of(ArrearsOf(account_id=workspace.account_id)).in_arrears


def test_a_fact_of_the_wallet_that_is_told_again_after_the_end_opens_nothing(settlements, policies, workspace):
    debt = charged(workspace, a_bill(workspace.workspace_id), {"line_id": new_id(), "amount_micros": 1})
    policies.note_debts(*debt)
    policies.note_clearance(*cleared(workspace))

    policies.note_debts(*debt)

    assert not settlements.arrears_of(ArrearsOf(account_id=workspace.account_id)).in_arrears


def test_a_charge_that_left_no_debt_is_no_fact_of_ours(settlements, policies, workspace):
    before = published(settlements)

    policies.note_debts(*charged(workspace, a_bill(workspace.workspace_id)))

    assert published(settlements) == before


def test_the_operators_account_pays_for_nothing(settlements, policies):
    account_id = new_id()

    policies.know_account(AccountOpened(account_id=account_id, currency="XXX", kind="operator", occurred_at=NOW), entry(account_id))

    assert not settlements.queries.knows_account(account_id)


def test_an_account_is_known_from_the_moment_identity_tells_of_it(settlements, policies):
    opened = AccountOpened(account_id=new_id(), currency="USD", kind="customer", occurred_at=NOW)

    for _ in range(2):
        policies.know_account(opened, entry(opened.account_id))

    assert published(settlements) == ["settlement.payer_opened.v1"]
