"""What goes to bills, and what comes back from them."""

from __future__ import annotations

import copy
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from services.wallet.allocation import Allocation, Demand, Fund, allocate
from services.wallet.domain import Bill, CloudShare, PaidShare, Return, Returned
from tests.support.wallet_rules.playing import MICROS, UUID, Playing, new_lines, units, whichever


class ChargingRules(Playing):
    @rule(lines=new_lines, vendor=st.sampled_from([None, None, "aliyun", "aws", "huawei"]), random=st.randoms(use_true_random=False))
    def a_bill_is_charged(self, lines, vendor, random):
        self._charge(self.demand(lines), vendor, random)

    @rule(hundredths=st.integers(50, 300), random=st.randoms(use_true_random=False))
    def a_bill_takes_most_of_what_there_is(self, hundredths, random):
        part = self.early.usable_micros(self.now) * hundredths // 300 + 1_000
        self._charge(self.demand([(part, True), (part, False), (part, True)]), None, random)

    def _charge(self, lines, vendor, random):
        """Its split is a function of the lines and of what is usable, in whatever order that comes."""
        bill = Bill(self.next_id(), "CNY", lines, family="cloud" if vendor else "billing_center", vendor=vendor)
        then = copy.deepcopy(self.wallet)
        then.come_to(self.now)
        usable = then.usable_at(self.now)
        foretold = allocate(bill.lines, random.sample(usable, len(usable)), bill.family)

        allocation = self.decide("charge", bill)

        assert allocation == foretold
        asked = [(line.line_id.int, units(line.amount_micros), line.vouchers_may_pay) for line in bill.lines]
        expected = self.oracle.charge(bill.bill_id.int, asked, self.now, cloud=vendor is not None)
        assert {line.line_id.int: _split(allocation, line) for line in bill.lines} == expected

    @precondition(lambda self: self.early.debts)
    @rule()
    def an_owed_line_cannot_be_charged_again(self):
        owed = next(iter(self.early.debts.values()))
        assert self.decide("charge", Bill(self.next_id(), "CNY", [owed])) is None
        assert self.decide("charge", Bill(owed.bill_id, "CNY", [owed])) is None

    @precondition(lambda self: self.oracle.paid or self.oracle.debts or self.oracle.by_cloud)
    @rule(which=whichever, parts=st.lists(st.integers(0, 110), min_size=1, max_size=5))
    def part_of_a_bill_comes_back(self, which, parts):
        """`parts`: how much of each line, in hundredths of what was demanded of it and did not come back."""
        known = {*self.oracle.paid, *self.oracle.by_cloud, *((debt[3], debt[0]) for debt in self.oracle.debts)}
        of_bill = sorted({bill for bill, _ in known})[-1 - which % len({bill for bill, _ in known})]
        lines = sorted(line for bill, line in known if bill == of_bill)
        cloud = {line: self.oracle.by_cloud[of_bill, line] for line in lines if (of_bill, line) in self.oracle.by_cloud}
        asked = [(line, self._demanded(of_bill, line) * part // 100) for line, part in zip(lines, parts, strict=False)]
        due = Return(
            self.next_id(),
            UUID(int=of_bill),
            "CNY",
            [Demand(UUID(int=line), amount, True) for line, amount in asked],
            [self._share(line, fund, part) for line in lines for fund, part in self.oracle.paid.get((of_bill, line), [])],
            [CloudShare(UUID(int=line), int(amount * MICROS)) for line, amount in cloud.items()],
            vendor="aws" if cloud else None,
        )

        split = self.decide("give_back", due)

        voucher_id = split.granted.fund_id.int if split and split.granted else None
        in_units = [(line, units(amount)) for line, amount in asked]
        expected = self.oracle.give_back(of_bill, in_units, self.now, voucher_id, cloud=bool(cloud))
        assert (split and self._in_words(split)) == expected

    def _demanded(self, bill: int, line: int) -> int:
        """In micros."""
        paid = sum(part for _, part in self.oracle.paid.get((bill, line), []))
        owed = sum(debt[1] for debt in self.oracle.debts if (debt[3], debt[0]) == (bill, line))
        return int((paid + owed + self.oracle.by_cloud.get((bill, line), 0)) * MICROS)

    def _share(self, line: int, fund: list, part: Fraction) -> PaidShare:
        kind, amount, valid_until, activated_at, id = fund
        fund_id = UUID(int=id) if id else self.wallet.cash_id
        return PaidShare(UUID(int=line), Fund(fund_id, kind, int(amount * MICROS), activated_at, valid_until), int(part * MICROS))

    def _in_words(self, split: Returned) -> dict:
        return {
            "forgiven": units(sum(rest.amount_micros for rest in split.forgiven)),
            "cloud": units(sum(rest.amount_micros for rest in split.cloud)),
            "voucher": units(split.granted.amount_micros if split.granted else 0),
            "funds": {self.id_in_oracle(fund.fund_id): units(fund.amount_micros) for fund in split.credited},
        }


def _split(allocation: Allocation, line: Demand) -> dict[str, Fraction]:
    split: dict[str, Fraction] = {}
    for share in (share for share in allocation.taken if share.line_id == line.line_id):
        split[share.kind] = split.get(share.kind, Fraction(0)) + units(share.amount_micros)
    for where, rests in (("owed", allocation.owed), ("cloud", allocation.cloud)):
        split.update((where, units(rest.amount_micros)) for rest in rests if rest.line_id == line.line_id)
    return split
