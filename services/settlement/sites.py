"""The catalogue of sites: who runs each, which prices hold there, and in which zone its days begin.

Settlement keeps its own copy, as every room does that needs one: rooms never import rooms.
Source: product facts 1.3; decision 4.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from importlib import resources
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from services.kernel.errors import Refusal

Region = Literal["CN", "INTL"]
Vendor = Literal["aliyun", "aws", "huawei", "other"]


class SiteIsUnknown(Refusal):
    """There is no such site."""

    code = "settlement.site_is_unknown"

    def __init__(self, site: str) -> None:
        super().__init__(site=site[:16], known=sorted(SITES))


class Site(msgspec.Struct, frozen=True):
    """A console apart from all others. `vendor` runs its machines; "other" can be paid by a Billing Center account only."""

    id: str
    vendor: Vendor
    region: Region
    zone: str

    def start_of_day(self, instant: datetime) -> datetime:
        """The instant, in UTC, at which the local day of `instant` began. No zone in the catalogue moves its clocks at midnight."""
        local = instant.astimezone(_zone(self.zone))
        return datetime.combine(local.date(), time(), tzinfo=local.tzinfo).astimezone(UTC)


SITES: Final[dict[str, Site]] = {
    site.id: site
    for site in (
        Site("CN1", "aliyun", "CN", "Asia/Shanghai"),
        Site("CN2", "aws", "CN", "Asia/Shanghai"),
        Site("CN3", "aliyun", "CN", "Asia/Shanghai"),
        Site("CN4", "huawei", "CN", "Asia/Shanghai"),
        Site("CN5", "other", "CN", "Asia/Shanghai"),
        Site("CN6", "aliyun", "INTL", "Asia/Hong_Kong"),
        Site("US1", "aws", "INTL", "America/Los_Angeles"),
        Site("EU1", "aws", "INTL", "Europe/Berlin"),
        Site("AP1", "aws", "INTL", "Asia/Singapore"),
    )
}


def site_named(id: str) -> Site:
    """Refuses: SiteIsUnknown."""
    if id not in SITES:
        raise SiteIsUnknown(id)
    return SITES[id]


@lru_cache
def _zone(name: str) -> ZoneInfo:
    """The zone's rules from the pinned `tzdata` package, never the machine's."""
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)
