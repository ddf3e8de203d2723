"""What billing answers: bills, how they stand, terms, estimates, prices, usage."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.billing.domain import PaymentDiffers, PlanIsNotBilled, TermsDiffer, bill_id_of
from services.billing.pricing import NoPriceForItem
from services.billing.schemas import (
    BillOf,
    Estimate,
    EstimatedUsage,
    ListBills,
    PriceBookOf,
    PriceBooks,
    RecordPayment,
    RegisterWorkspace,
    TermsOf,
    UsageSummary,
)
from services.kernel.errors import InvalidInput, NotFound
from services.kernel.ids import new_id
from services.kernel.money import Money
from services.kernel.schemas import Page, dump, load
from tests.support.billings import COMPANY_A, MONDAY, MONDAY_NOON, a_workspace, close_days, use


@pytest.fixture
def account_id():
    return new_id()


@pytest.fixture
def billed(billing, account_id):
    """A workspace with Company A's bill of Monday."""
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)
    close_days(billing)
    return workspace_id


def pay(billing, workspace_id, *, taken=0, owed=0, cloud=0, day=MONDAY):
    return billing.record_payment(
        RecordPayment(
            id=new_id(),
            bill_id=bill_id_of(workspace_id, day),
            method="billing_center",
            taken_micros=taken,
            owed_micros=owed,
            cloud_micros=cloud,
            occurred_at=datetime(2026, 11, 16, 18, tzinfo=UTC),
        )
    )


def registration(**changes):
    values = {
        "id": new_id(),
        "workspace_id": new_id(),
        "account_id": new_id(),
        "currency": "CNY",
        "site": "CN1",
        "plan": "commercial",
        "edition": "standard",
        "billable_from": MONDAY_NOON,
    }
    return RegisterWorkspace(**values | changes)


def test_a_workspace_s_terms_come_from_its_site_with_the_default_retentions(billing):
    command = registration(site="EU1", currency="USD")
    billing.register_workspace(command)

    terms = billing.terms_of(TermsOf(account_id=command.account_id, workspace_id=command.workspace_id))

    assert (terms.region, terms.zone, terms.currency) == ("INTL", "Europe/Berlin", "USD")
    assert terms.default_retentions == {"time_series": 7, "logs": 14, "logs_ingested": 14, "trace": 14, "profile": 14, "pv": 14}


def test_a_workspace_registered_twice_is_registered_once_and_never_otherwise(billing):
    first = registration()
    billing.register_workspace(first)

    again = billing.register_workspace(registration(**{**vars(first), "id": new_id()}))

    assert again.workspace_id == first.workspace_id
    assert billing.database.one("select position from ledger_head")["position"] == 1
    with pytest.raises(TermsDiffer):
        billing.register_workspace(registration(**{**vars(first), "id": new_id(), "account_id": new_id()}))
    with pytest.raises(PlanIsNotBilled):
        billing.register_workspace(registration(plan="free"))


def test_another_account_s_workspace_and_bill_are_not_there(billing, billed, account_id):
    stranger = new_id()

    for question in (
        lambda: billing.terms_of(TermsOf(account_id=stranger, workspace_id=billed)),
        lambda: billing.bill_of(BillOf(account_id=stranger, bill_id=bill_id_of(billed, MONDAY))),
        lambda: billing.usage_summary(UsageSummary(account_id=stranger, workspace_id=billed, from_day=MONDAY, to_day=MONDAY)),
    ):
        with pytest.raises(NotFound):
            question()
    assert billing.list_bills(ListBills(account_id=stranger)).items == []


def test_a_bill_is_issued_then_owed_then_paid_and_every_past_standing_can_be_asked(billing, billed, account_id):
    def standing(position=None):
        bill = billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(billed, MONDAY), position=position))
        (listed,) = billing.list_bills(ListBills(account_id=account_id, position=position)).items
        assert (listed.state, listed.owed) == (bill.state, bill.owed)
        return bill.state, str(bill.paid), str(bill.owed)

    pay(billing, billed, taken=3_400_000, owed=10_000_000)
    pay(billing, billed, taken=13_400_000)

    assert [standing(position) for position in (3, 4, 5, None)] == [
        ("issued", "0.00 CNY", "0.00 CNY"),
        ("owed", "3.40 CNY", "10.00 CNY"),
        ("paid", "13.40 CNY", "0.00 CNY"),
        ("paid", "13.40 CNY", "0.00 CNY"),
    ]


def test_a_payment_that_does_not_add_up_is_refused_and_leaves_no_trace(billing, billed):
    before = billing.database.one("select position, digest from ledger_head")

    with pytest.raises(PaymentDiffers):
        pay(billing, billed, taken=13_400_000, owed=1)
    with pytest.raises(NotFound):
        pay(billing, new_id(), taken=1)

    assert billing.database.one("select position, digest from ledger_head") == before


def test_bills_are_listed_newest_first_in_pages_that_miss_nothing(billing, clock, account_id):
    workspaces = [a_workspace(billing, account_id=account_id) for _ in range(3)]
    for workspace_id in workspaces:
        for days in range(4):
            use(billing, workspace_id, *COMPANY_A, at=MONDAY_NOON - timedelta(days=days))
    close_days(billing)

    whole = billing.list_bills(ListBills(account_id=account_id)).items
    paged, cursor = [], None
    while True:
        page = billing.list_bills(ListBills(account_id=account_id, limit=5, cursor=cursor))
        paged += page.items
        if (cursor := page.next_cursor) is None:
            break

    assert paged == whole
    assert len({bill.bill_id for bill in whole}) == 12
    assert [bill.day for bill in whole] == sorted((bill.day for bill in whole), reverse=True)


def test_bills_are_filtered_by_workspace_days_and_state(billing, account_id):
    one, other = (a_workspace(billing, account_id=account_id) for _ in range(2))
    for days in range(4):
        use(billing, one, *COMPANY_A, at=MONDAY_NOON - timedelta(days=days))
    use(billing, other, *COMPANY_A)
    close_days(billing)
    pay(billing, one, taken=13_400_000)

    def days(**filters):
        return [bill.day.day for bill in billing.list_bills(ListBills(account_id=account_id, **filters)).items]

    assert days(workspace_id=one) == [16, 15, 14, 13]
    assert days(workspace_id=one, from_day=date(2026, 11, 14), to_day=date(2026, 11, 15)) == [15, 14]
    assert days(state="paid") == [16]
    assert days(workspace_id=one, state="issued") == [15, 14, 13]
    with pytest.raises(InvalidInput):
        days(cursor="nonsense")


def test_an_estimate_is_the_bill_that_the_usage_gets(billing, billed, account_id):
    bill = billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(billed, MONDAY)))

    estimate = billing.estimate(Estimate(site="CN1", currency="CNY", day=MONDAY, usage=[EstimatedUsage(**line) for line in COMPANY_A]))

    assert estimate.total == bill.total
    assert [(line.item, line.amount, line.unit_price) for line in estimate.lines] == [
        (line.item, line.amount, line.unit_price) for line in bill.lines
    ]
    assert (estimate.price_book, estimate.region) == ("2024-02-01", "CN")


def test_an_estimate_takes_a_day_and_else_the_site_s_today(billing):
    usage = [EstimatedUsage(item="replay", quantity=1_000)]

    then = billing.estimate(Estimate(site="US1", currency="USD", day=date(2024, 1, 31), usage=usage))
    now = billing.estimate(Estimate(site="US1", currency="USD", usage=usage))

    assert (str(then.total), str(now.total), now.day) == ("2.20 USD", "0.35 USD", MONDAY)
    with pytest.raises(NoPriceForItem):
        billing.estimate(Estimate(site="US1", currency="USD", usage=[EstimatedUsage(item="sms", quantity=1)]))


def test_an_estimate_with_bad_input_is_refused_with_pointers():
    with pytest.raises(InvalidInput) as refusal:
        load(
            Estimate,
            {"site": "MARS", "currency": "EUR", "usage": [{"item": "logs", "quantity": -1}, {"item": "tea", "quantity": 1.5}], "x": 1},
        )

    pointers = {error["pointer"] for error in refusal.value.details["errors"]}
    assert pointers == {"/site", "/currency", "/usage/0/quantity", "/usage/1/item", "/usage/1/quantity", "/x"}


def test_price_books_are_readable(billing):
    names = [book.name for book in billing.price_books(PriceBooks()).books]
    book = billing.price_book_of(PriceBookOf(day=date(2024, 1, 1), currency="CNY", region="CN"))

    assert names == ["2023-11-02", "2024-02-01"]
    prices = {(price.item, price.retention_days): price.unit_price for price in book.prices}
    assert (book.name, prices["replay", None], prices["trace", 60]) == ("2023-11-02", Money(10_000_000, "CNY"), Money(60_000_000, "CNY"))


def test_usage_is_summed_up_by_day_as_a_bill_would(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, {"item": "logs", "quantity": 3}, {"item": "logs", "quantity": 4, "hour": 13})

    summary = billing.usage_summary(
        UsageSummary(account_id=account_id, workspace_id=workspace_id, from_day=MONDAY, to_day=MONDAY + timedelta(days=1))
    )

    assert [(line.day.day, line.item, line.retention_days, line.quantity) for line in summary.lines] == [
        (16, "logs", 14, 3),
        (17, "logs", 14, 4),
    ]
    with pytest.raises(InvalidInput):
        billing.usage_summary(
            UsageSummary(account_id=account_id, workspace_id=workspace_id, from_day=MONDAY, to_day=MONDAY + timedelta(days=62))
        )


def test_every_answer_survives_the_wire(billing, billed, account_id):
    bill = billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(billed, MONDAY)))
    page = billing.list_bills(ListBills(account_id=account_id))

    assert load(type(bill), dump(bill)) == bill
    assert load(Page[type(page.items[0])], dump(page)).items == page.items
    assert dump(bill)["lines"][0]["amount"] == {"amount": "3.60", "currency": "CNY"}
