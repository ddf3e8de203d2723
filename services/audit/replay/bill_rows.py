"""The rows of billing and settlement that follow from their facts."""

from __future__ import annotations

from typing import Final

from services.audit.replay.tables import Derived, Row

_OF_TERMS = ("workspace_id", "account_id", "currency", "site", "region", "zone", "plan", "edition", "billable_from", "default_retentions")
_OF_BILL = (
    "workspace_id", "day", "bill_id", "account_id", "currency", "site", "day_start", "day_end", "kind", "total_micros", "usage_position",
    "terms_position", "price_book", "rules_version",
)  # fmt: skip
_OF_PAYMENT = ("bill_id", "method", "taken_micros", "owed_micros", "cloud_micros")
_OF_SETTLEMENT = ("bill_id", "workspace_id", "account_id", "currency", "method", "taken", "owed", "cloud")


def _registered(to: Derived, fact: Row, about: Row) -> None:
    to.put("workspace_terms", **{name: fact[name] for name in _OF_TERMS}, position=about["position"])


def _issued(to: Derived, fact: Row, about: Row) -> None:
    to.put("bill", **{name: fact[name] for name in _OF_BILL}, issued_at=fact["occurred_at"], position=about["position"])
    for place, line in enumerate(fact["lines"]):
        to.put("bill_line", bill_id=fact["bill_id"], place=place, **line)


def _payment_recorded(to: Derived, fact: Row, about: Row) -> None:
    to.put("bill_payment", **{name: fact[name] for name in _OF_PAYMENT}, position=about["position"])


def _settled(to: Derived, fact: Row, about: Row) -> None:
    owed_micros = sum(rest["amount_micros"] for rest in fact["owed"])
    to.put("bill_settlement", **{name: fact[name] for name in _OF_SETTLEMENT}, owed_micros=owed_micros, settled_at=fact["occurred_at"])


DERIVE: Final = {
    "billing.workspace_registered": _registered,
    "billing.bill_issued": _issued,
    "billing.payment_recorded": _payment_recorded,
    "settlement.bill_settled": _settled,
}
