"""The rows that should stand in the rooms' tables, derived from the books alone; written apart from the rooms' own projections.

Rows are as the wire says them: ids, instants and days are texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from services.audit.queries.copies import Event
from services.audit.replay.wallets import DECODERS
from services.wallet import journal

Key = tuple[Any, ...]
Row = dict[str, Any]
Tables = dict[str, dict[Key, Row]]

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "wallet": ("account_id",),
    "fund": ("account_id", "fund_id"),
    "balance": ("account_id", "fund_id"),
    "debt": ("account_id", "line_id"),
    "movement": ("account_id", "position", "seq"),
    "payment": ("account_id", "position", "seq"),
    "posting": ("account_id", "position", "seq"),
    "charge": ("bill_id",),
    "workspace_terms": ("workspace_id",),
    "bill": ("workspace_id", "day"),
    "bill_line": ("bill_id", "place"),
    "bill_payment": ("bill_id", "position"),
    "bill_settlement": ("bill_id",),
}
"""The primary key of every table that is derived again."""

OF_ACCOUNT: Final = ("wallet", "fund", "balance", "debt", "movement", "payment", "posting")
"""The wallet's tables whose key begins with the account."""
OF_BILLING: Final = ("workspace_terms", "bill", "bill_line", "bill_payment")
OF_SETTLEMENT: Final = ("bill_settlement",)


class Derived:
    """Gathers rows by table and key."""

    def __init__(self) -> None:
        self.tables: Tables = {table: {} for table in KEYS}

    def put(self, table: str, **row: Any) -> None:
        self.tables[table][tuple(row[name] for name in KEYS[table])] = row

    def move(self, table: str, amount_micros: int, **row: Any) -> None:
        """Add to a balance or a debt."""
        held = self.tables[table].setdefault(tuple(row[name] for name in KEYS[table]), {**row, "amount_micros": 0})
        held["amount_micros"] += amount_micros


def rows_of(events: Iterable[Event]) -> Tables:
    """The rows that follow from these events, which are all of what they are about, in order of position."""
    derived = Derived()
    for event in events:
        derive = _DERIVE.get(event.topic)
        if derive is not None:
            about = {"position": event.position, "recorded_at": msgspec.to_builtins(event.recorded_at)}
            derive(derived, msgspec.json.decode(event.state), about)
            if event.topic in journal.ENTRY_OF:
                _post(derived, event, about)
    return derived.tables


# -- the wallet ---------------------------------------------------------------------------------------------------------------------------


def _opened(to: Derived, fact: Row, about: Row) -> None:
    to.put("wallet", account_id=fact["account_id"], currency=fact["currency"], opened_at=fact["occurred_at"])


def _credited(to: Derived, fact: Row, about: Row) -> None:
    credit = (fact["fund_id"], "cash", "transfer", "transfer", fact["reference"], fact["amount_micros"])
    _move(to, fact, about, [credit, *_repayments(fact["repaid"])])
    _repay(to, fact, about)


def _activated(to: Derived, fact: Row, about: Row) -> None:
    fund = fact["fund"]
    _receive(to, fact, fund, fact["campaign"], about)
    gift = (fund["fund_id"], fund["kind"], "voucher_activated", "campaign", fact["campaign"], fund["amount_micros"])
    _move(to, fact, about, [gift, *_repayments(fact["repaid"])])
    _repay(to, fact, about)


def _bought(to: Derived, fact: Row, about: Row) -> None:
    card, granted, cash_id = fact["card"], fact["granted"], fact["cash_id"]
    _receive(to, fact, card, None, about)
    movements = [
        (cash_id, "cash", "card_bought", "fund", card["fund_id"], -card["amount_micros"]),
        (card["fund_id"], "card", "card_bought", "fund", cash_id, card["amount_micros"]),
    ]
    if granted:
        _receive(to, fact, granted, None, about)
        movements.append((granted["fund_id"], granted["kind"], "granted_with_card", "fund", card["fund_id"], granted["amount_micros"]))
    _move(to, fact, about, movements)


def _charged(to: Derived, fact: Row, about: Row) -> None:
    bill_id, account_id = fact["bill_id"], fact["account_id"]
    to.put(
        "charge",
        bill_id=bill_id,
        account_id=account_id,
        position=about["position"],
    )
    movements: list[tuple[Any, ...]] = [
        (fund_id, kind, fact["reason"], "bill", bill_id, -amount) for (fund_id, kind), amount in _by_fund(fact["taken"]).items()
    ]
    if owed_micros := sum(rest["amount_micros"] for rest in fact["owed"]):
        movements.append((None, "debt", fact["reason"], "bill", bill_id, -owed_micros))
    _move(to, fact, about, movements)
    for rest in fact["owed"]:
        to.move("debt", rest["amount_micros"], account_id=account_id, line_id=rest["line_id"], bill_id=bill_id)
    _pay(to, fact, about, [{**share, "bill_id": bill_id} for share in fact["taken"]], "at_charge")


def _receive(to: Derived, fact: Row, fund: Row, campaign: str | None, about: Row) -> None:
    to.put(
        "fund",
        account_id=fact["account_id"],
        fund_id=fund["fund_id"],
        kind=fund["kind"],
        currency=fact["currency"],
        face_micros=fund["amount_micros"],
        activated_at=fund["activated_at"],
        valid_until=fund["valid_until"],
        campaign=campaign,
        position=about["position"],
    )


def _repayments(repaid: list[Row]) -> list[tuple[Any, ...]]:
    by_bill: dict[str, list[Row]] = {}
    for share in repaid:
        by_bill.setdefault(share["bill_id"], []).append(share)
    return [
        movement
        for bill_id, shares in by_bill.items()
        for (fund_id, kind), amount in _by_fund(shares).items()
        for movement in (
            (fund_id, kind, "debt_repaid", "bill", bill_id, -amount),
            (None, "debt", "debt_repaid", "bill", bill_id, amount),
        )
    ]


def _repay(to: Derived, fact: Row, about: Row) -> None:
    for share in fact["repaid"]:
        to.move("debt", -share["amount_micros"], account_id=fact["account_id"], line_id=share["line_id"], bill_id=share["bill_id"])
    _pay(to, fact, about, fact["repaid"], "as_debt")


def _pay(to: Derived, fact: Row, about: Row, shares: list[Row], paid: str) -> None:
    for seq, share in enumerate(shares):
        to.put(
            "payment",
            account_id=fact["account_id"],
            seq=seq,
            bill_id=share["bill_id"],
            line_id=share["line_id"],
            fund_id=share["fund_id"],
            kind=share["kind"],
            amount_micros=share["amount_micros"],
            paid=paid,
            occurred_at=fact["occurred_at"],
            **about,
        )


def _move(to: Derived, fact: Row, about: Row, movements: Iterable[tuple[Any, ...]]) -> None:
    for seq, (fund_id, kind, reason, counterpart_kind, counterpart, amount) in enumerate(movements):
        to.put(
            "movement",
            account_id=fact["account_id"],
            seq=seq,
            fund_id=fund_id,
            kind=kind,
            reason=reason,
            counterpart_kind=counterpart_kind,
            counterpart=counterpart,
            amount_micros=amount,
            occurred_at=fact["occurred_at"],
            **about,
        )
        if fund_id is not None:
            to.move("balance", amount, account_id=fact["account_id"], fund_id=fund_id, kind=kind)


def _post(to: Derived, event: Event, about: Row) -> None:
    fact = DECODERS[event.topic](event.state)
    occurred_at = msgspec.json.decode(event.state)["occurred_at"]
    for seq, posting in enumerate(journal.ENTRY_OF[event.topic](fact)):
        to.put(
            "posting",
            account_id=fact.account_id,
            seq=seq,
            ledger_account=posting.account,
            fund_id=posting.fund_id,
            currency=fact.currency,
            amount_micros=posting.amount_micros,
            occurred_at=occurred_at,
            **about,
        )


def _by_fund(shares: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for share in shares:
        key = share["fund_id"], share["kind"]
        totals[key] = totals.get(key, 0) + share["amount_micros"]
    return totals


# -- billing and settlement ----------------------------------------------------------------------------------------------------------------

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


_DERIVE: Final = {
    "wallet.opened": _opened,
    "wallet.cash_credited": _credited,
    "wallet.voucher_activated": _activated,
    "wallet.card_bought": _bought,
    "wallet.charged": _charged,
    "billing.workspace_registered": _registered,
    "billing.bill_issued": _issued,
    "billing.payment_recorded": _payment_recorded,
    "settlement.bill_settled": _settled,
}
