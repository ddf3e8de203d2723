"""Every row is a function of the facts, at every position of the book, whatever happens to a wallet."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from services.kernel.database import psycopg
from services.kernel.ids import natural_id
from services.wallet.allocation import Demand
from services.wallet.domain import Return, Wallet
from services.wallet.domain.claims import PaidShare
from tests.support.eventful import an_eventful_life
from tests.support.wallets import NOW, a_bill, a_line, micros, state_of

SUMS = """
    select ledger_account, sum(amount_micros)::bigint as total
    from posting
    where account_id = %s
    group by ledger_account
"""


def wallet_of(room, account_id) -> Wallet:
    wallet = room.read(Wallet, natural_id("wallet", account_id))
    assert wallet is not None
    return wallet


def what_rows_say(room, account_id):
    """Funds, debts, live holds, frozen funds and thresholds, as rows."""
    all_of, of = room.database.all, (account_id,)
    limits = room.database.one("select low_balance_micros, month_micros from wallet_limits where account_id = %s", of)
    return {
        "funds": {
            row["fund_id"]: row["amount_micros"]
            for row in all_of("select fund_id, amount_micros from balance where account_id = %s and amount_micros > 0", of)
        },
        "debts": {
            row["line_id"]: (row["bill_id"], row["amount_micros"])
            for row in all_of("select line_id, bill_id, amount_micros from debt where account_id = %s and amount_micros > 0", of)
        },
        "holds": {
            row["hold_id"]: (row["expires_at"], row["amount_micros"])
            for row in all_of(
                """
                select h.hold_id, h.expires_at, sum(s.amount_micros)::bigint as amount_micros
                from hold as h
                join hold_share as s using (account_id, hold_id)
                left join hold_end as e using (account_id, hold_id)
                where h.account_id = %s
                  and e.hold_id is null
                group by h.hold_id, h.expires_at
                """,
                of,
            )
        },
        "frozen": {
            row["fund_id"]: row["reason"]
            for row in all_of(
                """
                select f.fund_id, f.reason
                from fund_freeze as f
                join balance as b using (account_id, fund_id)
                where f.account_id = %s
                  and f.is_frozen
                  and b.amount_micros > 0
                """,
                of,
            )
        },
        "limits": (limits["low_balance_micros"], limits["month_micros"]) if limits else (None, None),
    }


def what_the_fold_says(wallet):
    return {
        "funds": {fund.fund_id: fund.amount_micros for fund in wallet.funds.values()},
        "debts": {debt.line_id: (debt.bill_id, debt.amount_micros) for debt in wallet.debts.values()},
        "holds": {hold.hold_id: (hold.expires_at, hold.amount_micros) for hold in wallet.holds.values()},
        "frozen": wallet.frozen,
        "limits": (wallet.limits.low_balance_micros, wallet.limits.month_micros),
    }


@pytest.fixture
def lived(customer, room):
    """(position, rows) after each decision of an eventful life."""
    wallet, moments = wallet_of(room, customer.account_id), []
    for _ in an_eventful_life(wallet, NOW):
        room.save(wallet)
        moments.append((wallet.version, what_rows_say(room, customer.account_id)))
    return moments


def test_the_rows_equal_the_fold_at_every_position_of_an_eventful_life(customer, room, lived):
    for version, rows in lived:
        wallet = room.read(Wallet, natural_id("wallet", customer.account_id), version=version)
        assert what_the_fold_says(wallet) == rows

    topics = {row["topic"] for row in room.database.all("select topic from events")}
    silent = {"wallet.vouchers_issued", "wallet.voucher_code_issued", "wallet.voucher_code_redeemed", "wallet.voucher_granted"}
    told = {fact.TOPIC for fact in vars(Wallet).values() if isinstance(fact, type) and issubclass(fact, Wallet.Event)} - {"wallet.event"}
    assert told - topics <= silent


def test_the_journal_gives_the_balances_of_an_eventful_life(customer, room, lived):
    wallet = wallet_of(room, customer.account_id)
    sums = {row["ledger_account"]: row["total"] for row in room.database.all(SUMS, (customer.account_id,))}

    by_kind = {kind: sum(fund.amount_micros for fund in wallet.funds.values() if fund.kind in kind) for kind in ("cash", "card")}
    vouchers = sum(fund.amount_micros for fund in wallet.funds.values() if "voucher" in fund.kind)
    assert sum(sums.values()) == 0
    assert (-sums["customer:cash"], -sums["customer:card"], -sums["customer:voucher"]) == (by_kind["cash"], by_kind["card"], vouchers)
    assert sums.get("customer:debt", 0) == wallet.debt_micros


def test_without_snapshots_an_eventful_life_is_folded_to_the_same(customer, room, ledger, start_room, lived):
    wallet = wallet_of(room, customer.account_id)
    while wallet.version % 100:
        wallet.charge(a_bill(a_line("0.01")), at=NOW)
        room.save(wallet)
    room.stored_snapshots.drain()
    with_snapshot = state_of(wallet_of(start_room(), customer.account_id))

    ledger.forget_snapshots()

    assert state_of(wallet_of(start_room(), customer.account_id)) == with_snapshot == state_of(wallet)


def test_what_was_paid_is_given_back_once_however_many_adjustments_believe_it_is_still_to_be(customer, room, start_room):
    """The store's own guard: each of them read the lineage before any of the others was stored."""
    customer.transfers("100.00")
    bill = a_bill(line := a_line("10.00"))
    wallet = wallet_of(room, customer.account_id)
    wallet.charge(bill, at=NOW)
    room.save(wallet)
    paid = [PaidShare(line.line_id, wallet.funds[wallet.cash_id], micros("10.00"))]

    def give_back(room):
        while True:
            again = wallet_of(room, customer.account_id)
            again.give_back(Return(uuid4(), bill.bill_id, "CNY", [Demand(line.line_id, micros("4.00"), True)], paid, []), at=NOW)
            try:
                room.save(again)
            except psycopg.errors.CheckViolation as refused:
                return refused.diag.constraint_name
            except Exception as conflict:  # somebody else's was stored first: decide again, on the lineage that was read at first
                if type(conflict).__name__ not in ("VersionConflict", "IntegrityError"):
                    raise
            else:
                return "returned"

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(give_back, [room, start_room()] * 3))

    assert sorted(outcomes) == ["returned"] * 2 + ["returned_at_most_what_was_paid"] * 4
    assert customer.balance().cash.amount_micros == micros("98.00")
    row = room.database.one("select amount_micros from returned where account_id = %s", (customer.account_id,))
    assert row == {"amount_micros": micros("8.00")}
