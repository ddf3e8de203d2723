"""The journal for finance: the chart, the entries, and files that beancount and hledger read, check and add up to our balances."""

from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from services.wallet import journal
from services.wallet.application import journals
from services.wallet.exports import beancount, hledger
from services.wallet.queries import journal as journal_queries
from services.wallet.schemas import ExportJournal, ListEntries, ListLedgerAccounts, TrialBalanceOf
from tests.support.bookkeeping import hledger_program, read_by_beancount, read_by_hledger
from tests.support.wallet_pasts import HOUR, a_full_life
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW


@pytest.fixture
def busy_house(customer, make_customer, clock):
    """Two customers in two currencies, amounts to the last micro."""
    dollars = make_customer("USD")
    dollars.transfers("50.00", occurred_at=NOW - 48 * HOUR)
    for _ in a_full_life(customer, clock):
        dollars.is_charged(line("0.250001"))
        customer.is_charged(line("0.000001"))
    dollars.is_charged(line("100.00"))
    return customer, dollars


def exported(room, folder: Path, format: str, **fields) -> Path:
    texts, cursor = [], None
    while True:
        part = room.export_journal(ExportJournal(format=format, cursor=cursor, **fields))
        texts.append(part.text)
        cursor = part.next_cursor
        if cursor is None:
            break
    file = folder / f"journal.{format}"
    file.write_text("".join(texts))
    return file


def ours(room, name, **fields):
    """The trial balance, with a program's names."""
    accounts = room.trial_balance(TrialBalanceOf(**fields)).accounts
    return {
        (name(account.account), account.balance.currency): Decimal(account.balance.amount_micros) / 1_000_000
        for account in accounts
        if account.balance.amount_micros
    }


@pytest.mark.parametrize("at_once", [3, 1_000])
def test_beancount_reads_the_journal_and_agrees_with_our_balances(room, busy_house, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(journal_queries, "EXPORTED_AT_ONCE", at_once)
    monkeypatch.setattr(journals, "EXPORTED_AT_ONCE", at_once)

    sums = read_by_beancount(exported(room, tmp_path, "beancount"))

    assert sums == ours(room, beancount.account_name)
    assert len({currency for _, currency in sums}) == 2


def test_hledger_reads_the_journal_and_agrees_with_our_balances(room, busy_house, tmp_path):
    program = hledger_program()

    sums = read_by_hledger(exported(room, tmp_path, "hledger"), program)

    assert sums == ours(room, hledger.account_name)
    assert len({currency for _, currency in sums}) == 2


def test_both_agree_with_us_at_an_earlier_position(room, busy_house, ledger, tmp_path):
    program, position = hledger_program(), ledger.head() // 2

    by_beancount = read_by_beancount(exported(room, tmp_path, "beancount", position=position))
    by_hledger = read_by_hledger(exported(room, tmp_path, "hledger", position=position), program)

    assert by_beancount == ours(room, beancount.account_name, position=position)
    assert by_hledger == ours(room, hledger.account_name, position=position)


def test_a_file_of_one_customer_has_what_that_customer_has(room, busy_house, tmp_path):
    customer, _ = busy_house

    sums = read_by_beancount(exported(room, tmp_path, "beancount", account_id=customer.account_id))

    balance = customer.balance()
    assert {currency for _, currency in sums} == {"CNY"}
    assert -sums.get((beancount.account_name(journal.CASH), "CNY"), 0) == Decimal(balance.cash.amount_micros) / 1_000_000
    assert -sums.get((beancount.account_name(journal.CARD), "CNY"), 0) == Decimal(balance.cards.amount_micros) / 1_000_000


def test_each_entry_is_marked_with_its_position(room, customer, tmp_path, ledger):
    customer.transfers("1.50")

    text = exported(room, tmp_path, "beancount").read_text()
    other = exported(room, tmp_path, "hledger").read_text()

    assert f'2026-11-23 * "wallet.cash_credited" #p{ledger.head()}\n' in text
    assert "  Liabilities:Customer:Cash  -1.50 CNY\n" in text
    assert f"2026-11-23 * ({ledger.head()}) wallet.cash_credited  ; account_id:{customer.account_id}" in other
    assert "    assets:clearing:offline_transfer  1.50 CNY\n" in other


def test_an_empty_journal_is_a_file_that_both_read(room, tmp_path):
    program = hledger_program()

    assert read_by_beancount(exported(room, tmp_path, "beancount")) == {}
    assert read_by_hledger(exported(room, tmp_path, "hledger"), program) == {}


def test_the_chart_names_every_account_with_its_meaning(room):
    chart = room.list_ledger_accounts(ListLedgerAccounts()).accounts

    assert {account.account: account.type for account in chart} == journal.CHART
    assert all(account.meaning for account in chart)


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_the_entries_on_all_pages_are_the_journal(room, busy_house, limit):
    entries, cursor = [], None
    while True:
        page = room.list_entries(ListEntries(limit=limit, cursor=cursor))
        entries += page.items
        cursor = page.next_cursor
        if cursor is None:
            break

    positions = [entry.position for entry in entries]
    assert positions == sorted(set(positions), reverse=True)
    assert all(sum(posting.amount.amount_micros for posting in entry.postings) == 0 for entry in entries)
    sums = {}
    for entry in entries:
        for posting in entry.postings:
            key = posting.account, posting.amount.currency
            sums[key] = sums.get(key, 0) + Decimal(posting.amount.amount_micros) / 1_000_000
    assert {key: total for key, total in sums.items() if total} == ours(room, str)


def test_entries_are_chosen_by_customer_account_time_and_position(room, busy_house, ledger):
    _, dollars = busy_house
    everything = room.list_entries(ListEntries(limit=200)).items

    def chosen(**fields):
        return room.list_entries(ListEntries(limit=200, **fields)).items

    position = everything[len(everything) // 2].position
    since, until = NOW + HOUR, NOW + 3 * HOUR
    assert chosen(account_id=dollars.account_id) == [entry for entry in everything if entry.account_id == dollars.account_id]
    assert chosen(account_id=uuid4()) == []
    assert chosen(ledger_account=journal.DEBT) == [
        entry for entry in everything if journal.DEBT in {posting.account for posting in entry.postings}
    ]
    assert chosen(since=since, until=until) == [entry for entry in everything if since <= entry.occurred_at < until]
    assert chosen(position=position) == [entry for entry in everything if entry.position <= position]
