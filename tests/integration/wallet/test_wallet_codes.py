"""Batches of codes: issued, watched, withdrawn; codes of cards; and that nothing is told that must not be."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from services.kernel.money import Money
from services.wallet.schemas import BatchOf, IssueVouchers, ListBatches, ListCodes
from tests.support.wallet_desk import Desk, funds_of, redeems_a_card
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, YEAR, yuan


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


def refused(decide, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def test_a_batch_says_what_became_of_its_codes(desk, customer, clock):
    batch = desk.issues(5, "20.00")
    for code in batch.codes[:2]:
        customer.activates(code)

    view = desk.batch(batch.batch_id)

    assert (view.count, view.redeemed_count, view.unused_count, view.expired_count, view.withdrawn_count) == (5, 2, 3, 0, 0)
    assert (view.state, view.issued, view.redeemed, view.issued_at) == ("open", yuan("100.00"), yuan("40.00"), NOW)
    clock.move_to(NOW.replace(year=2027))
    later = desk.batch(batch.batch_id)
    assert (later.state, later.redeemed_count, later.unused_count, later.expired_count) == ("expired", 2, 0, 3)


def test_the_codes_of_a_batch_are_listed_by_ids_in_pages_and_never_told(desk, customer):
    batch = desk.issues(5, "20.00")
    customer.activates(batch.codes[0])
    redeemed_id = funds_of(customer)[0].fund_id

    first = desk.room.list_codes(ListCodes(batch_id=batch.batch_id, limit=3))
    second = desk.room.list_codes(ListCodes(batch_id=batch.batch_id, limit=3, cursor=first.next_cursor))

    listed = [*first.items, *second.items]
    assert (len(listed), second.next_cursor) == (5, None)
    assert {code.code_id: code.redeemed_by for code in listed if code.state == "redeemed"} == {redeemed_id: customer.account_id}
    assert [code.code_id for code in desk.codes(batch.batch_id, state="redeemed")] == [redeemed_id]
    assert len(desk.codes(batch.batch_id, state="unused")) == 4
    assert not any(code in repr(listed) for code in batch.codes)


def test_batches_are_listed_newest_first_by_kind_campaign_and_state(desk, clock):
    old = desk.issues(1, "20.00", campaign="spring", valid_until=NOW + timedelta(days=1))
    clock.move_to(NOW + timedelta(days=2))
    cards, new = desk.issues(1, "100.00", kind="card", campaign="spring"), desk.issues(1, "5.00", campaign="autumn")

    def listed(**filters):
        return [batch.batch_id for batch in desk.room.list_batches(ListBatches(**filters)).items]

    assert listed() == [*sorted([cards.batch_id, new.batch_id], reverse=True), old.batch_id]
    assert listed(kind="card") == [cards.batch_id]
    assert set(listed(campaign="spring")) == {old.batch_id, cards.batch_id}
    assert listed(state="expired") == [old.batch_id]
    first = desk.room.list_batches(ListBatches(limit=2))
    assert [batch.batch_id for batch in desk.room.list_batches(ListBatches(limit=2, cursor=first.next_cursor)).items] == [old.batch_id]


def test_a_batch_that_nobody_issued_is_not_found(desk):
    assert refused(desk.room.batch_of, BatchOf(batch_id=uuid4())).code == "kernel.not_found"
    assert refused(desk.room.list_codes, ListCodes(batch_id=uuid4())).code == "kernel.not_found"
    assert refused(desk.withdraws, uuid4()).code == "kernel.not_found"


def test_what_is_withdrawn_is_worth_nothing_and_what_was_redeemed_stays(desk, customer, ledger):
    batch = desk.issues(3, "20.00")
    customer.activates(batch.codes[0])

    withdrawal = desk.withdraws(batch.batch_id)

    assert (withdrawal.withdrawn_count, withdrawal.withdrawn_at) == (2, NOW)
    before = ledger.bytes()
    assert {refused(customer.activates, code).code for code in batch.codes[1:]} == {"wallet.voucher_is_withdrawn"}
    assert refused(customer.activates, batch.codes[1], dry_run=True).code == "wallet.voucher_is_withdrawn"
    assert ledger.bytes() == before
    view = desk.batch(batch.batch_id)
    assert (view.state, view.redeemed_count, view.withdrawn_count, view.withdrawn_reason) == ("withdrawn", 1, 2, "printed wrongly")
    assert {code.state for code in desk.codes(batch.batch_id)} == {"redeemed", "withdrawn"}
    assert customer.balance().vouchers == yuan("20.00")


def test_a_batch_is_withdrawn_once(desk, ledger):
    batch = desk.issues(1, "20.00")
    desk.withdraws(batch.batch_id)
    before = ledger.bytes()

    assert refused(desk.withdraws, batch.batch_id).code == "wallet.batch_is_withdrawn"
    assert ledger.bytes() == before


def test_a_code_whose_batch_another_process_withdraws_meanwhile_is_refused_by_the_store(desk, customer, start_room, ledger, monkeypatch):
    batch = desk.issues(1, "20.00")
    customer.room.batch_of(BatchOf(batch_id=batch.batch_id))
    Desk(start_room()).withdraws(batch.batch_id)
    monkeypatch.setattr(customer.room.queries, "is_withdrawn", lambda _batch_id: False)  # looked a moment too early
    before = ledger.bytes()

    assert refused(customer.activates, batch.codes[0]).code == "wallet.voucher_is_withdrawn"
    assert ledger.bytes() == before


def test_a_card_s_code_becomes_a_card_that_lasts_three_years_from_now(desk, customer, clock, ledger):
    code = desk.code("500.00", kind="card", campaign="fair", valid_until=NOW + timedelta(days=30))
    clock.move_to(NOW + timedelta(days=20))

    card = redeems_a_card(customer, code)

    assert (card.face, card.balance, card.source, card.reference) == (yuan("500.00"), yuan("500.00"), "code", "fair")
    assert card.valid_until == clock.now().replace(year=2029)
    (fund,) = funds_of(customer, kind="card")
    assert (fund.card_number, fund.source, fund.status, fund.balance) == (card.card_number, "code", "active", yuan("500.00"))
    postings = customer.room.database.all("select ledger_account, sum(amount_micros)::bigint as s from posting group by 1")
    assert {row["ledger_account"]: row["s"] for row in postings} == {"clearing:card_codes": 500_000_000, "customer:card": -500_000_000}
    assert ledger.journal_sum() == 0


def test_a_card_s_code_is_worth_nothing_after_its_own_validity(desk, customer, clock, ledger):
    code = desk.code("500.00", kind="card", valid_until=NOW + timedelta(days=30))
    clock.move_to(NOW + timedelta(days=30))
    before = ledger.bytes()

    assert refused(redeems_a_card, customer, code).code == "wallet.voucher_is_expired"
    assert ledger.bytes() == before


def test_vouchers_and_cards_are_redeemed_each_in_their_place_and_stay_usable(desk, customer, ledger):
    voucher, card = desk.code("20.00"), desk.code("100.00", kind="card")
    before = ledger.bytes()

    assert refused(customer.activates, card).code == "wallet.code_is_of_another_kind"
    assert refused(redeems_a_card, customer, voucher).code == "wallet.code_is_of_another_kind"
    assert ledger.bytes() == before
    customer.activates(voucher)
    redeems_a_card(customer, card)
    assert (customer.balance().vouchers, customer.balance().cards) == (yuan("20.00"), yuan("100.00"))


@pytest.mark.parametrize("face", ["50.00", "150.00", "199.99"])
def test_cards_are_issued_in_multiples_of_a_hundred(desk, ledger, face):
    before = ledger.bytes()

    assert refused(desk.issues, 1, face, kind="card").code == "wallet.card_amount_is_invalid"
    assert ledger.bytes() == before


def test_a_redeemed_card_pays_debts_at_once_vouchers_could_not(desk, customer):
    customer.is_charged(line("30.00", vouchers_may_pay=False))

    card = redeems_a_card(customer, desk.code("100.00", kind="card"))

    assert (card.repaid, card.balance) == (yuan("30.00"), yuan("70.00"))
    assert (customer.balance().debt, customer.balance().is_in_arrears) == (yuan("0.00"), False)


def test_a_repeat_from_another_network_gets_the_first_answer(desk, customer, ledger):
    code, id = desk.code("20.00"), new_id()
    first = customer.activates(code, id=id, client_address="203.0.113.9")
    before = ledger.bytes()

    assert customer.activates(code, id=id, client_address="198.51.100.7") == first
    assert ledger.bytes() == before


def test_a_campaign_may_have_several_batches(desk):
    first, second = desk.issues(1000, "1.00", campaign="double eleven"), desk.issues(1000, "1.00", campaign="double eleven")

    batches = desk.room.list_batches(ListBatches(campaign="double eleven")).items

    assert {batch.batch_id for batch in batches} == {first.batch_id, second.batch_id}
    assert sum(batch.count for batch in batches) == 2_000


def test_codes_of_one_currency_are_refused_by_wallets_of_another_and_stay_usable(desk, make_customer):
    dollars = desk.code("100.00", kind="card", currency="USD")

    assert refused(redeems_a_card, make_customer("CNY"), dollars).code == "kernel.currency_differs"
    assert redeems_a_card(make_customer("USD"), dollars).balance == Money(100_000_000, "USD")


def test_codes_are_shown_once_also_those_of_cards(room):
    command = IssueVouchers(id=new_id(), count=2, face=yuan("100.00"), campaign="fair", kind="card", valid_until=NOW + YEAR)

    first, again = room.issue_vouchers(command), room.issue_vouchers(command)

    assert (len(first.codes), again.codes, again.already_shown) == (2, None, True)
