"""Local days: hand-picked ones that went wrong elsewhere."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.billing.calendar import ZoneIsUnknown, bounds_of_day, day_of, last_due_day
from services.billing.catalogue import SITES


def hours(day, zone):
    start, end = bounds_of_day(day, zone)
    return (end - start) / timedelta(hours=1)


def test_tv_29_a_day_of_a_chinese_site_ends_at_16_utc_and_is_due_an_hour_later():
    start, end = bounds_of_day(date(2024, 5, 31), "Asia/Shanghai")

    assert (start, end) == (datetime(2024, 5, 30, 16, tzinfo=UTC), datetime(2024, 5, 31, 16, tzinfo=UTC))
    assert last_due_day(end + timedelta(hours=1), "Asia/Shanghai") == date(2024, 5, 31)
    assert last_due_day(end + timedelta(minutes=59), "Asia/Shanghai") == date(2024, 5, 30)


@pytest.mark.parametrize(
    ("day", "zone", "length"),
    [
        (date(2026, 3, 8), "America/Los_Angeles", 23),
        (date(2026, 11, 1), "America/Los_Angeles", 25),
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 3, 29), "Asia/Shanghai", 24),
        (date(2017, 10, 15), "America/Sao_Paulo", 23),  # midnight did not exist
        (date(2025, 11, 2), "America/Havana", 25),  # midnight comes twice
        (date(2006, 10, 29), "America/St_Johns", 25),  # a minute past midnight, clocks went back into the day before
        (date(2011, 12, 30), "Pacific/Apia", 0),  # the country skipped it
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
    ],
)
def test_a_day_is_as_long_as_it_was(day, zone, length):
    assert hours(day, zone) == length


def test_once_a_day_has_begun_it_stays_begun():
    repeated = datetime(2006, 10, 29, 3, 0, tzinfo=UTC)  # 23:30 in St. John's for the second time

    assert day_of(repeated - timedelta(minutes=45), "America/St_Johns") == date(2006, 10, 28)
    assert day_of(repeated, "America/St_Johns") == date(2006, 10, 29)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Asia", "zone.tab"])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ZoneIsUnknown):
        bounds_of_day(date(2026, 1, 1), zone)


def test_every_site_has_a_zone_that_exists():
    assert [hours(date(2026, 1, 1), site.zone) for site in SITES.values()] == [24] * 9


def test_zones_come_from_the_pinned_package_though_the_machine_has_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONTZPATH", str(tmp_path))

    assert hours(date(2026, 3, 29), "Europe/Paris") == 23
