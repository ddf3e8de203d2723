"""Words for tests about settlement: sites' workspaces, payers, bills and a wallet's answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.kernel.errors import RemoteRefusal
from services.kernel.ids import natural_id, new_id
from services.kernel.schemas import dump
from services.settlement.domain import Payer, Workspace
from services.settlement.sites import site_named

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_payer(*, currency: str = "CNY") -> Payer:
    """A payer with nothing pending."""
    payer = Payer.open(new_id(), currency, at=NOW)
    payer.collect_events()
    return payer


def bind(*, site: str = "CN1", method: str = "billing_center", billable_from: datetime | None = None, at: datetime = NOW) -> Workspace:
    """A workspace bound at `at`."""
    return Workspace.bind(
        new_id(),
        account_id=new_id(),
        currency="CNY",
        name="shop",
        site=site_named(site),
        plan="commercial",
        method=method,
        billable_from=billable_from,
        at=at,
    )


def a_line(amount_micros: int = 1_000_000) -> dict[str, Any]:
    return {"line_id": new_id(), "amount_micros": amount_micros, "vouchers_may_pay": True, "item": "logs"}


def a_bill(workspace_id: UUID, *lines: dict[str, Any], currency: str = "CNY") -> dict[str, Any]:
    """The data of billing.bill_issued.v1."""
    return {
        "bill_id": natural_id("bill", workspace_id, new_id()),
        "workspace_id": workspace_id,
        "account_id": new_id(),
        "currency": currency,
        "lines": list(lines or [a_line()]),
        "total_micros": sum(line["amount_micros"] for line in lines),
    }


class StandInWallet:
    """Answers settlement's calls as the wallet would, in primitives, from one fund of cash; what the cash lacks is owed."""

    def __init__(self, *, cash_micros: int = 10**12) -> None:
        self.cash_micros = cash_micros
        self.fund_id = new_id()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.charges: dict[str, dict[str, Any]] = {}
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    def room(self, name: str) -> StandInWallet:
        assert name == "wallet"
        return self

    def charge(self, request: Any, *, timeout_s: float) -> dict[str, Any]:
        asked = dump(request)
        self.calls.append(("charge", asked))
        self.before()
        if asked["bill_id"] in self.charges:
            raise RemoteRefusal("wallet.bill_is_charged", "The bill was charged before.", {"bill_id": asked["bill_id"]})
        charged = self._charged(asked)
        self.after()
        return charged

    def charge_many(self, request: Any, *, timeout_s: float) -> dict[str, Any]:
        asked = dump(request)
        self.calls.append(("charge_many", asked))
        self.before()
        charges = [self.charges.get(bill["bill_id"]) or self._charged(bill) for bill in asked["bills"]]
        self.after()
        return {"charges": charges}

    def charge_of(self, request: Any, *, timeout_s: float) -> dict[str, Any]:
        asked = dump(request)
        self.calls.append(("charge_of", asked))
        return self.charges[asked["bill_id"]]

    def _charged(self, bill: dict[str, Any]) -> dict[str, Any]:
        charged = {"bill_id": bill["bill_id"], **self._split(bill["lines"]), "position": len(self.charges) + 1}
        self.charges[bill["bill_id"]] = charged
        return charged

    def _split(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        taken, owed = [], []
        for line in lines:
            from_cash = min(self.cash_micros, line["amount_micros"])
            self.cash_micros -= from_cash
            if from_cash:
                taken.append({"line_id": line["line_id"], "fund_id": str(self.fund_id), "kind": "cash", "amount_micros": from_cash})
            if line["amount_micros"] > from_cash:
                owed.append({"line_id": line["line_id"], "amount_micros": line["amount_micros"] - from_cash})
        return {"taken": taken, "owed": owed, "cloud": []}
