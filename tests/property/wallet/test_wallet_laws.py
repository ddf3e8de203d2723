"""Laws of the whole wallet, over any history: a machine plays against the wallet and against a plain second one (the oracle)."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.kernel.errors import Refusal
from services.kernel.eventstore import Mapper
from services.kernel.money import MICROS, Money
from services.wallet import journal
from services.wallet.allocation import Demand, allocate
from services.wallet.domain import Bill, CardTerms, VoucherTerms, Wallet, years_after
from tests.support.oracle_wallet import OracleWallet
from tests.support.wallets import NOW

cents = st.one_of(st.integers(1, 500), st.integers(1, 2_000_000)).map(lambda amount: amount * MICROS // 100)
line_amounts = st.one_of(st.just(0), st.integers(1, 3 * MICROS), st.integers(1, 20_000 * MICROS))
new_lines = st.lists(st.tuples(line_amounts, st.booleans()), max_size=5)


def units(amount_micros: int) -> Fraction:
    return Fraction(amount_micros, MICROS)


def state_of(wallet: Wallet) -> dict[str, object]:
    return {name: value for name, value in vars(wallet).items() if name != "_pending_events"}


class AnyHistory(RuleBasedStateMachine):
    """Every rule does the same to the wallet and to the oracle; the invariants are the laws."""

    @initialize()
    def open_wallet(self):
        self.now = NOW
        self.wallet = Wallet.open(UUID(int=7), "CNY", at=self.now)
        self.oracle = OracleWallet()
        self.facts = []
        self.serial = 0

    def next_id(self) -> UUID:
        self.serial += 1
        return UUID(int=self.serial)

    # -- what may happen ------------------------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 400))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule(amount=cents)
    def a_transfer_arrives(self, amount):
        self.wallet.credit_transfer(Money(amount, "CNY"), reference=str(self.next_id()), occurred_at=self.now, at=self.now)
        self.oracle.credit_cash(units(amount), self.now)

    @rule(amount=cents, days=st.integers(1, 400), kind=st.sampled_from(["voucher", "discount_voucher"]))
    def a_voucher_is_activated(self, amount, days, kind):
        voucher_id, valid_until = self.next_id(), self.now + timedelta(days=days)
        terms = VoucherTerms(kind, Money(amount, "CNY"), valid_until, "any")
        self.wallet.activate_voucher(voucher_id, terms, batch_id=UUID(int=1), at=self.now)
        self.oracle.activate_voucher(voucher_id.int, units(amount), valid_until, self.now, kind)

    @rule(price=st.one_of(st.integers(-1, 3).map(lambda count: count * 100 * MICROS), cents, st.just(10_000 * MICROS)))
    def a_card_is_bought(self, price):
        card_id, granted_id, before = self.next_id(), None, state_of(self.wallet)
        try:
            card, granted = self.wallet.buy_card(card_id, Money(price, "CNY"), CardTerms(), at=self.now)
            is_sold, granted_id = True, granted and granted.fund_id.int
            assert card.amount_micros == price
        except Refusal:
            is_sold = False
            assert state_of(self.wallet) == before
        expiries = years_after(self.now, 3), years_after(self.now, 1)
        assert self.oracle.buy_card(card_id.int, units(price), expiries[0], self.now, granted_id, expiries[1]) == is_sold

    @rule(lines=new_lines, vendor=st.sampled_from([None, None, "aliyun", "aws", "huawei"]))
    def a_bill_is_charged(self, lines, vendor):
        demand = [Demand(self.next_id(), amount, vouchers_may_pay) for amount, vouchers_may_pay in lines]
        bill = Bill(self.next_id(), "CNY", demand, family="cloud" if vendor else "billing_center", vendor=vendor)
        foretold = allocate(demand, self.wallet.funds_valid_at(self.now), bill.family)

        allocation = self.wallet.charge(bill, at=self.now)

        assert allocation == foretold
        asked = [(line.line_id, units(line.amount_micros), line.vouchers_may_pay) for line in demand]
        expected = self.oracle.charge(asked, self.now, cloud=vendor is not None)
        for line in demand:
            split: dict[str, Fraction] = {}
            for share in (share for share in allocation.taken if share.line_id == line.line_id):
                split[share.kind] = split.get(share.kind, Fraction(0)) + units(share.amount_micros)
            for where, rests in (("owed", allocation.owed), ("cloud", allocation.cloud)):
                split.update((where, units(rest.amount_micros)) for rest in rests if rest.line_id == line.line_id)
            assert split == expected[line.line_id]

    @precondition(lambda self: self.wallet.debts)
    @rule()
    def an_owed_line_cannot_be_charged_again(self):
        owed, before = next(iter(self.wallet.debts.values())), state_of(self.wallet)
        with pytest.raises(Refusal):
            self.wallet.charge(Bill(self.next_id(), "CNY", [owed]), at=self.now)
        assert state_of(self.wallet) == before

    # -- the laws -------------------------------------------------------------------------------------------------------------------

    @invariant()
    def the_wallet_and_the_oracle_agree(self):
        valid = self.wallet.funds_valid_at(self.now)
        for kind in ("voucher", "discount_voucher", "card", "cash"):
            balance = sum(fund.amount_micros for fund in valid if fund.kind == kind)
            assert units(balance) == self.oracle.balance(kind, self.now)
        vouchers_and_cards = {fund.fund_id.int: units(fund.amount_micros) for fund in valid if fund.kind != "cash"}
        assert vouchers_and_cards == self.oracle.funds_left(self.now)
        assert units(self.wallet.debt_micros) == self.oracle.debt()
        assert [debt.line_id for debt in self.wallet.debts.values()] == [debt[0] for debt in self.oracle.debts]

    @invariant()
    def what_is_spent_is_gone_and_nothing_is_below_zero(self):
        assert all(fund.amount_micros > 0 for fund in self.wallet.funds.values())
        assert all(debt.amount_micros > 0 for debt in self.wallet.debts.values())

    @invariant()
    def while_there_is_debt_there_is_no_usable_cash_or_card(self):
        if self.wallet.debts:
            assert not [fund for fund in self.wallet.funds_valid_at(self.now) if fund.kind in ("cash", "card")]

    @invariant()
    def every_entry_balances_and_the_journal_gives_the_balances(self):
        self.facts += self.wallet.collect_events()
        funds: dict[UUID, int] = {}
        debt = 0
        for fact in self.facts:
            entry = journal.ENTRY_OF.get(type(fact).TOPIC, lambda _: [])(fact)
            assert sum(posting.amount_micros for posting in entry) == 0
            assert all(posting.account in journal.CHART and posting.amount_micros for posting in entry)
            debt += sum(posting.amount_micros for posting in entry if posting.account == journal.DEBT)
            for posting in (posting for posting in entry if posting.fund_id):
                funds[posting.fund_id] = funds.get(posting.fund_id, 0) - posting.amount_micros
        assert {id: amount for id, amount in funds.items() if amount} == {f.fund_id: f.amount_micros for f in self.wallet.funds.values()}
        assert debt == self.wallet.debt_micros

    def teardown(self):
        """Replay equals: the stored bytes, folded again, are the wallet."""
        if not hasattr(self, "wallet"):
            return
        self.facts += self.wallet.collect_events()
        mapper, replayed = Mapper(), None
        for fact in self.facts:
            replayed = mapper.to_domain_event(mapper.to_stored_event(fact)).mutate(replayed)
        assert state_of(replayed) == state_of(self.wallet)
        assert [*replayed.debts] == [*self.wallet.debts]


AnyHistory.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestAnyHistory = AnyHistory.TestCase
