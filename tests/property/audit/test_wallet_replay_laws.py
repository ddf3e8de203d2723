"""What is folded from stored bytes is what the aggregate became, whatever happens to it; and what was altered is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from services.audit.queries.copies import Event
from services.audit.replay.deriving import rows_of
from services.audit.replay.wallets import FACTS, WalletFold
from services.kernel.eventstore import facts_of
from services.wallet import journal
from services.wallet.allocation import Demand
from services.wallet.domain import Order, PaidShare, Return, Wallet
from tests.support.wallet_rules.crediting import CreditingRules
from tests.support.wallet_rules.holding import HoldingRules
from tests.support.wallet_rules.keeping import KeepingRules
from tests.support.wallet_rules.playing import stored
from tests.support.wallets import NOW, a_bill, a_line, a_wallet, give_voucher, micros, yuan

ALL_KINDS: list[Any] = ["voucher", "discount_voucher", "card", "cash"]


def rows_after(book: list[tuple[str, bytes]]) -> dict[str, list[dict[str, Any]]]:
    events = [Event(n, UUID(int=7), n, topic, state, NOW) for n, (topic, state) in enumerate(book, start=1)]
    return {table: [*rows.values()] for table, rows in rows_of(events).items()}


class AnyReplay(CreditingRules, HoldingRules, KeepingRules):
    """Whatever happens, the audit's fold and the rows it derives agree with the wallet, and find no difference."""

    @invariant()
    def the_fold_is_what_the_wallet_became(self):
        if not hasattr(self, "fold"):
            self.fold, self.plain, self.folded = WalletFold(redecide=True), WalletFold(), 0
        fresh = [(topic, state, n) for n, (topic, state) in enumerate(self.book) if n >= self.folded]
        self.folded = len(self.book)
        for fold in (self.fold, self.plain):
            fold.fold(fresh)
            account = fold.accounts[str(self.wallet.account_id)]
            funds, debts = self.wallet.funds.values(), self.wallet.debts.values()
            assert {id: fund.amount_micros for id, fund in account.funds.items()} == {str(f.fund_id): f.amount_micros for f in funds}
            assert [(id, debt.amount_micros) for id, debt in account.debts.items()] == [(str(d.line_id), d.amount_micros) for d in debts]
            assert account.holds.keys() == {*map(str, self.wallet.holds)}
            assert account.frozen == {str(fund_id) for fund_id in self.wallet.frozen}
            assert [str(found) for found in fold.differences] == []
            assert sum(fold.journal["CNY"].values()) == 0

    def teardown(self):
        if not hasattr(self, "fold"):
            return
        rows = rows_after(self.book)
        assert {(row["fund_id"], row["amount_micros"]) for row in rows["balance"] if row["amount_micros"]} == {
            (str(fund.fund_id), fund.amount_micros) for fund in self.wallet.funds.values()
        }
        assert sum(row["amount_micros"] for row in rows["debt"]) == self.wallet.debt_micros
        assert {row["hold_id"] for row in rows["hold"]} - {row["hold_id"] for row in rows["hold_end"]} == {*map(str, self.wallet.holds)}
        assert {row["fund_id"] for row in rows["fund_freeze"] if row["is_frozen"]} >= {*map(str, self.wallet.frozen)}
        sums: dict[str, int] = dict.fromkeys(self.fold.journal["CNY"], 0)
        for row in rows["posting"]:
            sums[row["ledger_account"]] += row["amount_micros"]
        assert sums == self.fold.journal["CNY"]
        self.a_line_never_gives_back_more_than_was_paid_for_it(rows)

    def a_line_never_gives_back_more_than_was_paid_for_it(self, rows):
        paid: dict[tuple[str, ...], int] = {}
        for row in rows["payment"]:
            key = row["bill_id"], row["line_id"], row["fund_id"]
            paid[key] = paid.get(key, 0) + row["amount_micros"]
        assert all(amount >= 0 for amount in paid.values())


AnyReplay.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestAnyReplay = AnyReplay.TestCase


def test_every_fact_that_moves_value_is_folded():
    assert {fact.TOPIC for fact in facts_of(Wallet)} >= set(FACTS) >= {*journal.ENTRY_OF}


# -- what was altered ------------------------------------------------------------------------------------------------------------------


def an_eventful_life() -> list[tuple[str, bytes]]:
    """One of each fact that a replay may catch lying."""
    wallet = a_wallet()
    wallet.collect_events()
    wallet = Wallet.open(wallet.account_id, "CNY", at=NOW)
    wallet.credit_transfer(yuan("10.00"), reference="TT-1", occurred_at=NOW, at=NOW)
    voucher_id = give_voucher(wallet, "5.00", valid_until=NOW + timedelta(days=2), at=NOW)
    order = Order(UUID(int=50), "order", "CNY", [Demand(UUID(int=51), micros("6.00"), True)], ALL_KINDS)
    wallet.reserve(UUID(int=52), order, expires_at=NOW + timedelta(days=9), at=NOW)
    wallet.charge(bill := a_bill(logs := a_line("12.00")), at=NOW)
    wallet.capture(UUID(int=52), amounts={UUID(int=51): micros("2.00")}, at=NOW)
    refund = Order(UUID(int=60), "refund", "CNY", [Demand(UUID(int=61), micros("1.00"), True)], ["cash"])
    wallet.credit_transfer(yuan("20.00"), reference="TT-2", occurred_at=NOW, at=NOW)
    wallet.reserve(UUID(int=62), refund, expires_at=NOW + timedelta(days=9), at=NOW)
    wallet.refund(UUID(int=62), reference="OUT-1", by_member_id=UUID(int=1), at=NOW)
    give_voucher(wallet, "3.00", valid_until=NOW + timedelta(days=2), at=NOW)
    paid = [PaidShare(logs.line_id, wallet.funds[wallet.cash_id], micros("4.00"))]
    due = Return(UUID(int=70), bill.bill_id, "CNY", [Demand(logs.line_id, micros("1.50"), True)], paid, [])
    wallet.give_back(due, at=NOW)
    wallet.come_to(NOW + timedelta(days=2))
    assert voucher_id not in wallet.funds
    return stored(wallet.collect_events())


def differences_in(book: list[tuple[str, bytes]]) -> set[str]:
    fold = WalletFold(redecide=True)
    fold.fold([(topic, state, n) for n, (topic, state) in enumerate(book)])
    return {found.what for found in fold.differences}


def test_an_eventful_life_is_no_difference():
    assert differences_in(an_eventful_life()) == set()


@pytest.mark.parametrize(
    ("topic", "path", "more", "named"),
    [
        ("wallet.funds_reserved", ("hold", "shares", 0, "amount_micros"), 1, "allocation, held"),
        ("wallet.funds_captured", ("taken", 0, "amount_micros"), 1, "capture"),
        ("wallet.funds_captured", ("repaid", 0, "amount_micros"), -1, "repayment"),
        ("wallet.cash_refunded", ("amount_micros",), 1, "refund"),
        ("wallet.charge_returned", ("credited", 0, "amount_micros"), 1, "return"),
        ("wallet.charge_returned", ("lines", 0, "amount_micros"), 1, "return"),
        ("wallet.fund_expired", ("amount_micros",), -1, "end of a fund"),
        ("wallet.charged", ("taken", 0, "amount_micros"), 1, "allocation, taken"),
    ],
)
def test_an_amount_that_was_altered_is_named(topic, path, more, named):
    book = an_eventful_life()
    place = next(n for n, (found, _) in enumerate(book) if found == topic)
    fact = msgspec.json.decode(book[place][1])
    *steps, last = path
    part = fact
    for step in steps:
        part = part[step]
    part[last] += more
    book[place] = topic, msgspec.json.encode(fact)

    assert named in differences_in(book)
