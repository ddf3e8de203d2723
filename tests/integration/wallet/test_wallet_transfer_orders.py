"""Transfers that customers announce, and the operator's credit that names one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import CommandIdIsReused, NotFound, Refusal
from services.kernel.ids import new_id
from services.kernel.money import CurrencyDiffers, Money
from services.wallet.domain import TooManyTransferOrders, TransferCodeIsUnknown, TransferIsCredited, TransferOrderIsOver
from services.wallet.schemas import AnnounceTransfer, CancelTransfer, ListTransferOrders, TransferOrderOf
from services.wallet.transfer_codes import read_transfer_code
from tests.support.wallets import yuan


def announce(customer, amount="100.00", **fields):
    fields.setdefault("id", new_id())
    return customer.room.announce_transfer(
        AnnounceTransfer(account_id=customer.account_id, amount=Money(yuan(amount).amount_micros, fields.pop("currency", "CNY")), **fields)
    )


def cancel(customer, order, **fields):
    return customer.room.cancel_transfer(
        CancelTransfer(id=new_id(), account_id=customer.account_id, transfer_order_id=order.transfer_order_id, **fields)
    )


def order_of(customer, order):
    return customer.room.transfer_order_of(TransferOrderOf(account_id=customer.account_id, transfer_order_id=order.transfer_order_id))


def test_an_announced_transfer_is_open_for_thirty_days_under_a_code_of_its_own(room, customer, clock):
    first, second = announce(customer), announce(customer)

    assert (first.state, first.expires_at) == ("open", clock.now() + timedelta(days=30))
    assert first.code != second.code
    assert read_transfer_code(first.code) is not None
    assert room.list_transfer_orders(ListTransferOrders()).items == [second, first]
    assert room.list_transfer_orders(ListTransferOrders(code=first.code.lower().replace("-", " "))).items == [first]
    assert order_of(customer, first) == first


def test_a_repeat_has_the_same_code_and_another_input_is_refused(customer):
    id = new_id()

    first = announce(customer, id=id)

    assert announce(customer, id=id) == first
    with pytest.raises(CommandIdIsReused):
        announce(customer, "1.00", id=id)


def test_crediting_by_the_code_credits_the_announced_transfer_in_the_same_save(customer, ledger, clock):
    order = announce(customer)

    credit = customer.transfers("100.00", reference="TT-1", code=order.code.lower())

    assert (credit.code, credit.differs, credit.cash) == (order.code, False, yuan("100.00"))
    known = order_of(customer, order)
    assert (known.state, known.credited, known.differs, known.reference) == ("credited", yuan("100.00"), False, "TT-1")
    assert customer.room.list_transfer_orders(ListTransferOrders(state="credited")).items == [known]
    assert ledger.journal_sum() == 0


def test_another_amount_credits_what_arrived_and_marks_the_order_so(customer):
    order = announce(customer)

    credit = customer.transfers("99.50", code=order.code)

    assert (credit.differs, credit.cash) == (True, yuan("99.50"))
    assert (order_of(customer, order).differs, order_of(customer, order).credited) == (True, yuan("99.50"))


@pytest.mark.parametrize("end", ["credited", "cancelled", "expired"])
def test_what_is_over_is_not_credited_and_leaves_no_trace(customer, ledger, clock, end):
    order = announce(customer)
    if end == "credited":
        customer.transfers("100.00", code=order.code)
    elif end == "cancelled":
        cancel(customer, order)
    else:
        clock.move_to(clock.now() + timedelta(days=30))
    before = ledger.bytes()

    with pytest.raises(TransferOrderIsOver) as over:
        customer.transfers("100.00", code=order.code)

    assert over.value.details == {"code": order.code.replace("-", ""), "state": end}
    assert ledger.bytes() == before
    assert order_of(customer, order).state == end
    with pytest.raises(TransferOrderIsOver):
        cancel(customer, order)


def test_a_reference_that_was_credited_leaves_the_order_open(customer):
    order = announce(customer)
    customer.transfers("100.00", reference="TT 1")

    for dry_run in (True, False):
        with pytest.raises(TransferIsCredited):
            customer.transfers("100.00", reference="tt1", code=order.code, dry_run=dry_run)

    assert order_of(customer, order).state == "open"
    assert customer.balance().cash == yuan("100.00")


def test_a_code_of_another_account_and_an_unknown_one_are_refused_alike(make_customer, ledger):
    mine, theirs = make_customer(), make_customer()
    order = announce(theirs)
    before = ledger.bytes()

    for code in (order.code, "00000-00000", "nonsense", "7K3MQ-2XP9A"):
        with pytest.raises(TransferCodeIsUnknown) as refusal:
            mine.transfers("100.00", code=code)
        assert refusal.value.details == {}

    assert ledger.bytes() == before
    with pytest.raises(NotFound):
        order_of(mine, order)
    with pytest.raises(NotFound):
        cancel(mine, order)


def test_two_credits_of_one_announced_transfer_at_once_credit_it_once(customer):
    order = announce(customer)

    def credit(number):
        try:
            return customer.transfers("100.00", reference=f"TT-{number}", code=order.code)
        except TransferOrderIsOver:
            return None

    with ThreadPoolExecutor(8) as pool:
        credits = [credit for credit in pool.map(credit, range(8)) if credit]

    assert len(credits) == 1
    assert customer.balance().cash == yuan("100.00")


@pytest.mark.parametrize(
    ("amount", "currency"), [("100.00", "USD"), ("0.00", "CNY"), ("100.001", "CNY"), ("100000000.01", "CNY"), ("-5.00", "CNY")]
)
def test_what_cannot_arrive_cannot_be_announced(customer, ledger, amount, currency):
    before = ledger.bytes()

    with pytest.raises((Refusal, CurrencyDiffers)):
        announce(customer, amount, currency=currency)

    assert ledger.bytes() == before


def test_the_twenty_first_open_announcement_waits_for_another_to_end(customer):
    orders = [announce(customer) for _ in range(20)]

    with pytest.raises(TooManyTransferOrders):
        announce(customer)
    cancel(customer, orders[0])

    assert announce(customer).state == "open"


def test_lists_go_on_where_they_stopped(customer, make_customer):
    orders = [announce(customer, f"{amount}.00") for amount in range(1, 6)]
    announce(make_customer())
    pages, cursor = [], None
    while True:
        page = customer.room.list_transfer_orders(ListTransferOrders(account_id=customer.account_id, limit=2, cursor=cursor))
        pages.append(page.items)
        cursor = page.next_cursor
        if cursor is None:
            break

    assert [order for page in pages for order in page] == orders[::-1]
    assert customer.room.list_transfer_orders(ListTransferOrders(account_id=uuid4())).items == []
