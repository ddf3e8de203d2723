"""What operators do to a wallet, and what its account wants to be told."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from services.wallet.domain import Limits
from tests.support.wallet_rules.playing import Playing, cents, units, whichever

thresholds = st.one_of(st.none(), st.just(0), cents)
months = st.one_of(st.none(), st.none(), st.none(), thresholds)


class KeepingRules(Playing):
    def fund_id(self, which: int):
        """Of a voucher or card that there is; where there is none, of the cash, or of nothing."""
        funds = [fund_id for fund_id in self.early.funds if fund_id != self.early.cash_id]
        return funds[which % len(funds)] if funds and which else (self.early.cash_id, self.next_id())[which % 2]

    @rule(which=whichever)
    def a_fund_is_frozen(self, which):
        fund_id = self.fund_id(which)
        is_frozen = self.decide("freeze", fund_id, reason="stolen") is not None
        assert is_frozen == (fund_id != self.wallet.cash_id and self.oracle.freeze(fund_id.int, self.now))

    @precondition(lambda self: self.early.frozen)
    @rule(which=whichever)
    def a_frozen_fund_is_used_again(self, which):
        self._unfreeze([*self.early.frozen][which % len(self.early.frozen)])

    @rule(which=whichever)
    def a_fund_is_used_again_that_may_be_in_use(self, which):
        self._unfreeze(self.fund_id(which))

    def _unfreeze(self, fund_id):
        is_used_again = self.decide("unfreeze", fund_id, reason="found") is not None
        assert is_used_again == (fund_id != self.wallet.cash_id and self.oracle.unfreeze(fund_id.int, self.now))

    @rule(low=thresholds, month=months)
    def limits_are_set(self, low, month):
        self._set_limits(low, month)

    @rule(low=st.integers(1, 200), month=st.integers(50, 250))
    def limits_are_set_near_what_there_is(self, low, month):
        """In hundredths of what is usable, and of what was spent and is held."""
        used = self.early.spending.in_month(self.now) + self.early.held_micros
        self._set_limits(self.early.usable_micros(self.now) * low // 100, used * month // 100)

    def _set_limits(self, low, month):
        self.decide("set_limits", Limits(low, month), by_member_id=self.next_id())
        self.oracle.set_limits(*(None if micros is None else units(micros) for micros in (low, month)), self.now)
