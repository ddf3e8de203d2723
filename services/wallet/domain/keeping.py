"""What time and operators do to a wallet: ends of validity and of holds, frozen funds, thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from services.wallet.allocation import Fund
from services.wallet.domain.claims import Hold, ReleaseCause, Repayment
from services.wallet.domain.limits import Limits, percent_reached
from services.wallet.domain.purse import Purse
from services.wallet.domain.refusals import (
    CashCannotBeFrozen,
    FundIsFrozen,
    FundIsNotFrozen,
    FundIsOver,
)


class Keeping(Purse):
    """Decisions that keep a wallet in order."""

    def come_to(self, at: datetime) -> None:
        """Book what ended by `at`, in the order in which it ended: holds, and funds with value left (breakage, decision 17).

        Every decision does this first, so nothing happens between an end and its booking, and the outcome does not depend on when it is
        booked. The account is told of what an end did to its balance, as of that end.
        """
        ended_by = sorted(self._ended_by(at), key=lambda end: (end[0], isinstance(end[1], Fund), _id_of(end[1])))
        for instant, ends in groupby(ended_by, key=itemgetter(0)):
            for _, ended in ends:
                self._end(ended, at=instant)
            self._watch(instant)

    def next_end(self) -> datetime | None:
        """When the next hold or validity ends: nothing is due before."""
        ends = [hold.expires_at for hold in self.holds.values()]
        ends += [fund.valid_until for fund in self.funds.values() if fund.valid_until is not None]
        return min(ends, default=None)

    def freeze(self, fund_id: UUID, *, reason: str, by_member_id: UUID | None = None, at: datetime) -> None:
        """Take a voucher or card out of use; nothing is taken from it. What is held of it cannot be captured meanwhile.

        Refuses: FundIsOver, FundIsFrozen, CashCannotBeFrozen.
        """
        self.come_to(at)
        self._require_there(fund_id)
        if fund_id in self.frozen:
            raise FundIsFrozen(fund_id=fund_id)
        self._record("FundFrozen", fund_id=fund_id, reason=reason, by_member_id=by_member_id, occurred_at=at)
        self._watch(at)

    def unfreeze(self, fund_id: UUID, *, reason: str, by_member_id: UUID | None = None, at: datetime) -> list[Repayment]:
        """Put a fund back into use; it pays at once the debts it may. Refuses: FundIsOver, FundIsNotFrozen."""
        self.come_to(at)
        self._require_there(fund_id)
        if fund_id not in self.frozen:
            raise FundIsNotFrozen(fund_id=fund_id)
        fund = self.funds[fund_id]
        free = fund.less(self._held_by_fund().get(fund_id, 0))
        repaid = self._repaid_by([free])
        self._record("FundUnfrozen", fund_id=fund_id, reason=reason, by_member_id=by_member_id, repaid=repaid, occurred_at=at)
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return repaid

    def set_limits(self, limits: Limits, *, by_member_id: UUID | None = None, at: datetime) -> None:
        """Set all thresholds; the account is told anew of what is reached already."""
        self.come_to(at)
        if limits != self.limits:
            self._record("LimitsSet", limits=limits, by_member_id=by_member_id, occurred_at=at)
            self._watch(at)

    def _require_there(self, fund_id: UUID) -> None:
        if fund_id == self.cash_id:
            raise CashCannotBeFrozen()
        if fund_id not in self.funds:
            raise FundIsOver(fund_id=fund_id)

    def _ended_by(self, at: datetime) -> Iterator[tuple[datetime, Hold | Fund]]:
        for hold in self.holds.values():
            if hold.expires_at <= at:
                yield hold.expires_at, hold
        for fund in self.funds.values():
            if fund.valid_until is not None and fund.valid_until <= at:
                yield fund.valid_until, fund

    def _end(self, ended: Hold | Fund, *, at: datetime) -> None:
        if isinstance(ended, Hold):
            self._let_go(ended, "expired", at=at)
        elif ended.fund_id in self.funds:
            left = self.funds[ended.fund_id]  # a hold that ended just now may have paid a debt with it
            self._record("FundExpired", fund_id=left.fund_id, kind=left.kind, amount_micros=left.amount_micros, occurred_at=at)

    def _let_go(self, hold: Hold, cause: ReleaseCause, *, at: datetime) -> list[Repayment]:
        """End a hold: what it kept is usable again, and pays at once the debts that came meanwhile."""
        repaid = self._repaid_by(self._freed(hold, at=at))
        self._record("FundsReleased", hold_id=hold.hold_id, subject=hold.subject, cause=cause, repaid=repaid, occurred_at=at)
        self._note_clearance(repaid, at=at)
        return repaid

    def _freed(self, hold: Hold, *, at: datetime) -> list[Fund]:
        """What a hold kept, by fund, where it can be used; at the end of its validity it can be used no more."""
        amounts: dict[UUID, int] = {}
        for share in hold.shares:
            amounts[share.fund_id] = amounts.get(share.fund_id, 0) + share.amount_micros
        funds = [self.funds[fund_id].less(self.funds[fund_id].amount_micros - amount) for fund_id, amount in amounts.items()]
        return [fund for fund in funds if fund.is_valid_at(at) and fund.fund_id not in self.frozen]

    def _watch(self, at: datetime) -> None:
        """Note what the account wants to be told: once until its balance recovers, once a month for each share of its limit."""
        low, limit = self.limits.low_balance_micros, self.limits.month_micros
        if low is not None:
            usable_micros = self.usable_micros(at)
            if (usable_micros < low) != self.spending.is_low:
                fact = "BalanceFellLow" if usable_micros < low else "BalanceRecovered"
                self._record(fact, usable_micros=usable_micros, low_balance_micros=low, occurred_at=at)
        if limit is not None:
            spent_micros = self.spending.in_month(at)
            percent = percent_reached(spent_micros, limit)
            if spent_micros and percent > self.spending.told_percent:
                self._record(
                    "SpendingReached",
                    month=self.spending.month,
                    percent=percent,
                    spent_micros=spent_micros,
                    limit_micros=limit,
                    occurred_at=at,
                )


def _id_of(ended: Hold | Fund) -> UUID:
    return ended.hold_id if isinstance(ended, Hold) else ended.fund_id
