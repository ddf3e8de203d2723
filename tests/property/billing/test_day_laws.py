"""Over all IANA zones and fifty years of days, no hour is billed twice or never."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.calendar import bounds_of_day, day_of, known_zones, start_of_day, zone_named

FIRST, DAYS = date(1991, 1, 1), 50 * 365 + 13
ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


@cache
def distinct_zones():
    """One name for each different set of rules: most names are links."""
    rules = {resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes(): zone for zone in sorted(known_zones())}
    return sorted(rules.values())


def days_of_change(zone):
    """The days on or next to which the zone's clocks changed; all others are 24 hours between two plain midnights."""
    rules = zone_named(zone)
    noons = [datetime(FIRST.year, 1, 1, 12, tzinfo=UTC) + n * ONE_DAY for n in range(DAYS)]
    offsets = [noon.astimezone(rules).utcoffset() for noon in noons]
    changes = [noon.date() for noon, before, after in zip(noons, offsets, offsets[1:], strict=False) if before != after]
    return sorted({day + n * ONE_DAY for day in changes for n in range(-1, 4)})


@pytest.mark.parametrize("initial", sorted({zone[0] for zone in distinct_zones()}))
def test_around_every_change_of_clocks_each_hour_has_exactly_one_day(initial):
    for zone in (zone for zone in distinct_zones() if zone[0] == initial):
        for day in days_of_change(zone):
            start, end = start_of_day.__wrapped__(day, zone), start_of_day.__wrapped__(day + ONE_DAY, zone)
            assert timedelta(0) <= end - start <= timedelta(hours=48), (zone, day)
            hour = start.replace(minute=0, second=0, microsecond=0) + (ONE_HOUR if start.minute or start.second else timedelta(0))
            while hour < end:
                assert day_of.__wrapped__(hour, zone) == day, (zone, hour)
                hour += ONE_HOUR


@given(zone=st.sampled_from(sorted(known_zones())), seconds=st.integers(0, DAYS * 86_400))
def test_an_instant_lies_within_its_day_and_in_no_neighbour(zone, seconds):
    instant = datetime(1991, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    day = day_of(instant, zone)

    start, end = bounds_of_day(day, zone)

    assert start <= instant < end
    assert bounds_of_day(day - ONE_DAY, zone)[1] == start
    assert bounds_of_day(day + ONE_DAY, zone)[0] == end
