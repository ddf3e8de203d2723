"""A site's local days as half-open intervals of UTC, computed with the pinned `tzdata` package and never the machine's zones.

A day begins at the first instant whose local date is that day or later, and ends where the next begins. So days of 23 and 25 hours,
midnights that do not exist or come twice, and dates that a country skipped all leave every instant in exactly one day.
Source: decision 5.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from services.kernel.errors import Refusal

ONE_DAY: Final = timedelta(days=1)
GRACE: Final = timedelta(hours=1)
"""How long after its local end a day stays open for usage that is on its way."""
LONGEST_WAIT: Final = timedelta(hours=6)
"""How long it stays open at most while accepted usage waits to be written."""


class ZoneIsUnknown(Refusal):
    """The IANA time zone database has no such zone."""

    code = "billing.zone_is_unknown"

    def __init__(self, zone: str) -> None:
        super().__init__(zone=zone[:64])


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Every zone name of the pinned database."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=1024)
def zone_named(zone: str) -> ZoneInfo:
    """The zone's rules. Refuses: ZoneIsUnknown."""
    if zone not in known_zones():
        raise ZoneIsUnknown(zone)
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=zone)


@lru_cache(maxsize=65_536)
def start_of_day(day: date, zone: str) -> datetime:
    """The first instant, in UTC, at which it is `day` or later in the zone. Refuses: ZoneIsUnknown."""
    rules = zone_named(zone)
    midnight = datetime.combine(day, time())
    start = midnight.replace(tzinfo=rules).astimezone(UTC)  # fold 0: of two midnights the first
    if start.astimezone(rules).replace(tzinfo=None) == midnight:
        return start
    return _end_of_gap(day, rules, start)


def bounds_of_day(day: date, zone: str) -> tuple[datetime, datetime]:
    """The day as [start, end) in UTC; empty if the country skipped that date."""
    return start_of_day(day, zone), start_of_day(day + ONE_DAY, zone)


@lru_cache(maxsize=65_536)
def day_of(instant: datetime, zone: str) -> date:
    """The local day that an aware instant belongs to. Where clocks went back over midnight, the new day stays begun."""
    day = instant.astimezone(zone_named(zone)).date()
    return day + ONE_DAY if start_of_day(day + ONE_DAY, zone) <= instant else day


def last_due_day(now: datetime, zone: str, *, grace: timedelta = GRACE) -> date:
    """The latest day that may be closed at `now`: its end and the grace have passed, and so for every day before it."""
    return day_of(now - grace, zone) - ONE_DAY


def _end_of_gap(day: date, rules: ZoneInfo, late: datetime) -> datetime:
    """The instant at which clocks jumped over this day's midnight: at `late` or up to a day before it."""
    early = late - ONE_DAY
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if middle <= early:
            break
        if middle.astimezone(rules).date() >= day:
            late = middle
        else:
            early = middle
    return late
