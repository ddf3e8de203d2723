"""The wallet's rows that follow from what is kept apart, from what time and operators do, and from what accounts are told."""

from __future__ import annotations

from typing import Final

from services.audit.replay.tables import Derived, Row
from services.audit.replay.wallet_rows import Moved, by_fund, happens_once, move, pay, repay, repayments


def _reserved(to: Derived, fact: Row, about: Row) -> None:
    hold, of = fact["hold"], {"account_id": fact["account_id"], "hold_id": fact["hold"]["hold_id"]}
    to.put(
        "hold",
        **of,
        subject=hold["subject"],
        purpose=hold["purpose"],
        amount_micros=sum(share["amount_micros"] for share in hold["shares"]),
        expires_at=hold["expires_at"],
        reserved_at=fact["occurred_at"],
        position=about["position"],
    )
    for (fund_id, kind), amount in by_fund(hold["shares"]).items():
        to.put("hold_share", **of, fund_id=fund_id, kind=kind, amount_micros=amount)


def _captured(to: Derived, fact: Row, about: Row) -> None:
    subject, taken = fact["subject"], fact["taken"]
    spent: list[Moved] = [(fund_id, kind, fact["purpose"], "order", subject, -amount) for (fund_id, kind), amount in by_fund(taken).items()]
    move(to, fact, about, [*spent, *repayments(fact["repaid"])])
    pay(to, fact, about, [{**share, "bill_id": subject} for share in taken], "with_order")
    repay(to, fact, about, first_seq=len(taken))
    _end(to, fact, "captured", sum(share["amount_micros"] for share in taken))


def _released(to: Derived, fact: Row, about: Row) -> None:
    move(to, fact, about, repayments(fact["repaid"]))
    repay(to, fact, about)
    _end(to, fact, fact["cause"], 0)


def _refunded(to: Derived, fact: Row, about: Row) -> None:
    happens_once(to, fact, about, "refund", fact["reference"])
    move(to, fact, about, [(fact["fund_id"], "cash", "refund", "refund", fact["reference"], -fact["amount_micros"])])
    _end(to, fact, "captured", fact["amount_micros"])


def _end(to: Derived, fact: Row, status: str, captured_micros: int) -> None:
    to.put(
        "hold_end",
        account_id=fact["account_id"],
        hold_id=fact["hold_id"],
        status=status,
        captured_micros=captured_micros,
        ended_at=fact["occurred_at"],
    )


def _expired(to: Derived, fact: Row, about: Row) -> None:
    fund_id, amount = fact["fund_id"], fact["amount_micros"]
    move(to, fact, about, [(fund_id, fact["kind"], "expired", "breakage", "", -amount)])
    to.move("expired_fund", amount, account_id=fact["account_id"], fund_id=fund_id, expired_at=fact["occurred_at"])


def _frozen(to: Derived, fact: Row, about: Row) -> None:
    _freeze(to, fact, is_frozen=True)


def _unfrozen(to: Derived, fact: Row, about: Row) -> None:
    move(to, fact, about, repayments(fact["repaid"]))
    repay(to, fact, about)
    _freeze(to, fact, is_frozen=False)


def _freeze(to: Derived, fact: Row, *, is_frozen: bool) -> None:
    to.put(
        "fund_freeze",
        account_id=fact["account_id"],
        fund_id=fact["fund_id"],
        is_frozen=is_frozen,
        reason=fact["reason"],
        by_member_id=fact["by_member_id"],
        changed_at=fact["occurred_at"],
    )


def _limits_set(to: Derived, fact: Row, about: Row) -> None:
    limits = fact["limits"]
    to.put(
        "wallet_limits",
        account_id=fact["account_id"],
        low_balance_micros=limits["low_balance_micros"],
        month_micros=limits["month_micros"],
    )


def _fell_low(to: Derived, fact: Row, about: Row) -> None:
    _tell(to, fact, about, "balance_fell_low", fact["usable_micros"], fact["low_balance_micros"])


def _recovered(to: Derived, fact: Row, about: Row) -> None:
    _tell(to, fact, about, "balance_recovered", fact["usable_micros"], fact["low_balance_micros"])


def _reached(to: Derived, fact: Row, about: Row) -> None:
    _tell(to, fact, about, f"spending_reached_{fact['percent']}", fact["spent_micros"], fact["limit_micros"])


def _tell(to: Derived, fact: Row, about: Row, kind: str, amount_micros: int, threshold_micros: int) -> None:
    to.put(
        "alert",
        account_id=fact["account_id"],
        position=about["position"],
        kind=kind,
        amount_micros=amount_micros,
        threshold_micros=threshold_micros,
        occurred_at=fact["occurred_at"],
    )


DERIVE: Final = {
    "wallet.funds_reserved": _reserved,
    "wallet.funds_captured": _captured,
    "wallet.funds_released": _released,
    "wallet.cash_refunded": _refunded,
    "wallet.fund_expired": _expired,
    "wallet.fund_frozen": _frozen,
    "wallet.fund_unfrozen": _unfrozen,
    "wallet.limits_set": _limits_set,
    "wallet.balance_fell_low": _fell_low,
    "wallet.balance_recovered": _recovered,
    "wallet.spending_reached": _reached,
}
