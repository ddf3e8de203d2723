"""Decisions about value kept apart: for orders in flight and for refunds that wait for a second operator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from services.wallet.allocation import Demand, FundKind, Taken, allocate
from services.wallet.domain.claims import Hold, Order, Repayment, require_no_line_twice
from services.wallet.domain.keeping import Keeping
from services.wallet.domain.refusals import (
    AmountIsOutOfRange,
    CaptureIsTooLarge,
    FundIsFrozen,
    FundsAreInsufficient,
    HoldIsOver,
    OrderIsEmpty,
    SpendingLimitIsReached,
    TooManyHolds,
    ValidityIsOver,
)

MOST_HOLDS: Final = 100
"""Live holds of one wallet: it must load like a new one."""
_REFUNDABLE: Final[list[FundKind]] = ["cash"]
"""Source: decision 16."""


class Holding(Keeping):
    """Decisions that keep value apart, spend it or let it go."""

    def reserve(self, hold_id: UUID, order: Order, *, expires_at: datetime, at: datetime) -> Hold:
        """Keep apart what an order costs, from the kinds chosen, in deduction order; in full or not at all. A refund is of cash alone.

        It ends at `expires_at` or with the first fund in it that ends, whichever is earlier.
        Refuses: CurrencyDiffers, OrderIsEmpty, LineIsRepeated, ValidityIsOver, TooManyHolds, SpendingLimitIsReached, FundsAreInsufficient.
        """
        self._require_own(order.currency)
        if order.amount_micros <= 0:
            raise OrderIsEmpty(subject=order.subject)
        require_no_line_twice(order.lines)
        if expires_at <= at:
            raise ValidityIsOver(valid_until=expires_at, now=at)
        self.come_to(at)
        if len(self.holds) >= MOST_HOLDS:
            raise TooManyHolds(most=MOST_HOLDS)
        self._require_within_limit(order, at=at)
        kinds = _REFUNDABLE if order.purpose == "refund" else order.kinds
        funds = [fund for fund in self.usable_at(at) if fund.kind in kinds]
        split = allocate(order.lines, funds, "billing_center")
        if split.owed:
            lacking_micros = sum(rest.amount_micros for rest in split.owed)
            raise FundsAreInsufficient(required_micros=order.amount_micros, available_micros=order.amount_micros - lacking_micros)
        ends = [self.funds[share.fund_id].valid_until for share in split.taken]
        hold = Hold(
            hold_id, order.subject, order.purpose, order.lines, split.taken, min([expires_at, *(end for end in ends if end is not None)])
        )
        self._record("FundsReserved", hold=hold, kinds=kinds, occurred_at=at)
        self._watch(at)
        return hold

    def capture(self, hold_id: UUID, *, amounts: Mapping[UUID, int] | None = None, at: datetime) -> tuple[list[Taken], list[Repayment]]:
        """Spend what is held: all, or of each line its amount in `amounts` (micros, at most what was held; a line not named is not spent).

        The rest is usable again, and pays debts at once. A refund's hold is not captured but refunded.
        Refuses: HoldIsOver, CaptureIsTooLarge, AmountIsOutOfRange (less than nothing), FundIsFrozen.
        """
        self.come_to(at)
        hold = self._hold(hold_id, is_refund=False)
        lines = hold.lines if amounts is None else _lesser(hold, amounts)
        taken = _first_shares(hold.shares, lines)
        for share in taken:
            if share.fund_id in self.frozen:
                raise FundIsFrozen(fund_id=share.fund_id)
        rest = msgspec.structs.replace(hold, shares=_without(hold.shares, taken))
        repaid = self._repaid_by(self._freed(rest, at=at))
        self._record(
            "FundsCaptured",
            hold_id=hold_id,
            subject=hold.subject,
            purpose=hold.purpose,
            lines=lines,
            taken=taken,
            repaid=repaid,
            occurred_at=at,
        )
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return taken, repaid

    def release(self, hold_id: UUID, *, at: datetime) -> list[Repayment]:
        """Let go of what is held; it pays debts at once. Refuses: HoldIsOver."""
        self.come_to(at)
        repaid = self._let_go(self._hold(hold_id), "released", at=at)
        self._watch(at)
        return repaid

    def refund(self, hold_id: UUID, *, reference: str, by_member_id: UUID, at: datetime) -> int:
        """Pay held cash out to the customer; the amount in micros. `reference`: the bank's id of the payout.

        Refuses: HoldIsOver. Source: decision 16.
        """
        self.come_to(at)
        hold = self._hold(hold_id, is_refund=True)
        self._record(
            "CashRefunded",
            hold_id=hold_id,
            refund_id=hold.subject,
            fund_id=self.cash_id,
            amount_micros=hold.amount_micros,
            reference=reference,
            by_member_id=by_member_id,
            occurred_at=at,
        )
        self._watch(at)
        return hold.amount_micros

    def _hold(self, hold_id: UUID, *, is_refund: bool | None = None) -> Hold:
        """A live hold; where it matters, one that is for a refund or one that is not. Refuses: HoldIsOver."""
        hold = self.holds.get(hold_id)
        if hold is None or is_refund not in (None, hold.purpose == "refund"):
            raise HoldIsOver(hold_id=hold_id)
        return hold

    def month_room_micros(self, at: datetime) -> int | None:
        """What the account's own limit leaves for this month, less what is promised; None if it has no limit."""
        limit = self.limits.month_micros
        if limit is None:
            return None
        return max(limit - self._spent_or_promised(at), 0)

    def _require_within_limit(self, order: Order, *, at: datetime) -> None:
        limit, spent_micros = self.limits.month_micros, self._spent_or_promised(at)
        if limit is not None and order.purpose != "refund" and spent_micros + order.amount_micros > limit:
            raise SpendingLimitIsReached(limit_micros=limit, spent_micros=spent_micros, required_micros=order.amount_micros)

    def _spent_or_promised(self, at: datetime) -> int:
        promised_micros = sum(hold.amount_micros for hold in self.holds.values() if hold.purpose != "refund")
        return self.spending.in_month(at) + promised_micros


def _lesser(hold: Hold, amounts: Mapping[UUID, int]) -> list[Demand]:
    """The lines of a hold at the amounts that are to be captured. Refuses: CaptureIsTooLarge, AmountIsOutOfRange."""
    known = {line.line_id: line.amount_micros for line in hold.lines}
    for line_id, amount in amounts.items():
        if amount > known.get(line_id, 0):
            raise CaptureIsTooLarge(line_id=line_id, held_micros=known.get(line_id, 0), required_micros=amount)
        if amount < 0:
            raise AmountIsOutOfRange(amount_micros=amount, least_micros=0, most_micros=known.get(line_id, 0))
    lines = (msgspec.structs.replace(line, amount_micros=amounts.get(line.line_id, 0)) for line in hold.lines)
    return [line for line in lines if line.amount_micros]


def _first_shares(shares: Iterable[Taken], lines: Iterable[Demand]) -> list[Taken]:
    """The shares that pay these lines, the first of each line first."""
    due = {line.line_id: line.amount_micros for line in lines}
    taken = []
    for share in shares:
        amount = min(share.amount_micros, due.get(share.line_id, 0))
        if amount:
            due[share.line_id] -= amount
            taken.append(msgspec.structs.replace(share, amount_micros=amount))
    return taken


def _without(shares: Iterable[Taken], taken: Iterable[Taken]) -> list[Taken]:
    """What is left of shares when some of them are taken."""
    spent = {(share.line_id, share.fund_id): share.amount_micros for share in taken}
    rest = (
        msgspec.structs.replace(share, amount_micros=share.amount_micros - spent.get((share.line_id, share.fund_id), 0)) for share in shares
    )
    return [share for share in rest if share.amount_micros]
