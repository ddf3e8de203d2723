"""Billing follows settlement: workspaces bound, bills settled, arrears ended; in any order, and as often as it comes."""

from datetime import UTC, datetime

import msgspec
import pytest

from services.billing.domain import bill_id_of
from services.billing.policies import ArrearsEnded, BillSettled, SettlementPolicies, WorkspaceBound
from services.billing.schemas import BillOf, TermsOf
from services.kernel.errors import NotFound
from services.kernel.follower import Entry
from services.kernel.ids import natural_id, new_id
from tests.support.billings import COMPANY_A, MONDAY, a_workspace, close_days, use

AT = datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.fixture
def policies(billing):
    return SettlementPolicies(billing)


@pytest.fixture
def account_id():
    return new_id()


@pytest.fixture
def workspace_id(billing, account_id):
    """Has an unpaid bill of 13.40."""
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)
    close_days(billing)
    return workspace_id


def entry(position, account_id):
    return Entry(position=position, name="any", event_id=natural_id("event", position), account_id=account_id, recorded_at=AT)


def settled(workspace_id, *, taken=0, owed=0, cloud=0):
    parts = {"taken": taken, "owed": owed, "cloud": cloud}
    return msgspec.convert(
        {"bill_id": bill_id_of(workspace_id, MONDAY), "method": "billing_center", "occurred_at": AT, "unknown": 1}
        | {
            name: [{"line_id": str(new_id()), "amount_micros": part} for part in (micros - 1, 1) if micros]
            for name, micros in parts.items()
        },
        BillSettled,
    )


def cleared(workspace_id):
    return ArrearsEnded(bill_ids=[bill_id_of(workspace_id, MONDAY)], occurred_at=AT)


@pytest.fixture
def standing(billing, workspace_id, account_id):
    def ask():
        bill = billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(workspace_id, MONDAY)))
        return bill.state, str(bill.paid), str(bill.owed)

    return ask


def test_a_bound_workspace_has_terms_at_once_and_once(billing, policies, account_id):
    bound = msgspec.convert(
        {
            "workspace_id": str(new_id()), "account_id": str(account_id), "currency": "USD", "name": "shop", "site": "US1",
            "region": "INTL", "zone": "America/Los_Angeles", "plan": "commercial", "edition": "standard", "method": "billing_center",
            "billable_from": "2026-11-01T00:00:00Z", "occurred_at": "2026-11-15T09:00:00Z",
        },
        WorkspaceBound,
    )  # fmt: skip

    policies.register(bound, entry(7, account_id))
    policies.register(bound, entry(7, account_id))

    terms = billing.terms_of(TermsOf(account_id=account_id, workspace_id=bound.workspace_id))
    assert (terms.site, terms.zone, terms.billable_from) == ("US1", "America/Los_Angeles", datetime(2026, 11, 1, tzinfo=UTC))
    assert billing.database.one("select position from ledger_head")["position"] == 1


def test_a_settled_bill_is_paid(policies, workspace_id, account_id, standing):
    policies.record_payment(settled(workspace_id, taken=13_400_000), entry(9, account_id))

    assert standing() == ("paid", "13.40 CNY", "0.00 CNY")


def test_a_bill_that_left_debt_is_owed_until_the_arrears_end(policies, workspace_id, account_id, standing):
    policies.record_payment(settled(workspace_id, taken=3_400_000, owed=10_000_000), entry(9, account_id))
    owed = standing()
    policies.clear_debts(cleared(workspace_id), entry(12, account_id))

    assert (owed, standing()) == (("owed", "3.40 CNY", "10.00 CNY"), ("paid", "13.40 CNY", "0.00 CNY"))


def test_the_end_of_the_arrears_may_be_heard_before_the_settlement(policies, workspace_id, account_id, standing):
    policies.clear_debts(cleared(workspace_id), entry(8, account_id))
    policies.record_payment(settled(workspace_id, owed=13_400_000), entry(9, account_id))

    assert standing() == ("paid", "13.40 CNY", "0.00 CNY")


def test_a_fact_that_is_told_again_changes_nothing(billing, policies, workspace_id, account_id):
    said = settled(workspace_id, owed=13_400_000)
    policies.record_payment(said, entry(9, account_id))
    before = billing.database.one("select * from ledger_head")

    policies.record_payment(said, entry(9, account_id))
    policies.record_payment(said, entry(10, account_id))

    assert billing.database.one("select * from ledger_head") == before


def test_a_workspace_just_bound_is_found_by_reading_settlement_s_book_first(billing, policies, account_id):
    workspace_id, heard = new_id(), []
    bound = WorkspaceBound(
        workspace_id=workspace_id,
        account_id=account_id,
        currency="CNY",
        site="CN1",
        plan="commercial",
        edition="standard",
        billable_from=AT,
    )
    billing.hear_settlement = lambda: heard.append(policies.register(bound, entry(3, account_id)))

    terms = billing.terms_of(TermsOf(account_id=account_id, workspace_id=workspace_id))

    assert (terms.workspace_id, len(heard)) == (workspace_id, 1)
    with pytest.raises(NotFound):
        billing.terms_of(TermsOf(account_id=new_id(), workspace_id=workspace_id))
