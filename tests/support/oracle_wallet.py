"""A second wallet, written from the product's pages alone: plain Python, exact fractions of the currency unit, no code of ours.

It is slow and simple on purpose. Where it and the wallet disagree, one of them is wrong.
"""

from __future__ import annotations

from fractions import Fraction


def grant(price):
    """The discount voucher for one card purchase (TV-13)."""
    if price >= 100_000:
        return Fraction(20_000)
    if price >= 30_000:
        return Fraction(5_000)
    if price >= 10_000:
        return Fraction(1_000)
    return Fraction(0)


class OracleWallet:
    """Funds are [kind, amount, expiry or None, activation, id]; debts are [line, amount, vouchers may pay].

    Times are anything comparable, ids are ints.
    """

    def __init__(self):
        self.funds = []
        self.debts = []

    def credit_cash(self, amount, now):
        self._credit(["cash", Fraction(amount), None, now, 0])

    def activate_voucher(self, id, amount, expiry, now, kind="voucher"):
        self._credit([kind, Fraction(amount), expiry, now, id])

    def buy_card(self, id, price, expiry, now, grant_id, grant_expiry):
        """True if it was sold."""
        price = Fraction(price)
        if price < 100 or price % 100 != 0 or self.balance("cash", now) < price:
            return False
        rest = price
        for fund in self.funds:
            if fund[0] == "cash":
                part = min(rest, fund[1])
                fund[1] -= part
                rest -= part
        self._credit(["card", price, expiry, now, id])
        if grant(price) > 0:
            self._credit(["discount_voucher", grant(price), grant_expiry, now, grant_id])
        return True

    def _credit(self, fund):
        """Debts first, oldest first; what is left becomes a fund."""
        for debt in self.debts:
            allowed = debt[2] or fund[0] in ("card", "cash")
            part = min(debt[1], fund[1]) if allowed else Fraction(0)
            debt[1] -= part
            fund[1] -= part
        self.debts = [debt for debt in self.debts if debt[1] > 0]
        self.funds.append(fund)

    def charge(self, lines, now, cloud=False):
        """lines: (line, amount, vouchers may pay). Answers {line: {kind or "owed" or "cloud": amount}}, zeros left out."""
        answer = {}
        for line, amount, vouchers_may_pay in lines:
            rest = Fraction(amount)
            paid = {}
            for kind in ("voucher", "discount_voucher", "card", "cash"):
                if kind.endswith("voucher") and not vouchers_may_pay:
                    continue
                if kind == "cash" and cloud:
                    continue
                for fund in sorted((f for f in self.funds if f[0] == kind), key=lambda f: (f[2] is None, f[2], f[3], f[4])):
                    if fund[2] is not None and fund[2] <= now:
                        continue
                    part = min(rest, fund[1])
                    if part > 0:
                        fund[1] -= part
                        rest -= part
                        paid[kind] = paid.get(kind, Fraction(0)) + part
            if rest > 0 and cloud:
                paid["cloud"] = rest
            elif rest > 0:
                paid["owed"] = rest
                self.debts.append([line, rest, vouchers_may_pay])
            answer[line] = paid
        return answer

    def balance(self, kind, now):
        return sum((f[1] for f in self.funds if f[0] == kind and (f[2] is None or f[2] > now)), Fraction(0))

    def funds_left(self, now):
        """By id: what is left of the vouchers and cards that can be used."""
        return {f[4]: f[1] for f in self.funds if f[0] != "cash" and f[1] > 0 and f[2] > now}

    def debt(self):
        return sum((debt[1] for debt in self.debts), Fraction(0))
