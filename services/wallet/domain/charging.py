"""Decisions about bills: charging them, and giving back what an adjustment says was charged too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from services.kernel.ids import derived_id
from services.wallet.allocation import Allocation, Fund, Remainder, Taken, allocate
from services.wallet.domain.claims import Bill, Debt, Repayment, Return, require_no_line_twice
from services.wallet.domain.keeping import Keeping
from services.wallet.domain.refusals import BillIsCharged, LineIsRepeated, ReturnIsTooLarge

RETURNED_VOUCHER_LASTS: Final = timedelta(days=30)
"""What replaces a fund that has ended. Source: decision 18."""


class Returned(msgspec.Struct, frozen=True):
    """How an amount was given back: to debts, to the funds that paid, by a new voucher, on the cloud vendor's reports."""

    forgiven: list[Remainder]
    taken_back: list[Taken]
    credited: list[Fund]
    granted: Fund | None
    cloud: list[Remainder]
    repaid: list[Repayment]
    """What of it paid other debts at once."""


class Charging(Keeping):
    """Decisions about bills."""

    def charge(self, bill: Bill, *, at: datetime) -> Allocation:
        """Take a bill from the funds usable at `at`, in the deduction order; what they lack becomes debt, or the cloud account's to pay.

        That a bill is charged once is held by the store; here it shows only while some of it is owed.
        Refuses: CurrencyDiffers, CloudVendorDiffers, BillIsCharged, LineIsRepeated.
        Source: product facts 2.2, "Deduction order"; decisions 9 to 12.
        """
        self._require_own(bill.currency)
        bill.require_chargeable()
        self.come_to(at)
        self._require_not_owed(bill)
        allocation = allocate(bill.lines, self.usable_at(at), bill.family)
        self._record(
            "Charged",
            bill_id=bill.bill_id,
            reason=bill.reason,
            family=bill.family,
            vendor=bill.vendor,
            lines=bill.lines,
            taken=allocation.taken,
            owed=allocation.owed,
            cloud=allocation.cloud,
            occurred_at=at,
        )
        self._watch(at)
        return allocation

    def give_back(self, due: Return, *, at: datetime) -> Returned:
        """Give back what an adjustment says was charged too much: to what is still owed, then to what paid, the last first.

        Where a fund has ended its part comes back as a voucher of thirty days. What comes back pays other debts at once.
        Refuses: CurrencyDiffers, LineIsRepeated, ReturnIsTooLarge. Source: decision 18.
        """
        self._require_own(due.currency)
        require_no_line_twice(due.lines)
        self.come_to(at)
        split = self._split_return(due, at=at)
        had_debt = bool(self.debts)
        self._record(
            "ChargeReturned",
            bill_id=due.bill_id,
            of_bill_id=due.of_bill_id,
            vendor=due.vendor,
            lines=due.lines,
            **msgspec.structs.asdict(split),
            occurred_at=at,
        )
        if had_debt and not self.debts:
            self._record("DebtCleared", occurred_at=at)
        self._watch(at)
        return split

    def _split_return(self, due: Return, *, at: datetime) -> Returned:
        forgiven: list[Remainder] = []
        cloud: list[Remainder] = []
        back: list[tuple[Taken, Fund]] = []
        for line in due.lines:
            left = line.amount_micros
            for rest in self._unpaid_of(due, line.line_id):
                amount = min(left, rest.amount_micros)
                if amount:
                    (cloud if due.vendor else forgiven).append(Remainder(line.line_id, amount))
                    left -= amount
            for paid in reversed([share for share in due.paid if share.line_id == line.line_id]):
                amount = min(left, paid.amount_micros)
                if amount:
                    back.append((Taken(line.line_id, paid.fund.fund_id, paid.fund.kind, amount), paid.fund))
                    left -= amount
            if left:
                raise ReturnIsTooLarge(line_id=line.line_id, lacking_micros=left)
        credited = _by_fund((share, fund) for share, fund in back if fund.is_valid_at(at))
        lost_micros = sum(share.amount_micros for share, fund in back if not fund.is_valid_at(at))
        granted = _instead(lost_micros, due, at=at) if lost_micros else None
        repaid = self._repaid_with([*credited, *([granted] if granted else [])], forgiven)
        return Returned(forgiven, [share for share, _ in back], credited, granted, cloud, repaid)

    def _repaid_with(self, back: Sequence[Fund], forgiven: Sequence[Remainder]) -> list[Repayment]:
        """What comes back pays of the debts that are left when some are forgiven."""
        less = {rest.line_id: rest.amount_micros for rest in forgiven}
        left = (_less(debt, less.get(debt.line_id, 0)) for debt in self.debts.values())
        return self._repaid_by([fund for fund in back if fund.fund_id not in self.frozen], [debt for debt in left if debt.amount_micros])

    def _unpaid_of(self, due: Return, line_id: UUID) -> Iterator[Remainder]:
        """What of a line is still owed, or is the cloud account's to pay: it comes off first, for it is paid last."""
        if due.vendor is not None:
            yield from (Remainder(line_id, share.amount_micros) for share in due.cloud if share.line_id == line_id)
        elif line_id in self.debts and self.debts[line_id].bill_id == due.of_bill_id:
            yield Remainder(line_id, self.debts[line_id].amount_micros)

    def _require_not_owed(self, bill: Bill) -> None:
        for line in bill.lines:
            debt = self.debts.get(line.line_id)
            if debt is not None:
                raise BillIsCharged(bill_id=bill.bill_id) if debt.bill_id == bill.bill_id else LineIsRepeated(line_id=line.line_id)


def _less(debt: Debt, amount_micros: int) -> Debt:
    return msgspec.structs.replace(debt, amount_micros=debt.amount_micros - amount_micros)


def _by_fund(shares: Iterator[tuple[Taken, Fund]]) -> list[Fund]:
    """What goes back to each fund altogether, as a fund of that amount."""
    credited: dict[UUID, Fund] = {}
    for share, fund in shares:
        sofar = credited.get(fund.fund_id)
        amount = share.amount_micros + (sofar.amount_micros if sofar else 0)
        credited[fund.fund_id] = msgspec.structs.replace(fund, amount_micros=amount)
    return [*credited.values()]


def _instead(amount_micros: int, due: Return, *, at: datetime) -> Fund:
    """The voucher for what cannot go back where it came from."""
    return Fund(derived_id(due.bill_id, "returned_voucher"), "voucher", amount_micros, at, at + RETURNED_VOUCHER_LASTS)
