"""Balances, statement, lineage and journal: every figure is a function of the book, at every position of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.clock import EPOCH
from services.kernel.errors import InvalidInput, NotFound, Refusal
from services.wallet import journal
from services.wallet.schemas import BalanceOf, ListFunds, ListPayments, StatementOf, TrialBalanceOf
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, yuan


def a_life(customer, clock):
    """A history with everything in it; yields after each step."""
    sms = {"vouchers_may_pay": False}
    yield customer.transfers("20150.00", reference="TT-A", occurred_at=NOW - timedelta(days=2))
    clock.move_to(clock.now() + timedelta(hours=1))
    yield customer.has_a_voucher("5.00", valid_until=NOW + timedelta(days=2))
    yield customer.buys_a_card("20000.00")
    clock.move_to(clock.now() + timedelta(hours=1))
    yield customer.is_charged(line("13.40"), line("1.00", **sms))
    yield customer.is_charged(line("25000.00"), line("3.00", **sms))
    clock.move_to(clock.now() + timedelta(days=1))
    yield customer.has_a_voucher("7000.00")
    yield customer.is_charged(line("2.50"), line("4.00", **sms), family="cloud", vendor="huawei")
    yield customer.transfers("1.50", reference="TT-B")
    yield customer.transfers("100.00", reference="TT-C")


def test_the_rows_equal_the_fold_at_every_position(customer, clock, ledger, start_room):
    lived = []
    for _ in a_life(customer, clock):
        now = customer.balance()
        folded = customer.balance(position=ledger.head())
        assert folded.funds == now.funds
        assert (folded.cash, folded.vouchers, folded.cards, folded.debt) == (now.cash, now.vouchers, now.cards, now.debt)
        lived.append(now)

    another_process = start_room()
    for then in lived:
        known = another_process.balance_of(BalanceOf(account_id=customer.account_id, position=then.position))
        assert (known.funds, known.debt, known.position) == (then.funds, then.debt, then.position)


def test_a_balance_known_at_an_instant_is_what_was_recorded_by_then(customer, clock):
    instants = []
    for _ in a_life(customer, clock):
        instants.append((clock.now(), customer.balance()))

    for instant, then in dict(instants).items():  # the last at each instant
        known = customer.balance(known_at=instant)
        assert (known.cash, known.vouchers, known.cards, known.debt) == (then.cash, then.vouchers, then.cards, then.debt)


def test_before_it_was_opened_a_wallet_is_not_found(customer):
    for fields in ({"position": 0}, {"known_at": EPOCH}):
        with pytest.raises(NotFound):
            customer.balance(**fields)


def test_a_position_that_the_book_has_not_reached_is_refused(customer, ledger):
    with pytest.raises(Refusal) as caught:
        customer.balance(position=ledger.head() + 1)

    assert caught.value.code == "wallet.position_is_ahead"


def test_a_position_and_an_instant_together_are_refused(customer):
    with pytest.raises(InvalidInput):
        customer.balance(position=1, known_at=NOW)


def test_an_unknown_account_has_no_balance(room):
    with pytest.raises(NotFound):
        room.balance_of(BalanceOf(account_id=uuid4()))


def test_deleting_all_snapshots_changes_nothing(customer, clock, ledger, start_room):
    list(a_life(customer, clock))
    for _ in range(110):
        customer.is_charged(line("0.01"))
    customer.room.stored_snapshots.drain()
    with_snapshots = start_room().balance_of(BalanceOf(account_id=customer.account_id, position=ledger.head()))

    assert ledger.forget_snapshots() > 0

    without = start_room().balance_of(BalanceOf(account_id=customer.account_id, position=ledger.head()))
    assert without == with_snapshots
    assert without.funds == customer.balance().funds
    foretold = [room.charge(customer.a_charge(line("1.00"), dry_run=True)).taken[0].kind for room in (start_room(), customer.room)]
    assert foretold[0] == foretold[1]


def test_the_statement_adds_up_to_the_balances(customer, clock):
    list(a_life(customer, clock))

    movements = customer.room.statement_of(StatementOf(account_id=customer.account_id, limit=200)).items
    funds = customer.room.list_funds(ListFunds(account_id=customer.account_id)).items

    by_fund = {}
    for movement in movements:
        by_fund[movement.fund_id] = by_fund.get(movement.fund_id, 0) + movement.amount.amount_micros
    balance = customer.balance()
    assert by_fund.pop(None) == -balance.debt.amount_micros
    assert {fund.fund_id: by_fund.pop(fund.fund_id) for fund in funds} == {fund.fund_id: fund.balance.amount_micros for fund in funds}
    assert [*by_fund.values()] == [balance.cash.amount_micros]


def test_the_statement_names_fund_reason_and_counterpart(customer):
    customer.transfers("10.00", reference="TT-A")
    bill_id = customer.is_charged(line("12.00")).bill_id
    customer.transfers("5.00", reference="TT-B")

    movements = customer.room.statement_of(StatementOf(account_id=customer.account_id)).items

    told = [(m.kind, m.reason, m.counterpart_kind, m.counterpart, str(m.amount)) for m in movements]
    assert told == [
        ("debt", "debt_repaid", "bill", str(bill_id), "2.00 CNY"),
        ("cash", "debt_repaid", "bill", str(bill_id), "-2.00 CNY"),
        ("cash", "transfer", "transfer", "TT-B", "5.00 CNY"),
        ("debt", "daily_bill", "bill", str(bill_id), "-2.00 CNY"),
        ("cash", "daily_bill", "bill", str(bill_id), "-10.00 CNY"),
        ("cash", "transfer", "transfer", "TT-A", "10.00 CNY"),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_any_size_give_the_whole_statement_once(customer, clock, limit):
    list(a_life(customer, clock))
    whole = customer.room.statement_of(StatementOf(account_id=customer.account_id, limit=200)).items

    pages, cursor = [], None
    while True:
        page = customer.room.statement_of(StatementOf(account_id=customer.account_id, limit=limit, cursor=cursor))
        pages += page.items
        cursor = page.next_cursor
        if cursor is None:
            break

    assert pages == whole


def test_the_statement_is_filtered_by_time_kind_and_fund(customer, clock):
    list(a_life(customer, clock))
    cash_id = (
        next(fund.fund_id for fund in customer.balance().funds if fund.kind == "cash") if customer.balance().cash.amount_micros else None
    )
    everything = customer.room.statement_of(StatementOf(account_id=customer.account_id, limit=200)).items

    def filtered(**fields):
        return customer.room.statement_of(StatementOf(account_id=customer.account_id, limit=200, **fields)).items

    assert filtered(kind="debt") == [m for m in everything if m.kind == "debt"]
    assert filtered(since=NOW, until=NOW + timedelta(hours=2)) == [m for m in everything if NOW <= m.occurred_at < NOW + timedelta(hours=2)]
    assert filtered(since=NOW - timedelta(days=3), until=NOW) == [
        m for m in everything if m.reason == "transfer" and m.counterpart == "TT-A"
    ]
    card = next(m.fund_id for m in everything if m.kind == "card")
    assert filtered(fund_id=card) == [m for m in everything if m.fund_id == card]
    assert cash_id is None or filtered(fund_id=cash_id) == [m for m in everything if m.kind == "cash"]


def test_another_account_s_statement_is_another(customer, make_customer):
    customer.transfers("10.00")

    assert make_customer().room.statement_of(StatementOf(account_id=make_customer().account_id)).items == []


def test_what_the_funds_paid_of_a_bill_is_what_was_taken(customer, clock):
    list(a_life(customer, clock))
    split = customer.is_charged(line("1.00"), line("2.00"))

    payments = customer.room.list_payments(ListPayments(account_id=customer.account_id, bill_id=split.bill_id)).items

    paid = {(p.line_id, p.fund_id, p.amount.amount_micros) for p in payments}
    assert paid == {(share.line_id, share.fund_id, share.amount_micros) for share in split.taken}


def test_the_trial_balance_sums_to_zero_in_each_currency_at_every_position(customer, make_customer, clock, ledger):
    dollars = make_customer("USD")
    dollars.transfers("50.00")
    for _ in a_life(customer, clock):
        dollars.is_charged(line("0.25"))

    for position in range(1, ledger.head() + 1):
        sums = {}
        for account in customer.room.trial_balance(TrialBalanceOf(position=position)).accounts:
            sums[account.balance.currency] = sums.get(account.balance.currency, 0) + account.balance.amount_micros
        assert all(total == 0 for total in sums.values())


def test_the_journal_gives_the_balances(customer, clock):
    list(a_life(customer, clock))

    accounts = {account.account: account.balance for account in customer.room.trial_balance(TrialBalanceOf()).accounts}

    balance = customer.balance()
    assert accounts[journal.CASH] == -balance.cash
    assert accounts[journal.CARD] == -balance.cards
    assert accounts[journal.DEBT] == balance.debt
    assert accounts["clearing:offline_transfer"] == yuan("20251.50")
