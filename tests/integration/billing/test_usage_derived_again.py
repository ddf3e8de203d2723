"""The usage ledger read again: the database adds up as counting does, and a bill follows from what was recorded up to its position."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import Tally, fold
from services.billing.domain import bill_id_of
from services.billing.pricebook import book_named
from services.billing.pricing import price
from services.billing.queries.terms import terms_of
from services.billing.queries.usage import usage_of
from services.billing.schemas import BillOf
from services.kernel.ids import new_id
from tests.support.billings import COMPANY_A, MONDAY, MONDAY_NOON, a_workspace, close_days, use


def some_samples(seed, count=150):
    random = Random(seed)
    for number in range(count):
        item = random.choice(list(ITEMS.values()))
        yield {
            "id": str(number),
            "item": item.code,
            "quantity": random.choice([random.randrange(5), random.randrange(10**9)]),
            "hour": random.randrange(-12, 12),
            "retention_days": random.choice([None, *item.retentions]),
            "key": random.choice(["", "a", "b"]) if item.key else "",
            "spans": random.choice([None, random.randrange(10**9)]) if item.companion == "spans" else None,
            "rum_events": random.choice([None, random.randrange(10**9)]) if item.companion == "rum_events" else None,
        }


def as_tally(sample):
    return Tally(
        item=sample["item"],
        quantity=sample["quantity"],
        hour=MONDAY_NOON + timedelta(hours=sample["hour"]),
        retention_days=sample["retention_days"],
        key=sample["key"],
        spans=sample["spans"] or 0,
        rum_events=sample["rum_events"] or 0,
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_database_adds_up_as_counting_folds_single_samples(billing, seed):
    workspace_id, samples = a_workspace(billing), list(some_samples(seed))
    use(billing, workspace_id, *samples)
    retracted = {"3", "44", "101"}
    use(billing, workspace_id, *({**samples[int(id)], "kind": 2} for id in retracted))

    _, tallies = usage_of(billing.database, [(workspace_id, MONDAY)])

    expected = [as_tally(sample) for sample in samples if sample["id"] not in retracted]
    assert fold(tallies[workspace_id, MONDAY], default_retentions=DEFAULT_RETENTIONS) == fold(
        expected, default_retentions=DEFAULT_RETENTIONS
    )


def test_a_bill_is_derived_again_from_its_positions_though_usage_went_on(billing):
    account_id = new_id()
    workspace_id = a_workspace(billing, account_id=account_id)
    use(billing, workspace_id, *some_samples(1), *COMPANY_A)
    close_days(billing)
    use(billing, workspace_id, {"item": "logs", "quantity": 5_000_000})  # recorded after the bill: beyond its position
    bill = billing.bill_of(BillOf(account_id=account_id, bill_id=bill_id_of(workspace_id, MONDAY)))

    _, tallies = usage_of(billing.database, [(workspace_id, MONDAY)], position=bill.usage_position)
    terms = terms_of(billing.database, workspace_id)
    folded = fold(tallies[workspace_id, MONDAY], default_retentions=terms.default_retentions)
    lines = price(folded, book=book_named(bill.price_book), region=terms.region, currency=terms.currency, bill_id=bill.bill_id)

    assert [(line.line_id, line.amount_micros) for line in lines] == [(line.line_id, line.amount.amount_micros) for line in bill.lines]


def test_while_the_intake_is_behind_a_day_waits_for_six_hours_and_no_longer(billing, clock):
    use(billing, a_workspace(billing), *COMPANY_A)
    billing.is_intake_behind = lambda: True
    end = datetime(2026, 11, 16, 16, tzinfo=UTC)

    clock.move_to(end + timedelta(hours=5, minutes=59))
    waits = close_days(billing)
    clock.move_to(end + timedelta(hours=6))
    closed = close_days(billing)

    assert (waits.found, closed.issued) == (0, 1)
