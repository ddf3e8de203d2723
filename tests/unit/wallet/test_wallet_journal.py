"""Every fact that moves value is one balanced entry."""

from datetime import timedelta
from uuid import uuid4

from services.kernel.eventstore import facts_of
from services.wallet import journal
from services.wallet.domain import CardTerms, Wallet
from services.wallet.journal import CARD, CASH, DEBT, PROMOTIONS, REVENUE, VOUCHER
from tests.support.wallets import NOW, a_bill, a_line, a_wallet, give_voucher, micros, yuan


def entries_of(wallet: Wallet) -> list[list[tuple[str, int]]]:
    """The entries of what is pending, as (account, micros); facts that move nothing have none."""
    entries = [journal.ENTRY_OF[type(fact).TOPIC](fact) for fact in wallet.collect_events() if type(fact).TOPIC in journal.ENTRY_OF]
    return [[(posting.account, posting.amount_micros) for posting in entry] for entry in entries]


def test_a_transfer_debits_the_bank_and_credits_the_customer():
    wallet = a_wallet()

    wallet.credit_transfer(yuan("100.00"), reference="TT-1", occurred_at=NOW, at=NOW)

    assert entries_of(wallet) == [[("clearing:offline_transfer", micros("100.00")), (CASH, -micros("100.00"))]]


def test_a_transfer_that_pays_a_debt_does_so_in_the_same_entry():
    wallet = a_wallet()
    wallet.charge(a_bill(a_line("30.00")), at=NOW)
    wallet.collect_events()

    wallet.credit_transfer(yuan("100.00"), reference="TT-1", occurred_at=NOW, at=NOW)

    assert entries_of(wallet) == [
        [
            ("clearing:offline_transfer", micros("100.00")),
            (CASH, -micros("100.00")),
            (CASH, micros("30.00")),
            (DEBT, -micros("30.00")),
        ]
    ]


def test_a_voucher_is_a_promotion():
    wallet = a_wallet()

    give_voucher(wallet, "20.00")

    assert entries_of(wallet) == [[(PROMOTIONS, micros("20.00")), (VOUCHER, -micros("20.00"))]]


def test_a_card_turns_cash_into_card_and_a_large_one_brings_a_voucher():
    wallet = a_wallet(cash="10000.00")

    wallet.buy_card(uuid4(), yuan("10000.00"), CardTerms(), at=NOW)

    assert entries_of(wallet) == [
        [
            (CASH, micros("10000.00")),
            (CARD, -micros("10000.00")),
            (PROMOTIONS, micros("1000.00")),
            (VOUCHER, -micros("1000.00")),
        ]
    ]


def test_a_charge_is_revenue_against_what_was_taken_and_what_is_owed():
    wallet = a_wallet(cash="10.00")
    give_voucher(wallet, "5.00")
    wallet.collect_events()

    wallet.charge(a_bill(a_line("18.00")), at=NOW)

    assert entries_of(wallet) == [[(VOUCHER, micros("5.00")), (CASH, micros("10.00")), (DEBT, micros("3.00")), (REVENUE, -micros("18.00"))]]


def test_what_a_cloud_account_pays_is_receivable_from_its_vendor():
    wallet = a_wallet(cash="10.00")

    wallet.charge(a_bill(a_line("2.00"), family="cloud", vendor="aliyun"), at=NOW)

    assert entries_of(wallet) == [[("receivable:aliyun", micros("2.00")), (REVENUE, -micros("2.00"))]]


def test_a_bill_of_nothing_has_no_postings():
    wallet = a_wallet()

    wallet.charge(a_bill(a_line("0.00")), at=NOW)

    assert entries_of(wallet) == [[]]


def test_every_fund_posting_names_its_fund():
    wallet = a_wallet(cash="10.00")
    voucher_id = give_voucher(wallet, "5.00", at=NOW - timedelta(hours=1))
    wallet.collect_events()
    wallet.charge(a_bill(a_line("7.00")), at=NOW)

    (fact,) = wallet.collect_events()
    postings = journal.charged(fact)

    assert [posting.fund_id for posting in postings] == [voucher_id, wallet.cash_id, None]


def test_every_account_that_is_posted_to_is_in_the_chart():
    accounts = {REVENUE, PROMOTIONS, DEBT, *journal.ACCOUNT_OF.values(), "clearing:offline_transfer"}

    assert accounts <= journal.CHART.keys()


def test_every_fact_of_a_wallet_moves_value_or_is_known_not_to():
    moves_nothing = {
        *("wallet.opened", "wallet.debt_cleared", "wallet.funds_reserved", "wallet.fund_frozen"),
        *("wallet.limits_set", "wallet.balance_fell_low", "wallet.balance_recovered", "wallet.spending_reached"),
    }

    topics = {fact.TOPIC for fact in facts_of(Wallet) if fact.TOPIC != Wallet.Event.TOPIC}

    assert topics == journal.ENTRY_OF.keys() | moves_nothing
