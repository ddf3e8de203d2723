"""What goes to bills, and what comes back from them."""

from __future__ import annotations

from services.audit.replay.wallets.accounts import ACCOUNT_OF, DEBT, REVENUE, Account, Accounts, rests_of, shares_of
from services.audit.replay.wallets.facts import Charged, Line, Returned
from services.wallet import allocation


class Charges(Accounts):
    def _charged(self, fact: Charged) -> None:
        account = self.accounts.get(fact.account_id) or self._account(fact)
        account.events += 1
        if (charged_at := self.charged_at.setdefault(fact.bill_id, self._position)) != self._position:
            self._differs("charge", f"bill {fact.bill_id}", "one charge", f"another at position {charged_at}")
            self.charged_at[fact.bill_id] = self._position
        if self._redecide:
            self._decide_again(account, fact)
            self._check_entry("wallet.charged", fact)
        sums, funds, split = account.sums, account.funds, 0
        for share in fact.taken:
            amount_micros = share.amount_micros
            split += amount_micros
            sums[ACCOUNT_OF[share.kind]] += amount_micros
            fund = funds.get(share.fund_id)
            if fund is not None and fund.amount_micros > amount_micros:
                fund.amount_micros -= amount_micros
            else:
                self._spend(account, share.fund_id, amount_micros)
        if fact.owed or fact.cloud:
            split += self._leave_unpaid(account, fact)
        sums[REVENUE] -= split
        for line in fact.lines:
            split -= line.amount_micros
        if split:
            self._differs("charge", f"bill {fact.bill_id}", "lines = taken + owed + cloud", f"{split} micros more than the lines")

    def _leave_unpaid(self, account: Account, fact: Charged) -> int:
        """What becomes debt, or is left to the cloud; the sum of it."""
        lines = {line.line_id: line for line in fact.lines}
        for rest in fact.owed:
            line = lines.get(rest.line_id)
            if line is None:
                self._differs("charge", f"bill {fact.bill_id}", "debt for a line of the bill", f"line {rest.line_id}")
            account.sums[DEBT] += rest.amount_micros
            account.debts[rest.line_id] = Line(rest.line_id, rest.amount_micros, line is None or line.vouchers_may_pay, fact.bill_id)
        for rest in fact.cloud:
            account.sums[f"receivable:{fact.vendor}"] += rest.amount_micros
        return sum(rest.amount_micros for rest in (*fact.owed, *fact.cloud))

    def _decide_again(self, account: Account, fact: Charged) -> None:
        self.decided_again += 1
        split = allocation.allocate(fact.lines, account.usable_at(fact.occurred_at), fact.family)  # type: ignore[arg-type]  # texts as ids
        where = f"account {fact.account_id}, bill {fact.bill_id}"
        self._compare("allocation, taken", where, shares_of(split.taken), shares_of(fact.taken))
        self._compare("allocation, owed", where, rests_of(split.owed), rests_of(fact.owed))
        self._compare("allocation, left to the cloud", where, rests_of(split.cloud), rests_of(fact.cloud))

    def _returned(self, fact: Returned) -> None:
        """What was owed is forgiven, what was paid goes back where it came from, or comes as a voucher."""
        account = self._account(fact)
        account.events += 1
        if (returned_at := self.returned_at.setdefault(fact.bill_id, self._position)) != self._position:
            self._differs("return", f"bill {fact.bill_id}", "one return", f"another at position {returned_at}")
        self._check_return(fact)
        funds = [*fact.credited, *([fact.granted] if fact.granted else [])]
        for rest in fact.forgiven:
            if rest.line_id in account.debts and account.debts[rest.line_id].bill_id != fact.of_bill_id:
                self._differs("return", f"bill {fact.bill_id}, line {rest.line_id}", f"a line of bill {fact.of_bill_id}", "another bill's")
            self._owe_less(account, rest.line_id, rest.amount_micros)
        for rest in fact.cloud:
            account.sums[f"receivable:{fact.vendor}"] -= rest.amount_micros
        if self._redecide:
            self._repay_again(account, funds, fact.repaid, f"bill {fact.bill_id}")
            self._check_entry("wallet.charge_returned", fact)
        for fund in funds:
            account.sums[ACCOUNT_OF[fund.kind]] -= fund.amount_micros
            self._receive(account, fund)
        account.sums[REVENUE] += sum(part.amount_micros for part in (*fact.forgiven, *fact.cloud, *funds))
        self._repay(account, fact.repaid)

    def _check_return(self, fact: Returned) -> None:
        """Each line is what was forgiven, taken back and credited to the cloud of it; what was taken back is what funds got."""
        where, due = f"bill {fact.bill_id}", {line.line_id: line.amount_micros for line in fact.lines if line.amount_micros}
        split: dict[str, int] = {}
        for part in (*fact.forgiven, *fact.taken_back, *fact.cloud):
            split[part.line_id] = split.get(part.line_id, 0) + part.amount_micros
        self._compare("return", f"{where}, lines", due, split)
        got = sum(fund.amount_micros for fund in (*fact.credited, *([fact.granted] if fact.granted else [])))
        self._compare("return", f"{where}, funds", sum(share.amount_micros for share in fact.taken_back), got)
