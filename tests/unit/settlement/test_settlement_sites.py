"""The catalogue of sites, and when their days begin (decisions 4 and 5)."""

from datetime import UTC, datetime

import pytest

from services.settlement.sites import SITES, SiteIsUnknown, site_named


def test_every_site_of_the_catalogue_is_there():
    assert sorted(SITES) == ["AP1", "CN1", "CN2", "CN3", "CN4", "CN5", "CN6", "EU1", "US1"]


def test_hong_kong_is_priced_with_the_sites_overseas():
    site = site_named("CN6")

    assert (site.region, site.zone) == ("INTL", "Asia/Hong_Kong")


@pytest.mark.parametrize("name", ["CN9", "cn1", ""])
def test_a_site_that_is_not_there_is_refused(name):
    with pytest.raises(SiteIsUnknown) as refusal:
        site_named(name)

    assert refusal.value.details["known"] == sorted(SITES)


@pytest.mark.parametrize(
    ("site", "instant", "start"),
    [
        ("CN1", datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 22, 16, 0, tzinfo=UTC)),
        ("US1", datetime(2026, 7, 1, 6, 59, tzinfo=UTC), datetime(2026, 6, 30, 7, 0, tzinfo=UTC)),
        ("EU1", datetime(2026, 3, 29, 12, 0, tzinfo=UTC), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # a day of 23 hours
        ("EU1", datetime(2026, 10, 25, 22, 30, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),  # a day of 25 hours
    ],
)
def test_a_day_begins_at_the_sites_midnight_whatever_its_clocks_do(site, instant, start):
    assert site_named(site).start_of_day(instant) == start
