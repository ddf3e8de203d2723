"""Allocation: which funds pay which bill lines.

A pure function of the demand and of the funds that are valid at one instant, so that anybody can run it again and get the same split.
Source: product facts 2.2, "Deduction order"; decisions 9 to 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

FundKind = Literal["voucher", "discount_voucher", "card", "cash"]
Family = Literal["billing_center", "cloud"]
"""Where the rest of a bill goes: to debt in the Billing Center, or to the cloud account that settles for the workspace."""

VOUCHER_KINDS: Final[frozenset[FundKind]] = frozenset({"voucher", "discount_voucher"})
DEDUCTION_ORDER: Final[dict[Family, tuple[FundKind, ...]]] = {
    "billing_center": ("voucher", "discount_voucher", "card", "cash"),
    "cloud": ("voucher", "discount_voucher", "card"),
}
_FOREVER: Final = datetime.max.replace(tzinfo=UTC)


class Fund(msgspec.Struct, frozen=True):
    """One piece of value: the cash, a voucher or a prepaid card, with what is left of it (never negative).

    It is valid up to, and not at, `valid_until`; cash is valid for ever.
    """

    fund_id: UUID
    kind: FundKind
    amount_micros: int
    activated_at: datetime
    valid_until: datetime | None = None

    def is_valid_at(self, instant: datetime) -> bool:
        return self.valid_until is None or instant < self.valid_until

    def less(self, amount_micros: int) -> Fund:
        """What is left when `amount_micros` is taken."""
        return msgspec.structs.replace(self, amount_micros=self.amount_micros - amount_micros)


class Demand(msgspec.Struct, frozen=True):
    """A bill line that asks for money (zero or more). The wallet does not know what was used, only whether vouchers may pay for it."""

    line_id: UUID
    amount_micros: int
    vouchers_may_pay: bool

    def accepts(self, kind: FundKind) -> bool:
        return self.vouchers_may_pay or kind not in VOUCHER_KINDS


class Taken(msgspec.Struct, frozen=True):
    """What one fund pays of one line: more than zero."""

    line_id: UUID
    fund_id: UUID
    kind: FundKind
    amount_micros: int


class Remainder(msgspec.Struct, frozen=True):
    """What the funds do not pay of one line: more than zero."""

    line_id: UUID
    amount_micros: int


class Allocation(msgspec.Struct, frozen=True):
    """The split of a demand: each line is exactly what was taken for it, plus what is owed, plus what the cloud account pays."""

    taken: list[Taken]
    owed: list[Remainder]
    cloud: list[Remainder]


def allocate(lines: Iterable[Demand], funds: Iterable[Fund], family: Family) -> Allocation:
    """Pay line by line, in the order given, from the funds in deduction order; the rest is owed or goes to the cloud account.

    The caller passes only funds that are valid at the instant of the charge.
    Source: decision 9 (line by line), decision 11 (deduction order).
    """
    purse = in_deduction_order(funds, family)
    left = {fund.fund_id: fund.amount_micros for fund in purse}
    taken: list[Taken] = []
    unpaid: list[Remainder] = []
    for line in lines:
        shares = list(_take(line, purse, left))
        taken += shares
        if rest := line.amount_micros - sum(share.amount_micros for share in shares):
            unpaid.append(Remainder(line.line_id, rest))
    return Allocation(taken, owed=unpaid, cloud=[]) if family == "billing_center" else Allocation(taken, owed=[], cloud=unpaid)


def repay(debts: Iterable[Demand], credit: Fund) -> list[Taken]:
    """What a new credit pays of the debts, oldest first: cash and cards any line, a voucher only those it may. Source: decision 12."""
    return allocate(debts, [credit], "billing_center").taken


def in_deduction_order(funds: Iterable[Fund], family: Family) -> list[Fund]:
    """The funds this family may touch: by kind, then earliest expiry, then earliest activation, then id. Source: decisions 10 and 11."""
    rank = {kind: place for place, kind in enumerate(DEDUCTION_ORDER[family])}
    usable = (fund for fund in funds if fund.kind in rank)
    return sorted(usable, key=lambda fund: (rank[fund.kind], fund.valid_until or _FOREVER, fund.activated_at, fund.fund_id))


def _take(line: Demand, purse: Sequence[Fund], left: dict[UUID, int]) -> Iterator[Taken]:
    """Take what `line` needs from what is `left` of each fund, and note it there."""
    due = line.amount_micros
    for fund in purse:
        amount = min(due, left[fund.fund_id])
        if amount and line.accepts(fund.kind):
            due -= amount
            left[fund.fund_id] -= amount
            yield Taken(line.line_id, fund.fund_id, fund.kind, amount)
