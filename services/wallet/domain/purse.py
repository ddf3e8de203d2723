"""What is in a wallet, and what every decision about it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.ids import natural_id
from services.kernel.money import CurrencyDiffers
from services.wallet.allocation import DEDUCTION_ORDER, Fund, FundKind, Taken, allocate
from services.wallet.domain.claims import Debt, Hold, Repayment
from services.wallet.domain.limits import Limits, Spending


class Purse:
    """The state of a wallet, and questions about it. What is spent or paid is no part of it."""

    account_id: UUID
    currency: str
    funds: dict[UUID, Fund]
    debts: dict[UUID, Debt]
    """By bill line, oldest first."""
    holds: dict[UUID, Hold]
    frozen: dict[UUID, str]
    """Funds that an operator took out of use, and why."""
    limits: Limits
    spending: Spending

    @property
    def cash_id(self) -> UUID:
        return natural_id("cash", self.account_id)

    @property
    def cash_micros(self) -> int:
        cash = self.funds.get(self.cash_id)
        return cash.amount_micros if cash else 0

    @property
    def debt_micros(self) -> int:
        return sum(debt.amount_micros for debt in self.debts.values())

    @property
    def held_micros(self) -> int:
        return sum(hold.amount_micros for hold in self.holds.values())

    def funds_valid_at(self, instant: datetime) -> list[Fund]:
        """What has not ended at an instant. A fund past its validity is never used, and no balance counts it."""
        return [fund for fund in self.funds.values() if fund.is_valid_at(instant)]

    def usable_at(self, instant: datetime) -> list[Fund]:
        """What may be spent at an instant: valid, not frozen, and without what is held."""
        valid = self.funds_valid_at(instant)
        if not self.holds and not self.frozen:
            return valid
        held = self._held_by_fund()
        free = (fund.less(held.get(fund.fund_id, 0)) for fund in valid if fund.fund_id not in self.frozen)
        return [fund for fund in free if fund.amount_micros]

    def usable_micros(self, instant: datetime, kinds: Sequence[FundKind] = DEDUCTION_ORDER["billing_center"]) -> int:
        return sum(fund.amount_micros for fund in self.usable_at(instant) if fund.kind in kinds)

    def _held_by_fund(self) -> dict[UUID, int]:
        held: dict[UUID, int] = {}
        for hold in self.holds.values():
            for share in hold.shares:
                held[share.fund_id] = held.get(share.fund_id, 0) + share.amount_micros
        return held

    def _require_own(self, currency: str) -> None:
        """Refuses: CurrencyDiffers."""
        if currency != self.currency:
            raise CurrencyDiffers(expected=self.currency, actual=currency)

    def _repaid_by(self, credits: Iterable[Fund], debts: Iterable[Debt] | None = None) -> list[Repayment]:
        """What fresh credits pay of the debts, oldest first: cash and cards any line, vouchers those they may. Source: decision 12."""
        owed = [*self.debts.values()] if debts is None else [*debts]
        bills = {debt.line_id: debt.bill_id for debt in owed}
        shares = allocate(owed, credits, "billing_center").taken
        return [Repayment(share.line_id, share.fund_id, share.kind, share.amount_micros, bills[share.line_id]) for share in shares]

    def _note_clearance(self, repaid: Sequence[Repayment], *, at: datetime) -> None:
        if repaid and not self.debts:
            self._record("DebtCleared", occurred_at=at)

    def _record(self, fact: str, **details: Any) -> None:
        """Trigger the wallet's event of this name."""
        raise NotImplementedError

    # -- what facts do to the state -------------------------------------------------------------------------------------------------

    def _receive(self, fund: Fund) -> None:
        held = self.funds.get(fund.fund_id)
        self.funds[fund.fund_id] = held.less(-fund.amount_micros) if held else fund

    def _spend(self, fund_id: UUID, amount_micros: int) -> None:
        rest = self.funds[fund_id].less(amount_micros)
        if rest.amount_micros:
            self.funds[fund_id] = rest
        else:
            del self.funds[fund_id]
            self.frozen.pop(fund_id, None)

    def _spend_shares(self, shares: Iterable[Taken]) -> None:
        for share in shares:
            self._spend(share.fund_id, share.amount_micros)

    def _settle(self, repaid: Iterable[Repayment]) -> None:
        for share in repaid:
            self._spend(share.fund_id, share.amount_micros)
            self._owe_less(share.line_id, share.amount_micros)

    def _owe_less(self, line_id: UUID, amount_micros: int) -> None:
        debt = self.debts[line_id]
        rest_micros = debt.amount_micros - amount_micros
        if rest_micros:
            self.debts[line_id] = msgspec.structs.replace(debt, amount_micros=rest_micros)  # keeps its place: oldest first
        else:
            del self.debts[line_id]
