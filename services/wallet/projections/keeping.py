"""What time and operators do: ended and frozen funds, thresholds, and what accounts were told."""

from __future__ import annotations

from typing import Any

from services.kernel.eventstore import Rowset
from services.wallet.domain import Wallet
from services.wallet.projections.projector import PROJECTOR, Movement, move, pay_debts, repayments
from services.wallet.projections.tables import ALERTS, EXPIRED, FREEZES, LIMITS


@PROJECTOR.on(Wallet.FundExpired)
def _fund_expired(fact: Wallet.FundExpired, rows: Rowset) -> None:
    move(fact, [Movement(fact.fund_id, fact.kind, "expired", "breakage", "", -fact.amount_micros)], rows)
    rows.add(EXPIRED, account_id=fact.account_id, fund_id=fact.fund_id, amount_micros=fact.amount_micros, expired_at=fact.occurred_at)


@PROJECTOR.on(Wallet.FundFrozen)
def _fund_frozen(fact: Wallet.FundFrozen, rows: Rowset) -> None:
    _note_freeze(fact, True, rows)


@PROJECTOR.on(Wallet.FundUnfrozen)
def _fund_unfrozen(fact: Wallet.FundUnfrozen, rows: Rowset) -> None:
    move(fact, repayments(fact.repaid), rows)
    pay_debts(fact, fact.repaid, rows)
    _note_freeze(fact, False, rows)


@PROJECTOR.on(Wallet.LimitsSet)
def _limits_set(fact: Wallet.LimitsSet, rows: Rowset) -> None:
    rows.add(
        LIMITS,
        account_id=fact.account_id,
        low_balance_micros=fact.limits.low_balance_micros,
        month_micros=fact.limits.month_micros,
    )


@PROJECTOR.on(Wallet.BalanceFellLow)
def _balance_fell_low(fact: Wallet.BalanceFellLow, rows: Rowset) -> None:
    _alert(fact, "balance_fell_low", fact.usable_micros, fact.low_balance_micros, rows)


@PROJECTOR.on(Wallet.BalanceRecovered)
def _balance_recovered(fact: Wallet.BalanceRecovered, rows: Rowset) -> None:
    _alert(fact, "balance_recovered", fact.usable_micros, fact.low_balance_micros, rows)


@PROJECTOR.on(Wallet.SpendingReached)
def _spending_reached(fact: Wallet.SpendingReached, rows: Rowset) -> None:
    _alert(fact, f"spending_reached_{fact.percent}", fact.spent_micros, fact.limit_micros, rows)


def _note_freeze(fact: Any, is_frozen: bool, rows: Rowset) -> None:
    rows.add(
        FREEZES,
        account_id=fact.account_id,
        fund_id=fact.fund_id,
        is_frozen=is_frozen,
        reason=fact.reason,
        by_member_id=fact.by_member_id,
        changed_at=fact.occurred_at,
    )


def _alert(fact: Any, kind: str, amount_micros: int, threshold_micros: int, rows: Rowset) -> None:
    rows.add(
        ALERTS,
        account_id=fact.account_id,
        kind=kind,
        amount_micros=amount_micros,
        threshold_micros=threshold_micros,
        occurred_at=fact.occurred_at,
    )
