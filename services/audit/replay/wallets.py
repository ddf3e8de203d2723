"""The wallet's book, folded by hand: balances, debts and journal sums at a million postings or so a second.

Written apart from the wallet's own aggregate, so that the two can disagree. Ids stay texts: they are only compared. With `redecide` every
allocation is decided again by the wallet's pure function and compared with what was recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from services.audit.domain import Difference
from services.wallet import allocation, journal


class Share(msgspec.Struct, gc=False):
    """What one fund paid of one line."""

    line_id: str
    fund_id: str
    kind: allocation.FundKind
    amount_micros: int
    bill_id: str = ""


class Rest(msgspec.Struct, gc=False):
    """What no fund paid of one line."""

    line_id: str
    amount_micros: int


class Line(msgspec.Struct, gc=False):
    """A bill line that asks for money, or what is still owed of it."""

    line_id: str
    amount_micros: int
    vouchers_may_pay: bool
    bill_id: str = ""

    accepts = allocation.Demand.accepts


class Fund(msgspec.Struct, gc=False):
    """A piece of value and what is left of it."""

    fund_id: str
    kind: allocation.FundKind
    amount_micros: int
    activated_at: datetime
    valid_until: datetime | None = None

    is_valid_at = allocation.Fund.is_valid_at


class Opened(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    occurred_at: str


class Credited(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    fund_id: str
    amount_micros: int
    channel: str
    repaid: list[Share]
    occurred_at: datetime


class Activated(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    fund: Fund
    repaid: list[Share]
    occurred_at: str


class Bought(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    cash_id: str
    card: Fund
    granted: Fund | None
    occurred_at: str


class Charged(msgspec.Struct, gc=False):
    account_id: str
    currency: str
    bill_id: str
    family: allocation.Family
    vendor: str | None
    lines: list[Line]
    taken: list[Share]
    owed: list[Rest]
    cloud: list[Rest]
    occurred_at: datetime


FACTS: Final[dict[str, type[Any]]] = {
    "wallet.opened": Opened,
    "wallet.cash_credited": Credited,
    "wallet.voucher_activated": Activated,
    "wallet.card_bought": Bought,
    "wallet.charged": Charged,
}
"""By stored topic; the rest of the wallet's topics (codes, batches, debt_cleared) move no value."""

CASH, CARD, DEBT, REVENUE, PROMOTIONS = journal.CASH, journal.CARD, journal.DEBT, journal.REVENUE, journal.PROMOTIONS
ACCOUNT_OF: Final[dict[str, str]] = {
    "cash": journal.CASH,
    "card": journal.CARD,
    "voucher": journal.VOUCHER,
    "discount_voucher": journal.VOUCHER,
}

DECODERS: Final[dict[str, Callable[[bytes], Any]]] = {topic: msgspec.json.Decoder(fact).decode for topic, fact in FACTS.items()}


class Account:
    """What an account owns and owes."""

    __slots__ = ("account_id", "currency", "debts", "events", "funds", "sums")

    def __init__(self, account_id: str, currency: str, sums: defaultdict[str, int]) -> None:
        """`sums`: the journal of its currency."""
        self.account_id, self.currency, self.sums = account_id, currency, sums
        self.funds: dict[str, Fund] = {}
        self.debts: dict[str, Line] = {}
        self.events = 0

    @property
    def debt_micros(self) -> int:
        return sum(debt.amount_micros for debt in self.debts.values())


class WalletFold:
    """The fold. `differences` are the laws that the book itself breaks."""

    def __init__(self, *, redecide: bool = False) -> None:
        self.accounts: dict[str, Account] = {}
        self.journal: dict[str, defaultdict[str, int]] = {}
        """Currency → ledger account → sum of its postings."""
        self.charged_at: dict[str, int] = {}
        """Bill → position of its charge."""
        self.differences: list[Difference] = []
        self.events = 0
        self.decided_again = 0
        self._redecide = redecide
        self._position = 0
        apply: dict[str, Callable[[Any], None]] = {
            "wallet.opened": self._opened,
            "wallet.cash_credited": self._credited,
            "wallet.voucher_activated": self._activated,
            "wallet.card_bought": self._bought,
            "wallet.charged": self._charged,
        }
        self._steps = {topic: (DECODERS[topic], apply[topic]) for topic in FACTS}

    def fold(self, rows: Iterable[Sequence[Any]]) -> None:
        """Apply (topic, state, position) in order of position."""
        steps, count = self._steps, 0
        for topic, state, position in rows:
            step = steps.get(topic)
            if step is not None:
                count += 1
                self._position = position
                step[1](step[0](state))
        self.events += count

    # -- what each fact does ----------------------------------------------------------------------------------------------------------

    def _opened(self, fact: Opened) -> None:
        sums = self.journal.setdefault(fact.currency, defaultdict(int))
        self.accounts[fact.account_id] = Account(fact.account_id, fact.currency, sums)

    def _credited(self, fact: Credited) -> None:
        account = self._account(fact)
        account.events += 1
        account.sums["clearing:" + fact.channel] += fact.amount_micros
        account.sums[CASH] -= fact.amount_micros
        self._repay(account, Fund(fact.fund_id, "cash", fact.amount_micros, fact.occurred_at), fact.repaid)
        if self._redecide:
            self._check_entry("wallet.cash_credited", fact)

    def _activated(self, fact: Activated) -> None:
        account = self._account(fact)
        account.events += 1
        self._give(account, fact.fund)
        self._repay(account, fact.fund, fact.repaid)
        if self._redecide:
            self._check_entry("wallet.voucher_activated", fact)

    def _bought(self, fact: Bought) -> None:
        account, price_micros = self._account(fact), fact.card.amount_micros
        account.events += 1
        account.sums[CASH] += price_micros
        account.sums[CARD] -= price_micros
        self._spend(account, fact.cash_id, price_micros)
        self._receive(account, fact.card)
        if fact.granted is not None:
            self._give(account, fact.granted)
            self._receive(account, fact.granted)
        if self._redecide:
            self._check_entry("wallet.card_bought", fact)

    def _charged(self, fact: Charged) -> None:
        account = self.accounts.get(fact.account_id) or self._account(fact)
        account.events += 1
        if fact.bill_id in self.charged_at:
            self._differs("charge", f"bill {fact.bill_id}", "one charge", f"another at position {self.charged_at[fact.bill_id]}")
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

    # -- how ------------------------------------------------------------------------------------------------------------------------

    def _account(self, fact: Any) -> Account:
        account = self.accounts.get(fact.account_id)
        if account is None:
            self._differs("wallet", f"account {fact.account_id}", "an opened wallet", "none")
            sums = self.journal.setdefault(fact.currency, defaultdict(int))
            account = self.accounts[fact.account_id] = Account(fact.account_id, fact.currency, sums)
        return account

    def _give(self, account: Account, fund: Fund) -> None:
        """What is given away, in the journal."""
        account.sums[PROMOTIONS] += fund.amount_micros
        account.sums[ACCOUNT_OF[fund.kind]] -= fund.amount_micros

    def _check_entry(self, topic: str, fact: Any) -> None:
        """The entry as the wallet's own journal writes it sums to zero."""
        if total := sum(posting.amount_micros for posting in journal.ENTRY_OF[topic](fact)):
            self._differs("journal entry", f"account {fact.account_id}", "postings that sum to 0", str(total))

    def _receive(self, account: Account, fund: Fund) -> None:
        held = account.funds.get(fund.fund_id)
        if held is None:
            account.funds[fund.fund_id] = Fund(fund.fund_id, fund.kind, fund.amount_micros, fund.activated_at, fund.valid_until)
        else:
            held.amount_micros += fund.amount_micros

    def _spend(self, account: Account, fund_id: str, amount_micros: int) -> None:
        fund = account.funds.get(fund_id)
        if fund is None or fund.amount_micros < amount_micros:
            left = fund.amount_micros if fund else 0
            self._differs("fund", f"account {account.account_id}, fund {fund_id}", f"at least {amount_micros} micros", str(left))
        if fund is not None:
            fund.amount_micros -= amount_micros
            if not fund.amount_micros:
                del account.funds[fund_id]

    def _repay(self, account: Account, credit: Fund, repaid: list[Share]) -> None:
        if self._redecide:
            self.decided_again += 1
            again = _shares(allocation.repay(account.debts.values(), credit))  # type: ignore[arg-type]  # the same shapes, with texts as ids
            self._compare("repayment", f"account {account.account_id}, fund {credit.fund_id}", again, _shares(repaid))
        self._receive(account, credit)
        for share in repaid:
            account.sums[ACCOUNT_OF[share.kind]] += share.amount_micros
            account.sums[DEBT] -= share.amount_micros
            self._spend(account, share.fund_id, share.amount_micros)
            debt = account.debts.get(share.line_id)
            if debt is None or debt.amount_micros < share.amount_micros:
                self._differs(
                    "debt", f"line {share.line_id}", f"at least {share.amount_micros} micros owed", str(debt and debt.amount_micros)
                )
            if debt is not None:
                debt.amount_micros -= share.amount_micros
                if not debt.amount_micros:
                    del account.debts[share.line_id]

    def _decide_again(self, account: Account, fact: Charged) -> None:
        self.decided_again += 1
        valid = [fund for fund in account.funds.values() if fund.is_valid_at(fact.occurred_at)]  # type: ignore[misc]
        split = allocation.allocate(fact.lines, valid, fact.family)  # type: ignore[arg-type]  # the same shapes, with texts as ids
        where = f"account {fact.account_id}, bill {fact.bill_id}"
        self._compare("allocation, taken", where, _shares(split.taken), _shares(fact.taken))
        self._compare("allocation, owed", where, _rests(split.owed), _rests(fact.owed))
        self._compare("allocation, left to the cloud", where, _rests(split.cloud), _rests(fact.cloud))

    def _compare(self, what: str, where: str, expected: list[Any], found: list[Any]) -> None:
        if expected != found:
            self._differs(what, where, str(expected), str(found))

    def _differs(self, what: str, where: str, expected: str, found: str) -> None:
        self.differences.append(Difference(what, f"{where}, wallet position {self._position}", expected, found))


def _shares(shares: Iterable[Any]) -> list[tuple[str, str, str, int]]:
    return [(share.line_id, share.fund_id, share.kind, share.amount_micros) for share in shares]


def _rests(rests: Iterable[Any]) -> list[tuple[str, int]]:
    return [(rest.line_id, rest.amount_micros) for rest in rests]
