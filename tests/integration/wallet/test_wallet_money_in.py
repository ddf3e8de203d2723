"""Money and vouchers come in: what is answered, what is stored, and what is refused without a trace."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import NotFound, Refusal
from services.kernel.ids import new_id
from services.kernel.money import Money
from services.wallet.schemas import CreditTransfer, IssueVouchers, ListFunds, OpenWallet, StatementOf
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, yuan


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def test_a_transfer_is_cash(customer):
    answer = customer.transfers("100.00", reference="TT-1")

    assert (answer.amount, answer.repaid, answer.cash, answer.debt) == (yuan("100.00"), yuan("0.00"), yuan("100.00"), yuan("0.00"))
    assert customer.balance().cash == yuan("100.00")


def test_a_repeated_transfer_command_gets_the_first_answer_and_changes_nothing(customer, ledger):
    id = new_id()
    first = customer.transfers("100.00", reference="TT-1", id=id)
    before = ledger.bytes()

    assert customer.transfers("100.00", reference="TT-1", id=id) == first
    assert ledger.bytes() == before


def test_a_command_id_with_another_input_is_refused(customer, ledger):
    id = new_id()
    customer.transfers("100.00", reference="TT-1", id=id)
    before = ledger.bytes()

    assert refused(customer.transfers, "200.00", reference="TT-2", id=id).code == "kernel.command_id_is_reused"
    assert ledger.bytes() == before


@pytest.mark.parametrize("again", ["TT-1", "tt-1", " TT -1 "])
def test_a_bank_reference_counts_once_however_it_is_typed(customer, make_customer, ledger, again):
    customer.transfers("100.00", reference="TT-1")
    other, before = make_customer(), None
    before = ledger.bytes()

    assert refused(other.transfers, "100.00", reference=again).code == "wallet.transfer_is_credited"
    assert refused(customer.transfers, "100.00", reference=again).code == "wallet.transfer_is_credited"
    assert ledger.bytes() == before


def test_a_transfer_occurred_on_its_value_date_and_is_recorded_now(customer, clock):
    customer.transfers("100.00", occurred_at=NOW - timedelta(days=3))

    (movement,) = customer.room.statement_of(StatementOf(account_id=customer.account_id)).items
    assert movement.occurred_at == NOW - timedelta(days=3)
    assert movement.recorded_at == NOW


def test_an_unknown_account_has_identity_s_book_read_once_before_it_is_refused(start_room, ledger):
    readings = []
    room = start_room(catch_up=lambda: readings.append("read"))
    before = ledger.bytes()

    refusal = refused(room.credit_transfer, CreditTransfer(id=new_id(), account_id=uuid4(), amount=yuan("1.00"), reference="TT-1"))

    assert isinstance(refusal, NotFound)
    assert readings == ["read"]
    assert ledger.bytes() == before


def test_an_account_opened_a_moment_ago_is_found_by_reading_identity_s_book(start_room):
    account_id = uuid4()
    room = start_room()
    room.catch_up = lambda: room.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency="CNY", occurred_at=NOW))

    answer = room.credit_transfer(CreditTransfer(id=new_id(), account_id=account_id, amount=yuan("1.00"), reference="TT-1"))

    assert answer.cash == yuan("1.00")


def test_vouchers_are_issued_with_codes_that_are_shown_once(room, ledger):
    command = IssueVouchers(id=new_id(), count=3, face=yuan("20.00"), campaign="welcome")

    first, again = room.issue_vouchers(command), room.issue_vouchers(command)

    assert first.codes is not None
    assert len(set(first.codes)) == 3
    assert first.already_shown is False
    assert again.codes is None
    assert again.already_shown is True
    assert (again.batch_id, again.valid_until) == (first.batch_id, first.valid_until)


def test_no_code_is_stored_anywhere(room, postgres_server, wallet_url):
    (code,) = room.issue_vouchers(IssueVouchers(id=new_id(), count=1, face=yuan("20.00"), campaign="welcome")).codes or []

    stored = room.database.all("select convert_from(state, 'UTF8') as text from events")
    answers = room.database.all("select convert_from(answer, 'UTF8') as text from command_log")
    everything = " ".join(row["text"] for row in (*stored, *answers))
    assert code not in everything
    assert code.replace("-", "") not in everything


def test_a_voucher_is_activated_by_its_code(customer):
    code = customer.is_given_a_code("20.00")

    voucher = customer.activates(code.lower().replace("-", " "))

    assert (voucher.face, voucher.balance, voucher.valid_until) == (yuan("20.00"), yuan("20.00"), NOW.replace(year=2027))
    assert customer.balance().vouchers == yuan("20.00")
    (fund,) = customer.room.list_funds(ListFunds(account_id=customer.account_id)).items
    assert (fund.face, fund.balance, fund.status, fund.campaign) == (yuan("20.00"), yuan("20.00"), "active", "welcome")


def test_a_code_is_used_once(customer, make_customer, ledger):
    code = customer.is_given_a_code("20.00")
    customer.activates(code)
    other = make_customer()
    before = ledger.bytes()

    assert refused(other.activates, code).code == "wallet.voucher_is_used"
    assert refused(customer.activates, code).code == "wallet.voucher_is_used"
    assert ledger.bytes() == before


def test_a_code_whose_validity_is_over_is_refused(customer, clock, ledger):
    code = customer.is_given_a_code("20.00", valid_until=NOW + timedelta(hours=1))
    before = ledger.bytes()
    clock.move_to(NOW + timedelta(hours=1))

    assert refused(customer.activates, code).code == "wallet.voucher_is_expired"
    assert ledger.bytes() == before


def test_a_voucher_of_another_currency_is_refused_and_stays_usable(make_customer):
    yuan_customer, dollar_customer = make_customer(), make_customer("USD")
    code = yuan_customer.is_given_a_code("20.00")

    assert refused(dollar_customer.activates, code).code == "kernel.currency_differs"
    assert yuan_customer.activates(code).balance == yuan("20.00")


def test_ten_unknown_codes_lock_redeeming_for_an_hour(customer, make_customer, clock, ledger):
    code, before = customer.is_given_a_code("20.00"), ledger.bytes()
    for _ in range(10):
        assert refused(customer.activates, "0000-0000-0000-0001").code == "wallet.voucher_code_is_unknown"

    locked = refused(customer.activates, code)
    assert locked.code == "wallet.redeeming_is_locked"
    assert datetime.fromisoformat(locked.details["until"]) == NOW + timedelta(hours=1)
    assert refused(make_customer().activates, "0000-0000-0000-0001").code == "wallet.voucher_code_is_unknown"
    clock.move_to(NOW + timedelta(hours=1))
    assert ledger.bytes()["balance"] == before["balance"]
    assert customer.activates(code).balance == yuan("20.00")


def test_a_used_code_does_not_count_as_a_guess(customer, make_customer):
    used, code = customer.is_given_a_code("1.00"), customer.is_given_a_code("20.00")
    make_customer().activates(used)
    for _ in range(11):
        assert refused(customer.activates, used).code == "wallet.voucher_is_used"

    assert customer.activates(code).balance == yuan("20.00")


def test_guesses_an_hour_apart_do_not_add_up(customer, clock):
    code = customer.is_given_a_code("20.00")
    for _ in range(12):
        clock.move_to(clock.now() + timedelta(minutes=61))
        refused(customer.activates, "0000-0000-0000-0001")

    assert customer.activates(code).balance == yuan("20.00")


def test_a_card_is_bought_from_cash_and_a_large_one_brings_a_voucher(customer):
    customer.transfers("12000.00")

    card = customer.buys_a_card("10000.00")

    assert card.granted is not None
    assert (card.face, card.granted.face, card.cash) == (yuan("10000.00"), yuan("1000.00"), yuan("2000.00"))
    balance = customer.balance()
    assert (balance.cash, balance.cards, balance.vouchers) == (yuan("2000.00"), yuan("10000.00"), yuan("1000.00"))


@pytest.mark.parametrize(("price", "code"), [("150.00", "wallet.card_amount_is_invalid"), ("200.00", "wallet.cash_is_insufficient")])
def test_a_card_that_cannot_be_bought_leaves_no_trace(customer, ledger, price, code):
    customer.transfers("199.99")
    before = ledger.bytes()

    assert refused(customer.buys_a_card, price).code == code
    assert ledger.bytes() == before


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(10_001, "CNY"), "kernel.amount_is_too_fine"),
        (Money(1_000_000, "USD"), "kernel.currency_differs"),
        (Money(10**15, "CNY"), "wallet.amount_is_out_of_range"),
    ],
)
def test_a_transfer_that_cannot_be_booked_leaves_no_trace(customer, ledger, amount, code):
    before = ledger.bytes()

    refusal = refused(
        customer.room.credit_transfer, CreditTransfer(id=new_id(), account_id=customer.account_id, amount=amount, reference="TT-1")
    )

    assert refusal.code == code
    assert ledger.bytes() == before


def test_a_dry_run_answers_the_same_and_leaves_no_trace(customer, ledger):
    customer.transfers("500.00")
    code, before = customer.is_given_a_code("20.00"), None
    before = ledger.bytes()
    ids = [new_id(), new_id(), new_id()]

    foretold = (
        customer.transfers("100.00", reference="TT-1", id=ids[0], dry_run=True),
        customer.activates(code, id=ids[1], dry_run=True),
        customer.buys_a_card("300.00", id=ids[2], dry_run=True),
    )

    assert ledger.bytes() == before
    voucher, card = customer.activates(code, id=ids[1]), customer.buys_a_card("300.00", id=ids[2])
    assert (voucher, card) == foretold[1:]
    assert foretold[0].cash == yuan("600.00")


def test_a_dry_run_of_issuing_shows_no_codes(room, ledger):
    before = ledger.bytes()

    view = room.issue_vouchers(IssueVouchers(id=new_id(), count=2, face=yuan("20.00"), campaign="welcome", dry_run=True))

    assert view.codes is None
    assert ledger.bytes() == before


def test_expired_funds_are_listed_and_not_counted(customer, clock):
    customer.has_a_voucher("20.00", valid_until=NOW + YEAR)
    clock.move_to(NOW + YEAR)

    assert customer.balance().vouchers == yuan("0.00")
    (fund,) = customer.room.list_funds(ListFunds(account_id=customer.account_id, status="expired")).items
    assert (fund.balance, fund.expired) == (yuan("0.00"), yuan("20.00"))
    assert customer.is_charged(line("1.00")).taken == []
