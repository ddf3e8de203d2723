"""What accounts own and owe at a place of the book, and what every chapter of the fold does to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from services.audit.domain import Difference
from services.audit.replay.wallets.facts import Fund, Hold, Line, Rest, Share
from services.wallet import allocation, journal

CASH, CARD, DEBT, REVENUE, PROMOTIONS = journal.CASH, journal.CARD, journal.DEBT, journal.REVENUE, journal.PROMOTIONS
ACCOUNT_OF: Final[dict[str, str]] = {
    "cash": journal.CASH,
    "card": journal.CARD,
    "voucher": journal.VOUCHER,
    "discount_voucher": journal.VOUCHER,
}


class Account:
    """What an account owns and owes, and what of it is kept apart or out of use."""

    __slots__ = ("account_id", "currency", "debts", "events", "frozen", "funds", "holds", "sums")

    def __init__(self, account_id: str, currency: str, sums: defaultdict[str, int]) -> None:
        """`sums`: the journal of its currency."""
        self.account_id, self.currency, self.sums = account_id, currency, sums
        self.funds: dict[str, Fund] = {}
        self.debts: dict[str, Line] = {}
        self.holds: dict[str, Hold] = {}
        self.frozen: set[str] = set()
        self.events = 0

    @property
    def debt_micros(self) -> int:
        return sum(debt.amount_micros for debt in self.debts.values())

    def held_micros(self, fund_id: str) -> int:
        return sum(share.amount_micros for hold in self.holds.values() for share in hold.shares if share.fund_id == fund_id)

    def usable_at(self, instant: datetime) -> list[Fund]:
        """What has not ended, is not frozen, and is not held."""
        valid = [fund for fund in self.funds.values() if fund.is_valid_at(instant)]  # type: ignore[misc]
        if not self.holds and not self.frozen:
            return valid
        return [part_of(fund, fund.amount_micros - self.held_micros(fund.fund_id)) for fund in valid if fund.fund_id not in self.frozen]


class Accounts:
    """The state of a fold. `differences` are the laws that the book itself breaks."""

    def __init__(self, *, redecide: bool = False) -> None:
        self.accounts: dict[str, Account] = {}
        self.journal: dict[str, defaultdict[str, int]] = {}
        """Currency → ledger account → sum of its postings."""
        self.charged_at: dict[str, int] = {}
        """Bill → position of its charge."""
        self.returned_at: dict[str, int] = {}
        """Adjustment → position of its return."""
        self.once_at: list[int] = []
        """Positions of what an outer reference allows once: payments, orders, payouts."""
        self.differences: list[Difference] = []
        self.decided_again = 0
        self._redecide = redecide
        self._position = 0

    def _account(self, fact: Any) -> Account:
        account = self.accounts.get(fact.account_id)
        if account is None:
            self._differs("wallet", f"account {fact.account_id}", "an opened wallet", "none")
            sums = self.journal.setdefault(fact.currency, defaultdict(int))
            account = self.accounts[fact.account_id] = Account(fact.account_id, fact.currency, sums)
        return account

    # -- funds and debts --------------------------------------------------------------------------------------------------------------

    def _receive(self, account: Account, fund: Fund) -> None:
        held = account.funds.get(fund.fund_id)
        if held is None:
            account.funds[fund.fund_id] = part_of(fund, fund.amount_micros)
        else:
            held.amount_micros += fund.amount_micros

    def _give(self, account: Account, fund: Fund) -> None:
        """What is given away, in the journal."""
        account.sums[PROMOTIONS] += fund.amount_micros
        account.sums[ACCOUNT_OF[fund.kind]] -= fund.amount_micros

    def _take(self, account: Account, shares: Iterable[Share]) -> int:
        """Spend shares, in the funds and in the journal; the sum of them."""
        total = 0
        for share in shares:
            total += share.amount_micros
            account.sums[ACCOUNT_OF[share.kind]] += share.amount_micros
            self._spend(account, share.fund_id, share.amount_micros)
        return total

    def _spend(self, account: Account, fund_id: str, amount_micros: int) -> None:
        fund = account.funds.get(fund_id)
        if fund is None or fund.amount_micros < amount_micros:
            left = fund.amount_micros if fund else 0
            self._differs("fund", f"account {account.account_id}, fund {fund_id}", f"at least {amount_micros} micros", str(left))
        if fund is not None:
            fund.amount_micros -= amount_micros
            if not fund.amount_micros:
                del account.funds[fund_id]
                account.frozen.discard(fund_id)

    def _owe_less(self, account: Account, line_id: str, amount_micros: int) -> None:
        account.sums[DEBT] -= amount_micros
        debt = account.debts.get(line_id)
        if debt is None or debt.amount_micros < amount_micros:
            self._differs("debt", f"line {line_id}", f"at least {amount_micros} micros owed", str(debt and debt.amount_micros))
        if debt is not None:
            debt.amount_micros -= amount_micros
            if not debt.amount_micros:
                del account.debts[line_id]

    def _repay(self, account: Account, repaid: Sequence[Share]) -> None:
        for share in repaid:
            self._owe_less(account, share.line_id, share.amount_micros)
        self._take(account, repaid)

    # -- deciding again ---------------------------------------------------------------------------------------------------------------

    def _repay_again(self, account: Account, credits: Iterable[Fund], repaid: Sequence[Share], about: str) -> None:
        """What fresh or freed funds should pay of the debts, against what they paid; frozen ones pay nothing."""
        self.decided_again += 1
        usable = [fund for fund in credits if fund.fund_id not in account.frozen]
        again = allocation.allocate(account.debts.values(), usable, "billing_center").taken  # type: ignore[arg-type]  # with texts as ids
        self._compare("repayment", f"account {account.account_id}, {about}", shares_of(again), shares_of(repaid))

    def _check_entry(self, topic: str, fact: Any) -> None:
        """The entry as the wallet's own journal writes it sums to zero."""
        if total := sum(posting.amount_micros for posting in journal.ENTRY_OF[topic](fact)):
            self._differs("journal entry", f"account {fact.account_id}", "postings that sum to 0", str(total))

    def _compare(self, what: str, where: str, expected: Any, found: Any) -> None:
        if expected != found:
            self._differs(what, where, str(expected), str(found))

    def _differs(self, what: str, where: str, expected: str, found: str) -> None:
        self.differences.append(Difference(what, f"{where}, wallet position {self._position}", expected, found))


def part_of(fund: Fund, amount_micros: int) -> Fund:
    return Fund(fund.fund_id, fund.kind, amount_micros, fund.activated_at, fund.valid_until)


def shares_of(shares: Iterable[Any]) -> list[tuple[str, str, str, int]]:
    return [(share.line_id, share.fund_id, share.kind, share.amount_micros) for share in shares]


def rests_of(rests: Iterable[Rest | allocation.Remainder]) -> list[tuple[Any, int]]:
    return [(rest.line_id, rest.amount_micros) for rest in rests]
