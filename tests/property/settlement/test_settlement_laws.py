"""Laws of settlement: arrears are exactly the debt that the wallet tells of, and days begin at local midnight."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.ids import natural_id
from services.settlement.sites import SITES
from tests.support.settlements import NOW, a_payer

BILLS = [natural_id("bill", number) for number in range(5)]


def facts_of(payer):
    return [(fact.TOPIC, vars(fact).get("bill_id")) for fact in payer.pending_events]


def tell(payer, what, bill_id, *, at):
    if what == "cleared":
        payer.end_arrears(at=at)
    else:
        payer.leave_owed(bill_id, at=at)


told = st.one_of(st.tuples(st.just("left_owed"), st.sampled_from(BILLS)), st.tuples(st.just("cleared"), st.none()))


@given(st.lists(told, max_size=30))
def test_an_account_is_in_arrears_from_the_first_bill_left_owed_until_nothing_is_owed(history):
    payer, owed, since = a_payer(), [], None

    for hour, (what, bill_id) in enumerate(history):
        at = NOW + timedelta(hours=hour)
        tell(payer, what, bill_id, at=at)
        if what == "cleared":
            owed, since = [], None
        else:
            owed, since = [*owed, bill_id] if bill_id not in owed else owed, since or at
        assert (payer.owed_bills, payer.arrears_since) == (owed, since)

    opened = [fact for fact in payer.pending_events if fact.TOPIC == "settlement.arrears_opened"]
    ended = [fact for fact in payer.pending_events if fact.TOPIC == "settlement.arrears_ended"]
    assert len(opened) - len(ended) == (since is not None)


@given(st.lists(told, max_size=20), st.data())
def test_a_fact_told_twice_in_a_row_changes_nothing(history, data):
    once_told, twice_told = a_payer(), a_payer()

    for hour, (what, bill_id) in enumerate(history):
        tell(once_told, what, bill_id, at=NOW + timedelta(hours=hour))
        for _ in range(data.draw(st.integers(1, 3))):
            tell(twice_told, what, bill_id, at=NOW + timedelta(hours=hour))

    assert facts_of(once_told) == facts_of(twice_told)
    assert once_told.arrears_since == twice_told.arrears_since


@given(
    st.sampled_from(sorted(SITES)),
    st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_every_instant_belongs_to_a_day_that_began_at_most_25_hours_before(site, instant):
    start = SITES[site].start_of_day(instant)

    assert start <= instant < start + timedelta(hours=25)
    assert SITES[site].start_of_day(start) == start
