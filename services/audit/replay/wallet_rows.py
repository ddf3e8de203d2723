"""The wallet's rows that follow from what comes in, what goes to bills, and what comes back from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.audit.replay.tables import Derived, Row

Moved = tuple[str | None, str, str, str, str, int]
"""A line of the statement: fund, kind, reason, kind of counterpart, counterpart, amount in micros."""


def _opened(to: Derived, fact: Row, about: Row) -> None:
    to.put("wallet", account_id=fact["account_id"], currency=fact["currency"], opened_at=fact["occurred_at"])


def _credited(to: Derived, fact: Row, about: Row) -> None:
    channel, reference = fact["channel"], fact["reference"]
    happens_once(to, fact, about, channel, reference)
    reason, counterpart_kind = ("transfer", "transfer") if channel == "offline_transfer" else ("recharge", channel)
    _pay_in(to, fact, about, (fact["fund_id"], "cash", reason, counterpart_kind, reference, fact["amount_micros"]))


def _activated(to: Derived, fact: Row, about: Row) -> None:
    fund = fact["fund"]
    _receive(to, fact, fund, about, "code", fact["campaign"], fact["batch_id"])
    _pay_in(to, fact, about, (fund["fund_id"], fund["kind"], "voucher_activated", "campaign", fact["campaign"], fund["amount_micros"]))


def _granted(to: Derived, fact: Row, about: Row) -> None:
    fund = fact["fund"]
    _receive(to, fact, fund, about, "operator", fact["reason"])
    _pay_in(to, fact, about, (fund["fund_id"], fund["kind"], "voucher_granted", "campaign", fact["reason"], fund["amount_micros"]))


def _bought(to: Derived, fact: Row, about: Row) -> None:
    card, granted, cash_id = fact["card"], fact["granted"], fact["cash_id"]
    _receive(to, fact, card, about, "cash", "")
    movements: list[Moved] = [
        (cash_id, "cash", "card_bought", "fund", card["fund_id"], -card["amount_micros"]),
        (card["fund_id"], "card", "card_bought", "fund", cash_id, card["amount_micros"]),
    ]
    if granted:
        _receive(to, fact, granted, about, "card_purchase", card["fund_id"])
        movements.append((granted["fund_id"], granted["kind"], "granted_with_card", "fund", card["fund_id"], granted["amount_micros"]))
    move(to, fact, about, movements)


def _received(to: Derived, fact: Row, about: Row) -> None:
    card, source, reference = fact["card"], fact["source"], fact["reference"]
    if source == "huawei_order":
        happens_once(to, fact, about, source, reference)
    _receive(to, fact, card, about, source, reference, fact["batch_id"])
    _pay_in(to, fact, about, (card["fund_id"], "card", "card_received", source, reference, card["amount_micros"]))


def _charged(to: Derived, fact: Row, about: Row) -> None:
    bill_id, account_id = fact["bill_id"], fact["account_id"]
    to.put("charge", bill_id=bill_id, account_id=account_id, position=about["position"])
    movements: list[Moved] = [
        (fund_id, kind, fact["reason"], "bill", bill_id, -amount) for (fund_id, kind), amount in by_fund(fact["taken"]).items()
    ]
    if owed_micros := sum(rest["amount_micros"] for rest in fact["owed"]):
        movements.append((None, "debt", fact["reason"], "bill", bill_id, -owed_micros))
    move(to, fact, about, movements)
    for rest in fact["owed"]:
        to.move("debt", rest["amount_micros"], account_id=account_id, line_id=rest["line_id"], bill_id=bill_id)
    pay(to, fact, about, [{**share, "bill_id": bill_id} for share in fact["taken"]], "at_charge")
    _leave_to_cloud(to, fact, bill_id, sign=1)


def _returned(to: Derived, fact: Row, about: Row) -> None:
    bill_id, of_bill_id, account_id = fact["bill_id"], fact["of_bill_id"], fact["account_id"]
    to.put("charge_return", bill_id=bill_id, account_id=account_id, of_bill_id=of_bill_id, position=about["position"])
    _leave_to_cloud(to, fact, of_bill_id, sign=-1)
    funds = [*fact["credited"], *([fact["granted"]] if fact["granted"] else [])]
    movements: list[Moved] = [(fund["fund_id"], fund["kind"], "adjustment", "bill", bill_id, fund["amount_micros"]) for fund in funds]
    if fact["granted"]:
        _receive(to, fact, fact["granted"], about, "adjustment", bill_id)
    if forgiven_micros := sum(rest["amount_micros"] for rest in fact["forgiven"]):
        movements.append((None, "debt", "adjustment", "bill", bill_id, forgiven_micros))
    move(to, fact, about, [*movements, *repayments(fact["repaid"])])
    for rest in fact["forgiven"]:
        to.move("debt", -rest["amount_micros"], account_id=account_id, line_id=rest["line_id"], bill_id=of_bill_id)
    back = [{**share, "bill_id": of_bill_id, "amount_micros": -share["amount_micros"]} for share in fact["taken_back"]]
    for share in back:
        key = {"bill_id": of_bill_id, "line_id": share["line_id"], "fund_id": share["fund_id"]}
        to.move("returned", -share["amount_micros"], account_id=account_id, **key)
    pay(to, fact, about, back, "returned")
    repay(to, fact, about, first_seq=len(back))


def _leave_to_cloud(to: Derived, fact: Row, bill_id: str, *, sign: int) -> None:
    """What the cloud account still pays of each line."""
    for rest in fact["cloud"]:
        key = {"account_id": fact["account_id"], "bill_id": bill_id, "line_id": rest["line_id"]}
        to.move("cloud_due", sign * rest["amount_micros"], **key, vendor=fact["vendor"])


def happens_once(to: Derived, fact: Row, about: Row, channel: str, reference: str) -> None:
    """A reference from outside, as it is compared: without blanks, in capitals."""
    key = "".join(reference.split()).upper()
    to.put("transfer", channel=channel, reference=key, account_id=fact["account_id"], position=about["position"])


def _receive(to: Derived, fact: Row, fund: Row, about: Row, source: str, reference: str, batch_id: str | None = None) -> None:
    to.put(
        "fund",
        account_id=fact["account_id"],
        fund_id=fund["fund_id"],
        kind=fund["kind"],
        currency=fact["currency"],
        face_micros=fund["amount_micros"],
        activated_at=fund["activated_at"],
        valid_until=fund["valid_until"],
        source=source,
        reference=reference,
        batch_id=batch_id,
        position=about["position"],
    )


def _pay_in(to: Derived, fact: Row, about: Row, credit: Moved) -> None:
    move(to, fact, about, [credit, *repayments(fact["repaid"])])
    repay(to, fact, about)


def repayments(repaid: list[Row]) -> list[Moved]:
    by_bill: dict[str, list[Row]] = {}
    for share in repaid:
        by_bill.setdefault(share["bill_id"], []).append(share)
    return [
        movement
        for bill_id, shares in by_bill.items()
        for (fund_id, kind), amount in by_fund(shares).items()
        for movement in (
            (fund_id, kind, "debt_repaid", "bill", bill_id, -amount),
            (None, "debt", "debt_repaid", "bill", bill_id, amount),
        )
    ]


def repay(to: Derived, fact: Row, about: Row, *, first_seq: int = 0) -> None:
    for share in fact["repaid"]:
        to.move("debt", -share["amount_micros"], account_id=fact["account_id"], line_id=share["line_id"], bill_id=share["bill_id"])
    pay(to, fact, about, fact["repaid"], "as_debt", first_seq=first_seq)


def pay(to: Derived, fact: Row, about: Row, shares: list[Row], paid: str, *, first_seq: int = 0) -> None:
    for seq, share in enumerate(shares, start=first_seq):
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


def move(to: Derived, fact: Row, about: Row, movements: Iterable[Moved]) -> None:
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


def by_fund(shares: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for share in shares:
        key = share["fund_id"], share["kind"]
        totals[key] = totals.get(key, 0) + share["amount_micros"]
    return totals


DERIVE: Final = {
    "wallet.opened": _opened,
    "wallet.cash_credited": _credited,
    "wallet.voucher_activated": _activated,
    "wallet.voucher_granted": _granted,
    "wallet.card_bought": _bought,
    "wallet.card_received": _received,
    "wallet.charged": _charged,
    "wallet.charge_returned": _returned,
}
