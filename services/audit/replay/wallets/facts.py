"""What a replay reads of the wallet's facts: shapes of their own, with texts as ids. What no figure follows from is left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from services.wallet import allocation


class Share(msgspec.Struct, gc=False):
    """What one fund paid of one line."""

    line_id: str
    fund_id: str
    kind: allocation.FundKind
    amount_micros: int
    bill_id: str = ""


class Rest(msgspec.Struct, gc=False):
    """What no fund paid of one line."""

    line_id: str
    amount_micros: int


class Line(msgspec.Struct, gc=False):
    """A bill line that asks for money, or what is still owed of it."""

    line_id: str
    amount_micros: int
    vouchers_may_pay: bool
    bill_id: str = ""

    accepts = allocation.Demand.accepts


class Fund(msgspec.Struct, gc=False):
    """A piece of value and what is left of it."""

    fund_id: str
    kind: allocation.FundKind
    amount_micros: int
    activated_at: datetime
    valid_until: datetime | None = None

    is_valid_at = allocation.Fund.is_valid_at


class Hold(msgspec.Struct, gc=False):
    """Value kept apart: which fund keeps what for which line."""

    hold_id: str
    purpose: str
    lines: list[Line]
    shares: list[Share]
    expires_at: datetime


class Opened(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    occurred_at: str


class Credited(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    fund_id: str
    amount_micros: int
    channel: str
    repaid: list[Share]
    occurred_at: datetime


class Activated(msgspec.Struct, gc=False):
    """A voucher that was activated or granted."""

    account_id: str
    currency: str
    fund: Fund
    repaid: list[Share]
    occurred_at: str


class Bought(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    cash_id: str
    card: Fund
    granted: Fund | None
    occurred_at: str


class Received(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    card: Fund
    source: str
    repaid: list[Share]
    occurred_at: str


class Charged(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    bill_id: str
    family: allocation.Family
    vendor: str | None
    lines: list[Line]
    taken: list[Share]
    owed: list[Rest]
    cloud: list[Rest]
    occurred_at: datetime


class Returned(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    bill_id: str
    of_bill_id: str
    vendor: str | None
    lines: list[Line]
    forgiven: list[Rest]
    taken_back: list[Share]
    credited: list[Fund]
    granted: Fund | None
    cloud: list[Rest]
    repaid: list[Share]
    occurred_at: datetime


class Reserved(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    hold: Hold
    kinds: list[allocation.FundKind]
    occurred_at: datetime


class Ended(msgspec.Struct, gc=False):
    """A hold that was captured (with what was taken) or released."""

    account_id: str
    currency: str
    hold_id: str
    repaid: list[Share]
    occurred_at: datetime
    taken: list[Share] = []
    lines: list[Line] = []
    cause: str = "captured"


class Refunded(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    hold_id: str
    fund_id: str
    amount_micros: int
    occurred_at: str


class Expired(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    fund_id: str
    kind: allocation.FundKind
    amount_micros: int
    occurred_at: datetime


class Frozen(msgspec.Struct, gc=False):
    """A fund that was taken out of use, or put back into it."""

    account_id: str
    currency: str
    fund_id: str
    occurred_at: datetime
    repaid: list[Share] = []


FACTS: Final[dict[str, type[Any]]] = {
    "wallet.opened": Opened,
    "wallet.cash_credited": Credited,
    "wallet.voucher_activated": Activated,
    "wallet.voucher_granted": Activated,
    "wallet.card_bought": Bought,
    "wallet.card_received": Received,
    "wallet.charged": Charged,
    "wallet.charge_returned": Returned,
    "wallet.funds_reserved": Reserved,
    "wallet.funds_captured": Ended,
    "wallet.funds_released": Ended,
    "wallet.cash_refunded": Refunded,
    "wallet.fund_expired": Expired,
    "wallet.fund_frozen": Frozen,
    "wallet.fund_unfrozen": Frozen,
}
"""By stored topic; the rest of the wallet's topics (codes, batches, limits, alerts, debt_cleared) move no value and keep none apart."""

DECODERS: Final[dict[str, Callable[[bytes], Any]]] = {topic: msgspec.json.Decoder(fact).decode for topic, fact in FACTS.items()}
