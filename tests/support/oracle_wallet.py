"""A second wallet, written from the product's pages alone: plain Python, exact fractions of the currency unit, no code of ours.

It is slow and simple on purpose. Where it and the wallet disagree, one of them is wrong. What it has is in `oracle_purse`, what it tells in
`oracle_alerts`.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from tests.support.oracle_purse import CASH, ORDER, OraclePurse, is_over


def grant(price):
    """The discount voucher for one card purchase (TV-13)."""
    if price >= 100_000:
        return Fraction(20_000)
    if price >= 30_000:
        return Fraction(5_000)
    if price >= 10_000:
        return Fraction(1_000)
    return Fraction(0)


class OracleWallet(OraclePurse):
    """What may happen to it. Where it refuses, it answers False or None and is what it was."""

    # -- what comes in --------------------------------------------------------------------------------------------------------------

    def credit_cash(self, amount, now):
        self._credit([["cash", Fraction(amount), None, now, CASH]], now)

    def activate_voucher(self, id, amount, expiry, now, kind="voucher"):
        self._credit([[kind, Fraction(amount), expiry, now, id]], now)

    def receive_card(self, id, amount, expiry, now):
        """True if it was of an amount that there is."""
        if amount < 100 or Fraction(amount) % 100 != 0:
            return False
        self._credit([["card", Fraction(amount), expiry, now, id]], now)
        return True

    def buy_card(self, id, price, expiry, now, grant_id, grant_expiry):
        """True if it was sold."""
        price = Fraction(price)
        if price < 100 or price % 100 != 0 or self._free(CASH, now) < price:
            return False
        self._fund(CASH)[1] -= price
        bought = [["card", price, expiry, now, id]]
        if grant(price) > 0:
            bought.append(["discount_voucher", grant(price), grant_expiry, now, grant_id])
        self._credit(bought, now)
        return True

    def _credit(self, received, now):
        """Debts first, oldest first; what is left stays in the funds."""
        for fund in received:
            held = self._fund(fund[4])
            if held is None:
                self.funds.append([*fund])
            else:
                held[1] += fund[1]
        self._pay_debts({fund[4]: fund[1] for fund in received}, now)
        self._look(now)

    # -- bills ----------------------------------------------------------------------------------------------------------------------

    def charge(self, bill, lines, now, cloud=False):
        """lines: (line, amount, vouchers may pay). Answers {line: {kind or "owed" or "cloud": amount}}, zeros left out."""
        answer = {}
        kinds = ORDER[:3] if cloud else ORDER
        for line, amount, vouchers_may_pay in lines:
            rest, paid = Fraction(amount), {}
            for fund, part in self._parts(rest, vouchers_may_pay, kinds, now):
                self._spend(fund, part, bill, line)
                rest -= part
                paid[fund[0]] = paid.get(fund[0], Fraction(0)) + part
            if rest > 0 and cloud:
                paid["cloud"] = self.by_cloud[bill, line] = rest
            elif rest > 0:
                paid["owed"] = rest
                self.debts.append([line, rest, vouchers_may_pay, bill])
            answer[line] = paid
        self.told.spend(sum(line[1] for line in lines), now)
        self._look(now)
        return answer

    def give_back(self, bill, lines, now, voucher_id, cloud=False):
        """lines: (line, amount). None where more is asked than was paid; or {"forgiven", "cloud", "voucher", "funds": {id: amount}}."""
        answer = {"forgiven": Fraction(0), "cloud": Fraction(0), "voucher": Fraction(0), "funds": {}}
        for line, amount in lines:
            if amount > self._unpaid(bill, line, cloud) + sum(part for _, part in self.paid.get((bill, line), [])):
                return None
        back = []
        for line, amount in lines:
            part = min(Fraction(amount), self._unpaid(bill, line, cloud))
            answer["cloud" if cloud else "forgiven"] += part
            self._ask_less(bill, line, part, cloud)
            rest = amount - part
            for payment in reversed(self.paid.get((bill, line), [])):
                part = min(rest, payment[1])
                payment[1] -= part
                rest -= part
                back.append((payment[0], part))
        for fund, part in back:
            if is_over(fund, now):
                answer["voucher"] += part
            elif part > 0:
                answer["funds"][fund[4]] = answer["funds"].get(fund[4], Fraction(0)) + part
        terms = {fund[4]: fund for fund, _ in back}
        credited = [[terms[id][0], part, *terms[id][2:]] for id, part in answer["funds"].items()]
        if answer["voucher"] > 0:
            credited.append(["voucher", answer["voucher"], now + timedelta(days=30), now, voucher_id])
        self.told.spend(-sum(amount for _, amount in lines), now)
        self._credit(credited, now)
        return answer

    def _unpaid(self, bill, line, cloud):
        if cloud:
            return self.by_cloud.get((bill, line), Fraction(0))
        return sum((debt[1] for debt in self.debts if debt[0] == line and debt[3] == bill), Fraction(0))

    def _ask_less(self, bill, line, part, cloud):
        if cloud and part:
            self.by_cloud[bill, line] -= part
        for debt in self.debts:
            if not cloud and debt[0] == line:
                debt[1] -= part
        self.debts = [debt for debt in self.debts if debt[1] > 0]

    # -- what is kept apart ---------------------------------------------------------------------------------------------------------

    def reserve(self, id, subject, lines, kinds, end, now, refund=False):
        """lines: (line, amount, vouchers may pay). True if it could be kept apart."""
        total = sum(line[1] for line in lines)
        promised = sum(part for shares, _, _, is_refund in self.holds.values() for _, _, part in shares if not is_refund)
        if total <= 0 or end <= now or (not refund and not self.told.leaves_room(total, promised, now)):
            return False
        shares, kept, ends = [], {}, [end]
        for line, amount, vouchers_may_pay in lines:
            rest = Fraction(amount)
            for fund, part in self._parts(rest, vouchers_may_pay, ["cash"] if refund else kinds, now, kept):
                shares.append([line, fund[4], part])
                kept[fund[4]] = kept.get(fund[4], Fraction(0)) + part
                ends += [fund[2]] if fund[2] is not None else []
                rest -= part
            if rest > 0:
                return False
        self.holds[id] = [shares, subject, min(ends), refund]
        self._look(now)
        return True

    def capture(self, id, amounts, now):
        """amounts: {line: amount}, None for all. True if it was spent."""
        if id not in self.holds or self.holds[id][3]:
            return False
        shares, subject, _, _ = self.holds[id]
        held = {line: sum(part for other, _, part in shares if other == line) for line, _, _ in shares}
        due = dict(held if amounts is None else amounts)
        if any(amount > held.get(line, 0) for line, amount in due.items()):
            return False
        spent = []
        for line, fund_id, amount in shares:
            part = min(amount, due.get(line, 0))
            if part > 0:
                due[line] -= part
                spent.append((line, fund_id, part))
        if any(fund_id in self.frozen for _, fund_id, _ in spent):
            return False
        freed = self._held_in(self.holds.pop(id))
        for line, fund_id, part in spent:
            freed[fund_id] -= part
            self._spend(self._fund(fund_id), part, subject, line)
        self._pay_debts(freed, now)
        self.told.spend(sum(part for _, _, part in spent), now)
        self._look(now)
        return True

    def release(self, id, now):
        if id in self.holds:
            self._pay_debts(self._held_in(self.holds.pop(id)), now)
            self._look(now)
            return True
        return False

    def refund(self, id, now):
        """What was paid out, None where there is no such hold."""
        if id not in self.holds or not self.holds[id][3]:
            return None
        amount = sum(part for _, _, part in self.holds.pop(id)[0])
        self._fund(CASH)[1] -= amount
        self._look(now)
        return amount

    # -- what time and operators do -------------------------------------------------------------------------------------------------

    def come_to(self, now):
        """What ended by now: at one instant holds first, then funds."""
        while True:
            ends = [(hold[2], 0, id) for id, hold in self.holds.items()]
            ends += [(fund[2], 1, fund[4]) for fund in self.funds if fund[2] is not None and fund[1] > 0]
            if not ends or min(ends)[0] > now:
                return
            at = min(ends)[0]
            for _, is_fund, id in sorted(end for end in ends if end[0] == at):
                if is_fund:
                    self.breakage += self._fund(id)[1]
                    self._fund(id)[1] = Fraction(0)
                    self.frozen.discard(id)
                else:
                    self._pay_debts(self._held_in(self.holds.pop(id)), at)
            self._look(at)

    def freeze(self, id, now):
        fund = self._fund(id)
        if id in self.frozen or fund is None or fund[1] == 0:
            return False
        self.frozen.add(id)
        self._look(now)
        return True

    def unfreeze(self, id, now):
        if id not in self.frozen:
            return False
        self.frozen.remove(id)
        self._pay_debts({id: self._free(id, now)}, now)
        self._look(now)
        return True

    def set_limits(self, low, month, now):
        self.told.set(low, month)
        self._look(now)

    def _look(self, now):
        self.told.look(sum(self._free(fund[4], now) for fund in self.funds), now)
