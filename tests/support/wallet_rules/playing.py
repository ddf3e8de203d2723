"""The table at which the machine plays: a wallet, the same wallet whose ends are booked when they come, the oracle, and the stored facts.

Every decision is tried on a copy first, and on a wallet whose ends were booked early; all three must say and become the same.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from services.kernel.errors import Refusal
from services.kernel.eventstore import Mapper
from services.kernel.money import MICROS, Money
from services.wallet.allocation import Demand
from services.wallet.domain import Wallet
from tests.support.oracle_wallet import OracleWallet
from tests.support.wallets import NOW

cents = st.one_of(st.integers(1, 500), st.integers(1, 50_000), st.integers(1, 2_000_000)).map(lambda amount: amount * MICROS // 100)
line_amounts = st.one_of(st.just(0), st.integers(1, 3 * MICROS), st.integers(1, 400 * MICROS), st.integers(1, 20_000 * MICROS))
new_lines = st.lists(st.tuples(line_amounts, st.booleans()), max_size=5)
moments = st.one_of(st.integers(1, 24), st.integers(1, 24), st.integers(1, 400 * 24)).map(lambda hours: timedelta(hours=hours))
whichever = st.integers(0, 11)
"""Which of those there are, modulo how many there are."""

MAPPER = Mapper()


def units(amount_micros: int) -> Fraction:
    return Fraction(amount_micros, MICROS)


def yuan_of(amount_micros: int) -> Money:
    return Money(amount_micros, "CNY")


def state_of(wallet: Wallet) -> dict[str, Any]:
    """All that a wallet knows, its lists in order."""
    state = {name: value for name, value in vars(wallet).items() if name != "_pending_events"}
    return {**state, "order": [[*wallet.debts], [*wallet.holds]]}


def stored(facts: Any) -> list[tuple[str, bytes]]:
    return [(event.topic, event.state) for event in map(MAPPER.to_stored_event, facts)]


def outcome_of(wallet: Wallet, decision: str, *args: Any, **kwargs: Any) -> Any:
    """What a wallet answers, or says no with."""
    try:
        return getattr(wallet, decision)(*args, **kwargs)
    except Refusal as refusal:
        return (refusal.code, refusal.details)


class Playing(RuleBasedStateMachine):
    """Rules decide with `decide`, which gives None for a refusal, and do the same to `oracle`."""

    @initialize()
    def open_wallet(self) -> None:
        self.now = NOW
        self.wallet = Wallet.open(UUID(int=7), "CNY", at=self.now)
        self.oracle = OracleWallet()
        self.serial = 100
        self.facts: list[Any] = []
        self.book: list[tuple[str, bytes]] = []
        self.early = copy.deepcopy(self.wallet)
        self.early_book = stored(self.early.collect_events())
        self.replayed: Any = None
        self.keep()

    def next_id(self) -> UUID:
        self.serial += 1
        return UUID(int=self.serial)

    def demand(self, lines: list[tuple[int, bool]]) -> list[Demand]:
        return [Demand(self.next_id(), amount, vouchers_may_pay) for amount, vouchers_may_pay in lines]

    def id_in_oracle(self, fund_id: UUID) -> int:
        return 0 if fund_id == self.wallet.cash_id else fund_id.int

    # -- time -----------------------------------------------------------------------------------------------------------------------

    @rule(passed=moments)
    def time_passes(self, passed: timedelta) -> None:
        self.come_to(self.now + passed)

    @rule(short=st.sampled_from([timedelta(0), timedelta(microseconds=1)]))
    def an_end_comes(self, short: timedelta) -> None:
        """To the very instant at which something ends, or just before it."""
        end = self.early.next_end()
        if end is not None:
            self.come_to(max(self.now, end - short))

    def come_to(self, instant: datetime) -> None:
        self.now = instant
        self.oracle.come_to(instant)
        while (end := self.early.next_end()) is not None and end <= instant:
            self.early.come_to(end)
        self.early_book += stored(self.early.collect_events())

    # -- deciding -------------------------------------------------------------------------------------------------------------------

    def decide(self, decision: str, *args: Any, **kwargs: Any) -> Any:
        """What the wallet answers; None where it refuses, and then it is what it was."""
        dry, before = copy.deepcopy(self.wallet), copy.deepcopy(self.wallet)
        foretold = outcome_of(dry, decision, *args, **kwargs, at=self.now)
        answer = outcome_of(self.wallet, decision, *args, **kwargs, at=self.now)
        answer_of_early = outcome_of(self.early, decision, *args, **kwargs, at=self.now)
        assert foretold == answer == answer_of_early
        assert state_of(dry) == state_of(self.wallet)
        assert stored(dry.pending_events) == stored(self.wallet.pending_events)
        self.refusal = answer if isinstance(answer, tuple) and isinstance(answer[0], str) else None
        if self.refusal is None:
            self.keep()
            self.early_book += stored(self.early.collect_events())
            return answer if answer is not None else True
        self.wallet.come_to(self.now)
        before.come_to(self.now)
        assert state_of(self.wallet) == state_of(before)
        assert self.early.pending_events == []
        self.wallet = self.reread()
        return None

    def keep(self) -> None:
        """Store what was decided, and replay it."""
        facts = self.wallet.collect_events()
        self.facts += facts
        self.book += stored(facts)
        for fact in facts:
            self.replayed = MAPPER.to_domain_event(MAPPER.to_stored_event(fact)).mutate(self.replayed)

    def reread(self) -> Wallet:
        """What the next caller gets after a refusal: the stored facts, folded."""
        return copy.deepcopy(self.replayed)
