"""Closing days: who gets which bill, once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from services.billing.application import closing
from services.billing.domain import DailyBill, bill_id_of
from services.billing.schemas import BillOf, CloseDays, CloseStatus, ListBills
from services.kernel.database import psycopg
from services.kernel.errors import NotFound
from services.kernel.ids import new_id
from services.kernel.money import Money
from tests.support.billings import COMPANY_A, MONDAY, MONDAY_NOON, a_workspace, close_days, use


def bill_of(billing, workspace_id, account_id, day=MONDAY, **more):
    return billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(workspace_id, day), **more))


@pytest.fixture
def account_id():
    return new_id()


def test_company_a_s_day_becomes_a_bill_of_13_40(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)

    closed = close_days(billing)
    bill = bill_of(billing, workspace_id, account_id)

    assert (closed.state, closed.found, closed.issued, closed.problems) == ("done", 1, 1, [])
    assert [line.item for line in bill.lines] == ["time_series", "logs", "trace", "pv", "trigger"]
    assert [str(line.amount) for line in bill.lines] == ["3.60 CNY", "2.40 CNY", "4.00 CNY", "1.40 CNY", "2.00 CNY"]
    assert bill.total == Money(13_400_000, "CNY")
    assert (bill.state, bill.price_book, bill.rules_version) == ("issued", "2024-02-01", 1)
    assert (bill.day_start, bill.day_end) == (datetime(2026, 11, 15, 16, tzinfo=UTC), datetime(2026, 11, 16, 16, tzinfo=UTC))


def test_the_fact_carries_all_that_the_bill_was_made_from(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)

    close_days(billing)
    stored = billing.database.one("select fact from book where topic = 'billing.bill_issued'")["fact"]

    assert set(stored) == {
        "bill_id", "workspace_id", "account_id", "currency", "site", "day", "day_start", "day_end", "kind", "lines", "total_micros",
        "usage_position", "terms_position", "price_book", "rules_version", "occurred_at",
    }  # fmt: skip
    assert stored["bill_id"] == str(bill_id_of(workspace_id, MONDAY))
    assert (stored["terms_position"], stored["usage_position"]) == (1, 2)
    assert stored["lines"][0] == {
        "line_id": stored["lines"][0]["line_id"], "item": "time_series", "retention_days": 3, "key": "", "quantity": 6000,
        "billable": "6000", "unit_size": 1000, "unit_price_micros": 600000, "vouchers_may_pay": True, "amount_micros": 3600000,
    }  # fmt: skip


def test_samples_of_a_day_fold_by_max_or_by_sum_with_their_own_retention(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(
        billing,
        workspace_id,
        {"item": "time_series", "quantity": 500, "hour": 1, "retention_days": 30},
        {"item": "time_series", "quantity": 900, "hour": 3, "retention_days": 3},
        {"item": "time_series", "quantity": 900, "hour": 2, "retention_days": 14},
        {"item": "logs", "quantity": 10, "retention_days": 3},
        {"item": "logs", "quantity": 5},
        {"item": "logs", "quantity": 5, "retention_days": 14, "hour": 2},
        {"item": "logs", "quantity": 7, "key": "nginx"},
        {"item": "trace", "quantity": 3, "spans": 100},
        {"item": "trace", "quantity": 4},
        {"item": "pv", "quantity": 1, "rum_events": 250},
        {"item": "sms", "quantity": 0},
    )

    close_days(billing)
    lines = bill_of(billing, workspace_id, account_id).lines

    assert [(line.item, line.retention_days, line.key, line.quantity, line.billable) for line in lines] == [
        ("time_series", 14, "", 900, "900"),
        ("logs", 3, "", 10, "10"),
        ("logs", 14, "", 10, "10"),
        ("logs", 14, "nginx", 7, "7"),
        ("trace", 14, "", 7, "10"),
        ("pv", 14, "", 1, "5/2"),
    ]


def test_a_close_again_issues_nothing(billing):
    use(billing, a_workspace(billing), *COMPANY_A)

    first, second = close_days(billing), close_days(billing)

    assert (first.issued, second.found, second.issued) == (1, 0, 0)
    assert billing.database.one("select count(*) as bills from book where topic = 'billing.bill_issued'")["bills"] == 1


@pytest.mark.parametrize(("minutes", "issued"), [(59, 0), (60, 1)])
def test_a_day_is_due_an_hour_after_its_local_end(billing, clock, minutes, issued):
    use(billing, a_workspace(billing), *COMPANY_A)
    clock.move_to(datetime(2026, 11, 16, 16, tzinfo=UTC) + timedelta(minutes=minutes))

    assert close_days(billing).issued == issued


def test_each_site_has_its_own_midnight(billing, clock):
    chinese, american = a_workspace(billing), a_workspace(billing, site="US1", currency="USD")
    use(billing, chinese, *COMPANY_A)
    use(billing, american, *COMPANY_A, site="US1", at=datetime(2026, 11, 16, 20, tzinfo=UTC))

    in_china = close_days(billing)
    clock.move_to(datetime(2026, 11, 17, 9, tzinfo=UTC))  # 01:00 in Los Angeles
    in_america = close_days(billing)

    assert (in_china.issued, in_america.issued) == (1, 1)
    bills = billing.database.all("select currency, site, day, day_start, total_micros from bill order by site")
    assert [(bill["site"], bill["day"], bill["total_micros"]) for bill in bills] == [
        ("CN1", MONDAY, 13_400_000),
        ("US1", MONDAY, 5_160_000),
    ]
    assert bills[1]["day_start"] == datetime(2026, 11, 16, 8, tzinfo=UTC)


def test_one_site_can_be_closed_alone(billing):
    use(billing, a_workspace(billing, site="CN1"), *COMPANY_A)
    use(billing, a_workspace(billing, site="CN4"), *COMPANY_A, site="CN4")

    assert close_days(billing, site="CN4").issued == 1
    assert [row["site"] for row in billing.database.all("select site from bill")] == ["CN4"]


def test_a_day_without_usage_gets_no_bill_and_one_that_was_retracted_neither(billing):
    a_workspace(billing)
    use(billing, a_workspace(billing), {"item": "logs", "quantity": 0})
    use(billing, a_workspace(billing), {"item": "logs", "quantity": 5, "id": "a"}, {"item": "logs", "quantity": 0, "id": "a", "kind": 2})

    closed = close_days(billing)

    assert (closed.found, closed.issued, closed.empty) == (2, 0, 2)


def test_a_retracted_sample_does_not_count_and_the_others_do(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(
        billing,
        workspace_id,
        {"item": "logs", "quantity": 5, "id": "a"},
        {"item": "logs", "quantity": 7, "id": "b"},
        {"item": "logs", "quantity": 0, "id": "a", "kind": 2},
    )

    close_days(billing)

    assert [line.quantity for line in bill_of(billing, workspace_id, account_id).lines] == [7]


def test_what_cannot_be_billed_is_named_and_stays_due_and_all_others_get_their_bills(billing):
    unpriced, fine = a_workspace(billing, currency="USD"), a_workspace(billing)
    use(billing, unpriced, {"item": "sms", "quantity": 37})
    use(billing, fine, {"item": "sms", "quantity": 37})

    closed = close_days(billing)

    (problem,) = closed.problems
    assert (closed.issued, problem.workspace_id, problem.day, problem.code) == (1, unpriced, MONDAY, "billing.no_price_for_item")
    assert (problem.details["item"], problem.details["currency"]) == ("sms", "USD")
    assert close_days(billing).found == 1


def test_a_monstrous_quantity_stops_nobody_else(billing):
    monster, fine = a_workspace(billing), a_workspace(billing)
    use(billing, monster, {"item": "logs", "quantity": 2**63 - 1}, {"item": "logs", "quantity": 2**63 - 1})
    use(billing, fine, *COMPANY_A)

    closed = close_days(billing)

    assert (closed.issued, [problem.code for problem in closed.problems]) == (1, ["billing.bill_is_too_large"])


def test_a_dry_run_says_what_would_be_and_issues_nothing(billing):
    use(billing, a_workspace(billing), *COMPANY_A)

    tried, done = close_days(billing, dry_run=True), close_days(billing)

    assert (tried.found, tried.issued, tried.empty) == (done.found, done.issued, done.empty) == (1, 1, 0)


def test_two_closes_at_once_bill_each_day_once(open_billing, monkeypatch):
    monkeypatch.setattr(closing, "PAGE", 7)
    one, other = open_billing(), open_billing()
    for _ in range(40):
        use(one, a_workspace(one), *COMPANY_A)
    closed = []

    threads = [threading.Thread(target=lambda app=app: closed.append(close_days(app))) for app in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(close.issued for close in closed) == 40
    assert one.database.one("select count(*) as bills, count(distinct bill_id) as ids from bill") == {"bills": 40, "ids": 40}
    assert {row["total_micros"] for row in one.database.all("select total_micros from bill")} == {13_400_000}


def test_a_close_that_broke_off_is_finished_by_the_next(billing, monkeypatch):
    monkeypatch.setattr(closing, "PAGE", 5)
    monkeypatch.setattr(closing, "SAVE", 2)
    for _ in range(12):
        use(billing, a_workspace(billing), *COMPANY_A)
    store, stored = billing.store, []

    def breaks_after_three(bills, rows):
        if len(stored) >= 3:
            raise ConnectionError("the database is gone")
        stored.append(store(bills, rows))

    monkeypatch.setattr(billing, "store", breaks_after_three)
    with pytest.raises(ConnectionError):
        close_days(billing)
    monkeypatch.setattr(billing, "store", store)
    close_days(billing)

    assert billing.database.one("select count(*) as bills from bill")["bills"] == 12


def test_a_page_takes_the_same_number_of_queries_whatever_its_size(billing, monkeypatch):
    def queries_for(workspaces):
        for _ in range(workspaces):
            use(billing, a_workspace(billing), *COMPANY_A)
        counted = []
        for asks in (psycopg.Connection, psycopg.Cursor):
            monkeypatch.setattr(asks, "execute", counting(counted, asks.execute))
        close_days(billing)
        monkeypatch.undo()
        return len(counted)

    def counting(counted, plain):
        def execute(asked, *args, **kwargs):
            counted.append(args[0])
            return plain(asked, *args, **kwargs)

        return execute

    assert queries_for(2) == queries_for(30)


def test_the_same_command_answers_for_the_same_job_and_its_status_can_be_asked(billing):
    use(billing, a_workspace(billing), *COMPANY_A)
    command = CloseDays(id=new_id())

    first, again = billing.close_days(command), billing.close_days(command)

    assert first == again == billing.close_status(CloseStatus(job_id=first.job_id))
    with pytest.raises(NotFound):
        billing.close_status(CloseStatus(job_id=new_id()))


def test_usage_that_comes_after_the_bill_leaves_the_bill_alone(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A)
    close_days(billing)
    before = bill_of(billing, workspace_id, account_id)

    use(billing, workspace_id, {"item": "logs", "quantity": 1_000_000})
    late = close_days(billing)

    assert late.found == 0
    assert bill_of(billing, workspace_id, account_id) == before
    assert billing.database.one("select position > billed_position as is_late from usage_work")["is_late"]


def test_days_of_23_and_25_hours_are_billed_whole(billing, clock, account_id):
    workspace_id = a_workspace(billing, site="US1", currency="USD", account_id=account_id)
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        hours = [{"item": "logs", "quantity": 1, "hour": hour} for hour in range(30)]
        use(billing, workspace_id, *hours, site="US1", at=start)

    close_days(billing)
    bills = billing.list_bills(ListBills(account_id=account_id)).items

    lengths = {bill.day: (bill.day_end - bill.day_start) / timedelta(hours=1) for bill in bills}
    assert (lengths[date(2026, 3, 8)], lengths[date(2026, 11, 1)]) == (23, 25)
    quantities = {bill.day: bill_of(billing, workspace_id, account_id, bill.day).lines[0].quantity for bill in bills}
    assert (quantities[date(2026, 3, 8)], quantities[date(2026, 11, 1)]) == (23, 25)
    assert sum(quantities.values()) == 60


def test_a_bill_is_what_its_aggregate_was_made_of(billing, account_id):
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *COMPANY_A, at=MONDAY_NOON)
    close_days(billing)

    bill = billing.read(DailyBill, bill_id_of(workspace_id, MONDAY))

    assert (bill.workspace_id, bill.day, bill.total_micros, bill.is_settled) == (workspace_id, MONDAY, 13_400_000, False)
