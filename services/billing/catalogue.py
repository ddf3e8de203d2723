"""The catalogue: the items that are counted and sold, in the order of a bill's lines, and the sites they are sold at.

Source: product facts 2.4, 3.1 to 3.3; decisions 4 and 9.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Fold = Literal["max", "sum"]
Key = Literal["index", "rule", ""]
Region = Literal["CN", "INTL"]
Companion = Literal["spans", "rum_events", ""]

REGIONS: Final[tuple[Region, ...]] = ("CN", "INTL")
CURRENCIES: Final = ("CNY", "USD")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is counted and priced, each independently of the others."""

    code: str
    fold: Fold
    """How a day's figure comes from its hourly samples."""
    unit_size: int
    """How many base units (records, bytes, calls, series, sessions) the price is for."""
    key: Key = ""
    """What else tells its lines apart: a log index, a forwarding rule, or nothing."""
    retentions: tuple[int, ...] = ()
    """The retentions in days that have a price of their own; empty for a basic item, which has one price."""
    default_retention_days: int | None = None
    """The retention of a workspace that has chosen none; None for a basic item."""
    vouchers_may_pay: bool = True
    companion: Companion = ""
    """The second count that its samples may carry and that can outweigh the first (`billable` in counting)."""

    @property
    def is_tiered(self) -> bool:
        """Whether the price depends on the retention."""
        return bool(self.retentions)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A console with its data, apart from all others: who runs its machines, which prices hold, when its day ends."""

    id: str
    vendor: str
    """aliyun, aws, huawei, or other (which only a Billing Center account can pay)."""
    region: Region
    zone: str


GB: Final = 10**9
_TO_60_DAYS: Final = (3, 7, 14, 30, 60)

ITEMS: Final[dict[str, Item]] = {
    item.code: item
    for item in (
        Item(code="time_series", fold="max", unit_size=1_000, retentions=(3, 7, 14, 30, 180, 360), default_retention_days=7),
        Item(code="logs", fold="sum", unit_size=1_000_000, key="index", retentions=_TO_60_DAYS, default_retention_days=14),
        Item(code="logs_ingested", fold="sum", unit_size=GB, key="index", retentions=_TO_60_DAYS, default_retention_days=14),
        Item(code="trace", fold="sum", unit_size=1_000_000, retentions=_TO_60_DAYS, default_retention_days=14, companion="spans"),
        Item(code="profile", fold="sum", unit_size=10_000, retentions=(3, 7, 14), default_retention_days=14),
        Item(code="pv", fold="sum", unit_size=10_000, retentions=_TO_60_DAYS, default_retention_days=14, companion="rum_events"),
        Item(code="scan", fold="sum", unit_size=GB),
        Item(code="report", fold="sum", unit_size=1),
        Item(code="fwd_ext", fold="sum", unit_size=GB, key="rule"),
        Item(code="fwd_int", fold="max", unit_size=GB, key="rule"),
        Item(code="net_host", fold="max", unit_size=1),
        Item(code="replay", fold="max", unit_size=1_000),
        Item(code="trigger", fold="sum", unit_size=10_000),
        Item(code="pipeline", fold="sum", unit_size=GB),
        Item(code="sms", fold="sum", unit_size=10, vouchers_may_pay=False),
        Item(code="synthetic", fold="sum", unit_size=10_000, vouchers_may_pay=False),
    )
}
"""Every item by its code, in the order of a bill's lines (decision 9)."""

ORDER: Final[dict[str, int]] = {code: place for place, code in enumerate(ITEMS)}
"""An item's place in that order."""

DEFAULT_RETENTIONS: Final[dict[str, int]] = {
    code: item.default_retention_days for code, item in ITEMS.items() if item.default_retention_days is not None
}
"""The retention in days of each tiered item until the owner chooses another (product fact 2.4)."""

SITES: Final[dict[str, Site]] = {
    site.id: site
    for site in (
        Site(id="CN1", vendor="aliyun", region="CN", zone="Asia/Shanghai"),
        Site(id="CN2", vendor="aws", region="CN", zone="Asia/Shanghai"),
        Site(id="CN3", vendor="aliyun", region="CN", zone="Asia/Shanghai"),
        Site(id="CN4", vendor="huawei", region="CN", zone="Asia/Shanghai"),
        Site(id="CN5", vendor="other", region="CN", zone="Asia/Shanghai"),
        Site(id="CN6", vendor="aliyun", region="INTL", zone="Asia/Hong_Kong"),
        Site(id="US1", vendor="aws", region="INTL", zone="America/Los_Angeles"),
        Site(id="EU1", vendor="aws", region="INTL", zone="Europe/Berlin"),
        Site(id="AP1", vendor="aws", region="INTL", zone="Asia/Singapore"),
    )
}
"""Every site by its id (decision 4)."""
