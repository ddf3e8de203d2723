"""What is kept apart, how that ends, and what ends or is out of use by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.audit.replay.wallets.accounts import ACCOUNT_OF, CASH, REVENUE, Account, Accounts, part_of, rests_of, shares_of
from services.audit.replay.wallets.facts import Ended, Expired, Frozen, Fund, Hold, Refunded, Reserved, Share
from services.wallet import allocation, journal


class Holds(Accounts):
    def _reserved(self, fact: Reserved) -> None:
        account, hold = self._account(fact), fact.hold
        account.events += 1
        if self._redecide:
            self._reserve_again(account, fact)
        account.holds[hold.hold_id] = hold
        for fund_id in {share.fund_id for share in hold.shares}:
            fund, held_micros = account.funds.get(fund_id), account.held_micros(fund_id)
            if fund is None or fund.amount_micros < held_micros:
                left = fund.amount_micros if fund else 0
                self._differs("hold", f"account {account.account_id}, fund {fund_id}", f"at least the {held_micros} micros held", str(left))
            elif fund.valid_until is not None and fund.valid_until < hold.expires_at:
                self._differs("hold", f"hold {hold.hold_id}", f"an end by {fund.valid_until}", str(hold.expires_at))

    def _reserve_again(self, account: Account, fact: Reserved) -> None:
        self.decided_again += 1
        usable = [fund for fund in account.usable_at(fact.occurred_at) if fund.kind in fact.kinds]
        split = allocation.allocate(fact.hold.lines, usable, "billing_center")  # type: ignore[arg-type]  # with texts as ids
        where = f"account {fact.account_id}, hold {fact.hold.hold_id}"
        self._compare("allocation, held", where, shares_of(split.taken), shares_of(fact.hold.shares))
        self._compare("allocation, not held", where, [], rests_of(split.owed))

    def _captured(self, fact: Ended) -> None:
        account = self._account(fact)
        account.events += 1
        hold = self._end(account, fact.hold_id)
        freed = self._left(hold, fact.taken)
        if hold is not None:
            self._check_capture(hold, fact)
        if self._redecide:
            self._repay_again(account, _valid(account, freed, fact.occurred_at), fact.repaid, f"hold {fact.hold_id}")
            self._check_entry("wallet.funds_captured", fact)
        account.sums[REVENUE] -= self._take(account, fact.taken)
        self._repay(account, fact.repaid)

    def _check_capture(self, hold: Hold, fact: Ended) -> None:
        """Each line is what was taken for it, no share is more than was held, and no frozen fund was touched."""
        held = {(share.line_id, share.fund_id): share.amount_micros for share in hold.shares}
        taken: dict[str, int] = {}
        for share in fact.taken:
            taken[share.line_id] = taken.get(share.line_id, 0) + share.amount_micros
            if share.amount_micros > held.get((share.line_id, share.fund_id), 0) or share.fund_id in self._account(fact).frozen:
                self._differs("capture", f"hold {fact.hold_id}, line {share.line_id}", "what was held and is in use", str(share))
        due = {line.line_id: line.amount_micros for line in fact.lines if line.amount_micros}
        self._compare("capture", f"hold {fact.hold_id}", due, taken)

    def _released(self, fact: Ended) -> None:
        account = self._account(fact)
        account.events += 1
        hold = self._end(account, fact.hold_id)
        if hold is not None and fact.cause == "expired":
            self._compare("hold", f"end of hold {fact.hold_id}", hold.expires_at, fact.occurred_at)
        if self._redecide:
            self._repay_again(account, _valid(account, self._left(hold, []), fact.occurred_at), fact.repaid, f"hold {fact.hold_id}")
            self._check_entry("wallet.funds_released", fact)
        self._repay(account, fact.repaid)

    def _refunded(self, fact: Refunded) -> None:
        account = self._account(fact)
        account.events += 1
        self.once_at.append(self._position)
        hold = self._end(account, fact.hold_id)
        if hold is not None:
            said = hold.purpose, {share.fund_id for share in hold.shares}, sum(share.amount_micros for share in hold.shares)
            self._compare("refund", f"hold {fact.hold_id}", said, ("refund", {fact.fund_id}, fact.amount_micros))
        account.sums[CASH] += fact.amount_micros
        account.sums["clearing:offline_transfer"] -= fact.amount_micros
        self._spend(account, fact.fund_id, fact.amount_micros)
        if self._redecide:
            self._check_entry("wallet.cash_refunded", fact)

    def _expired(self, fact: Expired) -> None:
        account = self._account(fact)
        account.events += 1
        fund, where = account.funds.get(fact.fund_id), f"account {fact.account_id}, fund {fact.fund_id}"
        if fund is not None:
            left = fund.amount_micros, fund.valid_until, account.held_micros(fact.fund_id)
            self._compare("end of a fund", where, left, (fact.amount_micros, fact.occurred_at, 0))
        account.sums[ACCOUNT_OF[fact.kind]] += fact.amount_micros
        account.sums[journal.BREAKAGE] -= fact.amount_micros
        self._spend(account, fact.fund_id, fact.amount_micros)
        if self._redecide:
            self._check_entry("wallet.fund_expired", fact)

    def _frozen(self, fact: Frozen) -> None:
        account = self._account(fact)
        account.events += 1
        account.frozen.add(fact.fund_id)

    def _unfrozen(self, fact: Frozen) -> None:
        account = self._account(fact)
        account.events += 1
        account.frozen.discard(fact.fund_id)
        fund = account.funds.get(fact.fund_id)
        if self._redecide and fund is not None:
            free = part_of(fund, fund.amount_micros - account.held_micros(fact.fund_id))
            self._repay_again(account, [free], fact.repaid, f"fund {fact.fund_id}")
            self._check_entry("wallet.fund_unfrozen", fact)
        self._repay(account, fact.repaid)

    def _end(self, account: Account, hold_id: str) -> Hold | None:
        hold = account.holds.pop(hold_id, None)
        if hold is None:
            self._differs("hold", f"account {account.account_id}, hold {hold_id}", "a live hold", "none")
        return hold

    def _left(self, hold: Hold | None, taken: Iterable[Share]) -> dict[str, int]:
        """Fund → what the hold kept of it and did not spend."""
        left: dict[str, int] = {}
        for sign, shares in ((1, hold.shares if hold else []), (-1, taken)):
            for share in shares:
                left[share.fund_id] = left.get(share.fund_id, 0) + sign * share.amount_micros
        return left


def _valid(account: Account, amounts: dict[str, int], instant: datetime) -> list[Fund]:
    funds = (part_of(account.funds[fund_id], amount) for fund_id, amount in amounts.items() if fund_id in account.funds and amount > 0)
    return [fund for fund in funds if fund.is_valid_at(instant)]  # type: ignore[misc]
