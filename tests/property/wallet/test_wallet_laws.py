"""Laws of the whole wallet, over any history: a machine plays against the wallet and against a plain second one (the oracle)."""

import copy
from uuid import UUID

from hypothesis import settings
from hypothesis.stateful import invariant

from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot
from services.wallet import journal
from services.wallet.domain import Wallet
from tests.support.oracle_purse import ORDER
from tests.support.wallet_rules.crediting import CreditingRules
from tests.support.wallet_rules.holding import HoldingRules
from tests.support.wallet_rules.keeping import KeepingRules
from tests.support.wallet_rules.playing import state_of, stored, units

ALERTS = {
    "wallet.balance_fell_low": lambda told: ("fell low", told.usable_micros, told.low_balance_micros),
    "wallet.balance_recovered": lambda told: ("recovered", told.usable_micros, told.low_balance_micros),
    "wallet.spending_reached": lambda told: (told.percent, told.spent_micros, told.limit_micros),
}


class AnyHistory(CreditingRules, HoldingRules, KeepingRules):
    """The invariants are the laws. `booked`: the wallet with every end booked that has come."""

    def booked(self) -> Wallet:
        wallet = copy.deepcopy(self.wallet)
        wallet.come_to(self.now)
        return wallet

    @invariant()
    def the_wallet_and_the_oracle_agree(self):
        wallet = self.booked()
        for kind in ORDER:
            assert units(wallet.usable_micros(self.now, (kind,))) == self.oracle.usable(kind, self.now)
        assert {self.id_in_oracle(id): units(fund.amount_micros) for id, fund in wallet.funds.items()} == self.oracle.funds_left()
        owed = [[debt.line_id.int, units(debt.amount_micros), debt.vouchers_may_pay, debt.bill_id.int] for debt in wallet.debts.values()]
        assert owed == self.oracle.debts
        assert {hold_id.int for hold_id in wallet.holds} == {*self.oracle.holds}
        assert {fund_id.int for fund_id in wallet.frozen} == self.oracle.frozen

    @invariant()
    def no_fund_is_below_zero_or_promised_twice(self):
        held = self.wallet._held_by_fund()
        assert all(fund.amount_micros > 0 for fund in self.wallet.funds.values())
        assert all(debt.amount_micros > 0 for debt in self.wallet.debts.values())
        assert all(0 < amount <= self.wallet.funds[fund_id].amount_micros for fund_id, amount in held.items())
        assert {*self.wallet.frozen} <= {*self.wallet.funds}

    @invariant()
    def while_there_is_debt_there_is_no_usable_cash_or_card(self):
        if self.wallet.debts:
            assert self.booked().usable_micros(self.now, ("cash", "card")) == 0 or not self.booked().debts

    @invariant()
    def it_does_not_matter_when_an_end_is_booked(self):
        wallet = self.booked()
        assert state_of(wallet) == state_of(self.early)
        assert self.book + stored(wallet.pending_events) == self.early_book

    @invariant()
    def every_entry_balances_and_the_journal_gives_the_balances(self):
        if not hasattr(self, "sums"):
            self.sums, self.by_fund, self.journalled = dict.fromkeys(journal.CHART, 0), {}, 0
        for fact in self.facts[self.journalled :]:
            entry = journal.ENTRY_OF.get(type(fact).TOPIC, lambda _: [])(fact)
            assert sum(posting.amount_micros for posting in entry) == 0
            for posting in entry:
                assert posting.amount_micros
                self.sums[posting.account] += posting.amount_micros
                if posting.fund_id:
                    self.by_fund[posting.fund_id] = self.by_fund.get(posting.fund_id, 0) - posting.amount_micros
        self.journalled = len(self.facts)
        assert sum(self.sums.values()) == 0
        left: dict[UUID, int] = {id: fund.amount_micros for id, fund in self.wallet.funds.items()}
        assert {id: amount for id, amount in self.by_fund.items() if amount} == left
        assert self.sums[journal.DEBT] == self.wallet.debt_micros

    @invariant()
    def what_ended_with_value_left_is_breakage(self):
        unbooked = [fact for fact in self.booked().pending_events if type(fact).TOPIC == "wallet.fund_expired"]
        lost_micros = -self.sums[journal.BREAKAGE] + sum(fact.amount_micros for fact in unbooked)
        assert units(lost_micros) == self.oracle.breakage

    @invariant()
    def the_account_is_told_what_the_oracle_tells(self):
        facts = [fact for fact in [*self.facts, *self.booked().pending_events] if type(fact).TOPIC in ALERTS]
        told = [(*ALERTS[type(fact).TOPIC](fact), fact.occurred_at) for fact in facts]
        assert [(what, units(amount), units(threshold), when) for what, amount, threshold, when in told] == self.oracle.told.said

    @invariant()
    def the_stored_facts_and_a_snapshot_give_the_same_wallet(self):
        """After every decision, so at every prefix that can be read."""
        assert state_of(self.replayed) == state_of(self.wallet)
        snapshot = decode_snapshot(Wallet, id=self.wallet.id, version=self.wallet.version, state=encode_snapshot(self.wallet))
        assert state_of(snapshot) == state_of(self.wallet)


AnyHistory.TestCase.settings = settings(max_examples=250, stateful_step_count=50, deadline=None)
TestAnyHistory = AnyHistory.TestCase
