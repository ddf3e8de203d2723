"""What the plain second wallet has: funds, debts, holds, and who paid what. Exact fractions of the currency unit, no code of ours."""

from __future__ import annotations

from fractions import Fraction

from tests.support.oracle_alerts import Told

ORDER = ("voucher", "discount_voucher", "card", "cash")
CASH = 0


def is_over(fund, now):
    return fund[2] is not None and fund[2] <= now


class OraclePurse:
    """Funds are [kind, amount, expiry or None, activation, id]; debts are [line, amount, vouchers may pay, bill].

    Times are datetimes, ids are ints; the cash is fund 0.
    """

    def __init__(self):
        self.funds = []
        self.debts = []
        self.holds = {}  # id: [[[line, fund id, amount], ...], subject, end, is it for a refund]
        self.frozen = set()
        self.paid = {}  # (bill, line): [[fund as it was received, amount], ...], earliest first
        self.by_cloud = {}  # (bill, line): amount
        self.breakage = Fraction(0)
        self.told = Told()

    def _fund(self, id):
        return next((fund for fund in self.funds if fund[4] == id), None)

    def _held(self, id):
        return sum((self._held_in(hold).get(id, Fraction(0)) for hold in self.holds.values()), Fraction(0))

    def _held_in(self, hold):
        return {id: sum(part for _, other, part in hold[0] if other == id) for _, id, _ in hold[0]}

    def _free(self, id, now):
        fund = self._fund(id)
        if fund is None or id in self.frozen or is_over(fund, now):
            return Fraction(0)
        return fund[1] - self._held(id)

    def _in_order(self, now):
        """By kind, then earliest expiry, earliest activation, id (decisions 10 and 11)."""
        valid = [fund for fund in self.funds if not is_over(fund, now)]
        return sorted(valid, key=lambda fund: (ORDER.index(fund[0]), fund[2] is None, fund[2], fund[3], fund[4]))

    def _parts(self, rest, vouchers_may_pay, kinds, now, kept=None):
        """What each fund gives to a line; `kept`: what of it is promised beside the holds."""
        parts = []
        for fund in self._in_order(now):
            if fund[0] in kinds and (vouchers_may_pay or not fund[0].endswith("voucher")):
                part = min(rest, self._free(fund[4], now) - (kept or {}).get(fund[4], 0))
                if part > 0:
                    rest -= part
                    parts.append((fund, part))
        return parts

    def _spend(self, fund, part, bill, line):
        fund[1] -= part
        self.paid.setdefault((bill, line), []).append([[*fund], part])

    def usable(self, kind, now):
        return sum((self._free(fund[4], now) for fund in self.funds if fund[0] == kind), Fraction(0))

    def funds_left(self):
        """By id: what is left of each fund, held and frozen ones too."""
        return {fund[4]: fund[1] for fund in self.funds if fund[1] > 0}

    def debt(self):
        return sum((debt[1] for debt in self.debts), Fraction(0))

    def _pay_debts(self, available, now):
        """available: {fund id: amount}; frozen and ended funds pay nothing."""
        for debt in self.debts:
            for fund in self._in_order(now):
                part = min(debt[1], available.get(fund[4], 0))
                if fund[4] not in self.frozen and part > 0 and (debt[2] or fund[0] in ("card", "cash")):
                    debt[1] -= part
                    available[fund[4]] -= part
                    self._spend(fund, part, debt[3], debt[0])
        self.debts = [debt for debt in self.debts if debt[1] > 0]
