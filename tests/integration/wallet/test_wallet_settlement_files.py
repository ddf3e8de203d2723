"""A channel's own account of a day, compared with the journal: what matches, what is missing on either side, what differs."""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.kernel.errors import Refusal
from services.kernel.eventstore import facts_of
from services.kernel.ids import new_id
from services.wallet.application import Wallets
from services.wallet.domain import SettlementFile
from services.wallet.schemas import CompareSettlementFile, SettlementFileView
from tests.support.cashiers import Till, orders, till_of
from tests.support.wallet_rooms import Customer, Ledger
from tests.support.wallets import NOW

DAY = date(2026, 11, 23)
CHANNELS = [("alipay", "CNY"), ("stripe", "USD")]


@pytest.fixture
def till(start_room: Callable[..., Wallets], cashier_folder: Path, clock) -> Iterator[Till]:
    with till_of(start_room, cashier_folder, clock) as till:
        till.is_deaf = True
        yield till


@pytest.fixture
def room(till: Till) -> Wallets:
    return till.room


def compares(till: Till, channel: str = "alipay", day: date = DAY, **fields) -> SettlementFileView:
    return till.room.compare_settlement_file(CompareSettlementFile(**{"id": new_id(), "channel": channel, "day": day, **fields}))


def pays(till: Till, customer: Customer, amount: str = "100.00", *, credited: bool = True):
    """A payment at the channel, of which we have heard, or not."""
    order = orders(customer, amount)
    till.pays(order.pay_url, silently=True)
    if credited:
        assert till.room.ask_channel(order.recharge_id)
    return till.trade_of(order.recharge_id)


def figures(view: SettlementFileView) -> tuple[int, int, int]:
    return view.rows, view.matched, view.credited


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_a_day_on_which_all_is_well_matches(till, make_customer, channel, currency):
    customer = make_customer(currency)
    pays(till, customer)
    pays(till, customer, "1.00")

    view = compares(till, channel)

    assert (figures(view), view.found) == ((2, 2, 0), [])
    assert till.reviews() == []


def test_a_day_without_payments_is_empty(till):
    assert figures(compares(till)) == (0, 0, 0)


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_a_payment_that_we_missed_is_credited_once_the_channel_confirms_it(till, make_customer, ledger: Ledger, channel, currency):
    customer = make_customer(currency)
    pays(till, customer, credited=False)

    first, second = compares(till, channel), compares(till, channel)

    assert (figures(first), figures(second)) == ((1, 1, 1), (1, 1, 0))
    assert customer.balance().cash == customer.money("100.00")
    assert till.reviews() == []


def test_a_file_that_somebody_uploads_credits_nothing_by_itself(till, customer):
    order = orders(customer)
    till.opens(order.pay_url)
    trade = till.trade_of(order.recharge_id)
    trade.status, trade.paid_at = "paid", NOW
    forged = till.server.cashier.alipay.details_of(DAY.isoformat()).encode("gbk")
    trade.status, trade.paid_at = "waiting", None

    view = compares(till, content=base64.b64encode(forged).decode())

    assert figures(view) == (1, 0, 0)
    assert [item.kind for item in till.reviews()] == ["payment_missing_with_us"]
    assert customer.balance().cash == customer.money("0.00")


def test_what_the_channel_lacks_waits_for_a_person(till, customer):
    trade = pays(till, customer)
    trade.paid_at = NOW + timedelta(days=1)  # the channel has it on another day

    view = compares(till)

    (item,) = till.reviews()
    assert (figures(view), view.found) == ((0, 0, 0), [item.review_id])
    assert (item.kind, item.account_id, item.details["ours"]) == ("payment_missing_with_channel", customer.account_id, "100.00 CNY")


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_amounts_that_differ_wait_for_a_person(till, make_customer, channel, currency):
    customer = make_customer(currency)
    trade = pays(till, customer)
    trade.cents = 9_900

    view = compares(till, channel)

    (item,) = till.reviews()
    assert figures(view) == (1, 0, 0)
    assert item.kind == "payment_amount_differs"
    assert (item.details["ours"], item.details["theirs"]) == (f"100.00 {currency}", f"99.00 {currency}")


@pytest.mark.parametrize(("channel", "currency"), CHANNELS)
def test_what_was_given_back_at_the_channel_waits_for_a_person(till, make_customer, channel, currency):
    customer = make_customer(currency)
    till.server.trades.reverse(pays(till, customer), at=NOW)

    view = compares(till, channel)

    assert (figures(view), [item.kind for item in till.reviews()]) == ((2, 1, 0), ["payment_reversed"])


def test_comparing_again_opens_nothing_twice(till, customer):
    pays(till, customer).cents = 1

    first, second = compares(till), compares(till)

    assert first.found == second.found
    assert len(till.reviews()) == 1


def test_a_repeat_of_the_command_gets_the_first_answer(till, customer):
    pays(till, customer, credited=False)
    id = new_id()

    first = compares(till, id=id)
    pays(till, customer, "5.00")

    assert compares(till, id=id) == first


def test_a_dry_run_credits_nothing_and_opens_nothing(till, customer, ledger):
    pays(till, customer, credited=False)
    before = ledger.bytes()

    view = compares(till, dry_run=True)

    assert figures(view) == (1, 0, 0)
    assert ledger.bytes() == before
    assert till.reviews() == []


def test_a_day_is_the_channels_own(till, customer, clock):
    clock.instant = NOW.replace(hour=15, minute=59, second=59)
    pays(till, customer, "1.00")
    clock.instant = NOW.replace(hour=16, minute=0, second=0)
    pays(till, customer, "2.00")

    assert (compares(till).rows, compares(till, day=DAY + timedelta(days=1)).rows) == (1, 1)
    assert till.reviews() == []


def test_the_file_that_people_download_is_read_too(till, customer):
    pays(till, customer)
    packed = till.browser.get(f"{till.server.address}/alipay/bills/{DAY}.zip").content

    assert figures(compares(till, content=base64.b64encode(packed).decode())) == (1, 1, 0)


def test_stripes_report_is_read_too(till, make_customer):
    trade = pays(till, make_customer("USD"))
    report = (
        "balance_transaction_id,created_utc,reporting_category,currency,gross,payment_intent_id,payment_metadata[recharge_id]\r\n"
        f"txn_1,2026-11-23 04:00:00,charge,usd,100.00,{trade.reference},{trade.order}\r\n"
    )

    assert figures(compares(till, "stripe", content=base64.b64encode(report.encode()).decode())) == (1, 1, 0)


def a_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("bomb.csv", b"0" * (257 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xff", b"PK\x03\x04 broken", "支付宝交易号,业务类型\n1,交易\n".encode("gbk"), json.dumps({"a": 1}).encode()],
    ids=["empty", "no text", "no zip", "columns are missing", "json"],
)
@pytest.mark.parametrize("channel", ["alipay", "stripe"])
def test_what_is_no_settlement_file_is_refused(till, ledger, channel, content):
    before = ledger.bytes()

    with pytest.raises(Refusal) as refused:
        compares(till, channel, content=base64.b64encode(content).decode() or "=")

    assert refused.value.code == "wallet.settlement_file_is_unreadable"
    assert ledger.bytes() == before


def test_a_file_that_unpacks_to_too_much_is_refused(till):
    with pytest.raises(Refusal) as refused:
        compares(till, content=base64.b64encode(a_bomb()).decode())

    assert refused.value.code == "wallet.settlement_file_is_unreadable"


def test_a_file_of_another_day_is_refused(till, customer):
    pays(till, customer)
    packed = till.browser.get(f"{till.server.address}/alipay/bills/{DAY}.zip").content

    with pytest.raises(Refusal) as refused:
        compares(till, day=DAY - timedelta(days=1), content=base64.b64encode(packed).decode())

    assert refused.value.code == "wallet.settlement_file_is_unreadable"


def test_each_comparison_stands_in_the_book(till, customer):
    pays(till, customer)
    compares(till)
    compares(till)

    rows = till.room.database.all("select topic from events where originator_id = %s", (SettlementFile.id_of("alipay", DAY),))

    assert {fact.TOPIC for fact in facts_of(SettlementFile)} == {row["topic"] for row in rows}
    assert len(rows) == 3
