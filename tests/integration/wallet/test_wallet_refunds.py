"""Refunds of unused cash by two operators, with the store under them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import NotAllowed, NotFound, Refusal
from services.kernel.ids import new_id
from services.wallet.domain import (
    FundsAreInsufficient,
    HoldIsOfARefund,
    PayoutIsRecorded,
    RefundIsOver,
    RefundNeedsAnotherOperator,
)
from services.wallet.schemas import (
    ApproveRefund,
    ListHolds,
    ListRefunds,
    RefundOf,
    RejectRefund,
    ReleaseFunds,
    RequestRefund,
)
from tests.support.wallet_rooms import line
from tests.support.wallets import yuan

FIRST, SECOND = uuid4(), uuid4()


def request(customer, amount="100.00", *, by=FIRST, **fields):
    fields.setdefault("id", new_id())
    return customer.room.request_refund(
        RequestRefund(
            account_id=customer.account_id,
            amount=customer.money(amount),
            reason="the account is closed",
            payout_account="ICBC, ending 4402",
            by_member_id=by,
            **fields,
        )
    )


def approve(room, refund, *, by=SECOND, reference=None, **fields):
    fields.setdefault("id", new_id())
    reference = reference or f"PO-{uuid4()}"
    return room.approve_refund(ApproveRefund(refund_id=refund.refund_id, reference=reference, by_member_id=by, **fields))


def reject(room, refund, *, by=SECOND, **fields):
    fields.setdefault("id", new_id())
    return room.reject_refund(RejectRefund(refund_id=refund.refund_id, reason="asked for twice", by_member_id=by, **fields))


def state_of(room, refund):
    return room.refund_of(RefundOf(refund_id=refund.refund_id)).state


@pytest.fixture
def rich(customer):
    customer.transfers("100.00")
    return customer


def test_a_request_keeps_the_cash_apart_and_a_second_operator_pays_it_out(room, rich, ledger, clock):
    refund = request(rich, "60.00")
    held = room.list_holds(ListHolds(account_id=rich.account_id)).items

    approved = approve(room, refund, reference="PO-1")

    assert (refund.state, refund.expires_at) == ("requested", clock.now() + timedelta(days=30))
    assert [(hold.purpose, hold.subject, hold.amount) for hold in held] == [("refund", refund.refund_id, yuan("60.00"))]
    assert (approved.state, approved.requested_by, approved.decided_by, approved.reference) == ("approved", FIRST, SECOND, "PO-1")
    assert rich.balance().cash == yuan("40.00")
    assert room.list_refunds(ListRefunds(account_id=rich.account_id)).items == [approved]
    assert ledger.journal_sum() == 0


def test_who_asked_cannot_approve_and_nothing_changes(room, rich, ledger):
    refund = request(rich)
    before = ledger.bytes()

    for dry_run in (True, False):
        with pytest.raises(RefundNeedsAnotherOperator) as refusal:
            approve(room, refund, by=FIRST, dry_run=dry_run)

    assert refusal.value.code == "wallet.refund_needs_another_operator"
    assert ledger.bytes() == before
    assert state_of(room, refund) == "requested"


def test_nobody_in_particular_neither_asks_nor_approves(room, rich, ledger):
    refund = request(rich, "1.00")
    before = ledger.bytes()

    for ask in (lambda: request(rich, by=None), lambda: approve(room, refund, by=None), lambda: reject(room, refund, by=None)):
        with pytest.raises(NotAllowed):
            ask()

    assert ledger.bytes() == before


def test_a_rejected_refund_gives_the_cash_back(room, rich):
    refund = request(rich)

    rejected = reject(room, refund, by=FIRST)

    assert (rejected.state, rejected.note, rejected.decided_by) == ("rejected", "asked for twice", FIRST)
    assert request(rich, "100.00").state == "requested"


@pytest.mark.parametrize("end", ["approved", "rejected", "expired"])
def test_a_decided_or_expired_refund_is_not_decided_again(room, rich, ledger, clock, end):
    refund = request(rich)
    if end == "expired":
        clock.move_to(clock.now() + timedelta(days=30))
    else:
        {"approved": approve, "rejected": reject}[end](room, refund)
    before = ledger.bytes()

    for decide in (approve, reject):
        with pytest.raises(RefundIsOver) as over:
            decide(room, refund, by=uuid4())
        assert over.value.details["state"] == end

    assert ledger.bytes() == before
    assert room.list_refunds(ListRefunds(state=end)).items == [room.refund_of(RefundOf(refund_id=refund.refund_id))]


def test_the_cash_of_an_expired_refund_can_be_used_again(room, rich, clock):
    request(rich)
    clock.move_to(clock.now() + timedelta(days=30))

    again = request(rich)

    assert again.state == "requested"


def test_a_payout_reference_counts_once(room, rich, ledger):
    first, second = request(rich, "10.00"), request(rich, "20.00")
    approve(room, first, reference="PO 7")
    before = ledger.bytes()

    for dry_run in (True, False):
        with pytest.raises(PayoutIsRecorded):
            approve(room, second, reference="po7", dry_run=dry_run)

    assert ledger.bytes() == before
    assert state_of(room, second) == "requested"


def test_what_vouchers_cards_or_holds_paid_in_is_never_paid_out(room, customer, ledger):
    customer.transfers("300.00")
    customer.buys_a_card("100.00")
    customer.has_a_voucher("500.00")
    request(customer, "150.00")
    before = ledger.bytes()

    with pytest.raises(FundsAreInsufficient) as refusal:
        request(customer, "50.01")

    assert refusal.value.details == {"required": "50.01", "available": "50.00"}
    assert ledger.bytes() == before
    assert request(customer, "50.00").state == "requested"


def test_two_refunds_of_the_last_cent_at_once_are_one(rich):
    def ask(_):
        try:
            return request(rich, "100.00")
        except FundsAreInsufficient:
            return None

    with ThreadPoolExecutor(8) as pool:
        refunds = [refund for refund in pool.map(ask, range(8)) if refund]

    assert len(refunds) == 1


def test_approving_and_rejecting_at_once_do_one_of_both(room, rich, ledger):
    refund = request(rich)

    def decide(number):
        try:
            return (approve if number % 2 else reject)(room, refund, by=uuid4()).state
        except RefundIsOver:
            return None

    with ThreadPoolExecutor(8) as pool:
        (state,) = [state for state in pool.map(decide, range(8)) if state]

    assert state_of(room, refund) == state
    assert rich.balance().cash == yuan("0.00" if state == "approved" else "100.00")
    assert ledger.journal_sum() == 0


def test_a_charge_while_a_refund_waits_becomes_debt_which_the_rejection_repays(room, rich, ledger):
    refund = request(rich)
    rich.is_charged(line("30.00"))
    owing = rich.balance()

    reject(room, refund)

    assert owing.debt == yuan("30.00")
    assert (rich.balance().debt, rich.balance().cash) == (yuan("0.00"), yuan("70.00"))
    assert ledger.journal_sum() == 0


def test_a_charge_while_a_refund_waits_stays_debt_when_it_is_approved(room, rich):
    refund = request(rich)
    rich.is_charged(line("30.00"))

    approve(room, refund)

    assert (rich.balance().debt, rich.balance().cash) == (yuan("30.00"), yuan("0.00"))


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "0.001", "100000000.01"])
def test_absurd_amounts_are_refused(rich, ledger, amount):
    before = ledger.bytes()

    with pytest.raises(Refusal):
        request(rich, amount)

    assert ledger.bytes() == before


def test_repeats_get_the_first_answer(room, rich):
    ask, yes = new_id(), new_id()

    refund = request(rich, "60.00", id=ask)
    approved = approve(room, refund, id=yes, reference="PO-9")

    assert request(rich, "60.00", id=ask) == refund
    assert approve(room, refund, id=yes, reference="PO-9") == approved
    assert rich.balance().cash == yuan("40.00")


def test_a_dry_run_keeps_nothing_apart(room, rich, ledger):
    before = ledger.bytes()

    foreseen = request(rich, dry_run=True)

    assert foreseen.state == "requested"
    assert ledger.bytes() == before


def test_others_refunds_are_not_found(make_customer, room, rich):
    refund, other = request(rich), make_customer()

    with pytest.raises(NotFound):
        room.refund_of(RefundOf(account_id=other.account_id, refund_id=refund.refund_id))
    assert room.list_refunds(ListRefunds(account_id=other.account_id)).items == []
    for decide in (approve, reject):
        with pytest.raises(NotFound):
            decide(room, type("Unknown", (), {"refund_id": rich.account_id}))


def test_the_hold_of_a_refund_is_not_let_go_behind_its_back(room, rich, ledger):
    refund = request(rich)
    (hold,) = room.list_holds(ListHolds(account_id=rich.account_id)).items
    before = ledger.bytes()

    with pytest.raises(HoldIsOfARefund):
        room.release_funds(ReleaseFunds(id=new_id(), account_id=rich.account_id, hold_id=hold.hold_id))

    assert ledger.bytes() == before
    assert state_of(room, refund) == "requested"
