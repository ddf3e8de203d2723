"""What has accrued is what the bills would be: of all open days, today's among them, until they are issued."""

from datetime import timedelta

import pytest

from services.billing.schemas import AccruedOf
from services.kernel.ids import new_id
from services.kernel.money import Money
from tests.support.billings import COMPANY_A, MONDAY_NOON, a_workspace, close_days, use


@pytest.fixture
def account_id():
    return new_id()


def accrued(billing, account_id):
    return billing.accrued_of(AccruedOf(account_id=account_id))


def test_open_days_of_all_workspaces_add_up_as_their_bills_will(billing, account_id):
    for at in (MONDAY_NOON, MONDAY_NOON + timedelta(days=1)):
        use(billing, a_workspace(billing, account_id=account_id), *COMPANY_A, at=at)
    use(billing, a_workspace(billing), *COMPANY_A)

    answer = accrued(billing, account_id)

    assert (answer.accrued, answer.workspace_days, answer.unpriced_days) == (Money(26_800_000, "CNY"), 2, 0)


def test_what_is_billed_has_not_accrued_any_more(billing, account_id):
    use(billing, a_workspace(billing, account_id=account_id), *COMPANY_A)
    close_days(billing)

    assert accrued(billing, account_id).accrued == Money(0, "CNY")


def test_a_day_without_a_price_is_counted_apart(billing, account_id):
    use(billing, a_workspace(billing, site="US1", currency="USD", account_id=account_id), {"item": "sms", "quantity": 10}, site="US1")

    answer = accrued(billing, account_id)

    assert (answer.accrued, answer.workspace_days, answer.unpriced_days) == (Money(0, "USD"), 1, 1)


def test_an_account_without_a_workspace_has_no_currency_to_accrue_in(billing, account_id):
    assert accrued(billing, account_id).accrued is None
