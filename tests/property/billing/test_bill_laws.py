"""Laws of counting and pricing, and the oracle's agreement."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.billing.catalogue import CURRENCIES, DEFAULT_RETENTIONS, ITEMS, REGIONS
from services.billing.counting import Tally, fold
from services.billing.pricebook import book_for
from services.billing.pricing import NoPriceForItem, price, total_of
from tests.support import oracle_billing as oracle

BILL_ID = UUID("5c0c5d80-6d0c-5e0e-9c58-0d2f0a8f3f10")
DAYS = st.sampled_from([date(2023, 12, 1), date(2024, 1, 31), date(2024, 2, 1), date(2026, 11, 22)])
QUANTITIES = st.integers(0, 10**9) | st.integers(0, 20)  # forty lines of these stay below the largest bill
REGION, CURRENCY = st.sampled_from(REGIONS), st.sampled_from(CURRENCIES)


@st.composite
def tallies(draw, items=tuple(ITEMS)):
    item = ITEMS[draw(st.sampled_from(items))]
    return Tally(
        item=item.code,
        quantity=draw(QUANTITIES),
        hour=datetime(2024, 2, 1, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 23))),
        retention_days=draw(st.none() | st.sampled_from(item.retentions)) if item.is_tiered else None,
        key=draw(st.sampled_from(["", "a", "b"])) if item.key else "",
        spans=draw(QUANTITIES) if item.companion == "spans" else 0,
        rum_events=draw(QUANTITIES) if item.companion == "rum_events" else 0,
    )


DAYS_OF_USAGE = st.lists(tallies(), max_size=40)


def folded(usage):
    return fold(usage, default_retentions=DEFAULT_RETENTIONS)


def priced(usage, day, region, currency):
    return price(folded(usage), book=book_for(day), region=region, currency=currency, bill_id=BILL_ID)


@given(usage=DAYS_OF_USAGE, day=DAYS, region=REGION, currency=CURRENCY)
def test_the_oracle_agrees(usage, day, region, currency):
    samples = [msgspec.structs.asdict(tally) for tally in usage]

    expected = oracle.bill_of(samples, day=day.isoformat(), currency=currency, region=region)

    try:
        lines = priced(usage, day, region, currency)
    except NoPriceForItem:
        assert expected is None
    else:
        assert [(line.item, line.retention_days, line.key, line.quantity, line.amount_micros) for line in lines] == expected


@given(usage=DAYS_OF_USAGE, shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_usage_arrives_changes_nothing(usage, shuffled):
    another = list(usage)
    shuffled.shuffle(another)

    assert folded(another) == folded(usage)


@given(usage=DAYS_OF_USAGE)
def test_lines_add_up_to_the_total_and_each_line_stands_once(usage):
    lines = priced(usage, date(2024, 2, 1), "CN", "CNY")

    assert total_of(lines) == sum(line.amount_micros for line in lines)
    assert len({line.line_id for line in lines}) == len({(line.item, line.retention_days, line.key) for line in lines}) == len(lines)


@given(usage=DAYS_OF_USAGE, tally=tallies([code for code, item in ITEMS.items() if item.fold == "sum"]), part=st.integers(0, 2**40))
def test_splitting_a_sum_sample_in_two_changes_nothing(usage, tally, part):
    first = {name: min(part, getattr(tally, name)) for name in ("quantity", "spans", "rum_events")}
    second = {name: getattr(tally, name) - figure for name, figure in first.items()}

    halves = [msgspec.structs.replace(tally, **half) for half in (first, second)]

    assert folded([*usage, *halves]) == folded([*usage, tally])


@given(usage=DAYS_OF_USAGE)
def test_usage_that_a_database_added_up_by_line_folds_to_the_same(usage):
    """What `queries` does in SQL: sums, or the largest with its earliest hour, by item, retention as sent, and key."""
    groups = {}
    for tally in usage:
        groups.setdefault((tally.item, tally.retention_days, tally.key), []).append(tally)

    added_up = [
        Tally(
            item=item,
            retention_days=retention_days,
            key=key,
            quantity=max(t.quantity for t in group) if ITEMS[item].fold == "max" else sum(t.quantity for t in group),
            hour=min(group, key=lambda t: (-t.quantity, t.hour)).hour,
            spans=sum(t.spans for t in group),
            rum_events=sum(t.rum_events for t in group),
        )
        for (item, retention_days, key), group in groups.items()
    ]

    assert folded(added_up) == folded(usage)


@given(usage=DAYS_OF_USAGE, days=st.integers(-400, 400))
def test_shifting_the_whole_history_changes_no_figure(usage, days):
    shifted = [msgspec.structs.replace(tally, hour=tally.hour + timedelta(days=days)) for tally in usage]

    assert folded(shifted) == folded(usage)


@given(usage=DAYS_OF_USAGE, more=tallies(["logs"]))
def test_more_usage_never_makes_a_smaller_bill_of_sum_items(usage, more):
    before, after = (total_of(priced(day, date(2024, 2, 1), "CN", "CNY")) for day in (usage, [*usage, more]))

    assert after >= before
