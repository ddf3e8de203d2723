"""Pricing, against the worked examples of the product facts, by their numbers."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import Tally, fold
from services.billing.pricebook import book_for
from services.billing.pricing import BillIsTooLarge, NoPriceForItem, price, total_of
from services.kernel.money import format_amount

BILL_ID = UUID("5c0c5d80-6d0c-5e0e-9c58-0d2f0a8f3f10")
HOUR = datetime(2024, 3, 1, tzinfo=UTC)
COMPANY_A = [("time_series", 6_000, 3), ("logs", 2_000_000, 7), ("trace", 2_000_000, 3), ("pv", 20_000, 3), ("trigger", 20_000, None)]


def bill(*usage, region="CN", currency="CNY", day=date(2024, 3, 1)):
    tallies = [usage if isinstance(usage, Tally) else used(*usage) for usage in usage]
    folded = fold(tallies, default_retentions=DEFAULT_RETENTIONS)
    return price(folded, book=book_for(day), region=region, currency=currency, bill_id=BILL_ID)


def used(item, quantity, retention_days=None, **more):
    return Tally(item=item, quantity=quantity, retention_days=retention_days, hour=HOUR, **more)


def amounts(lines):
    return [format_amount(line.amount_micros) for line in lines]


def test_tv_1_company_a_pays_13_40():
    lines = bill(*COMPANY_A)

    assert amounts(lines) == ["3.60", "2.40", "4.00", "1.40", "2.00"]
    assert format_amount(total_of(lines)) == "13.40"


def test_tv_3_company_a_in_dollars_pays_1_94():
    lines = bill(*COMPANY_A, currency="USD")

    assert amounts(lines) == ["0.54", "0.34", "0.58", "0.20", "0.28"]
    assert format_amount(total_of(lines)) == "1.94"


def test_tv_5_ten_hosts_cost_3_60_in_time_series():
    assert amounts(bill(("time_series", 10 * 600, 3))) == ["3.60"]


def test_tv_15_traces_by_spans():
    assert amounts(bill(used("trace", 2_000_000, 7, spans=25_000_000))) == ["7.50"]
    assert amounts(bill(used("trace", 2_000_000, 7, spans=15_000_000))) == ["6.00"]


def test_tv_16_page_views_by_rum_events():
    assert amounts(bill(used("pv", 20_000, 14, rum_events=3_000_000))) == ["6.00"]


def test_tv_20_forwarding_is_rounded_half_even_to_the_micro():
    assert amounts(bill(("fwd_ext", 123_456_789_000))) == ["43.209876"]
    assert amounts(bill(("fwd_int", 2 * 10**12))) == ["14.00"]


def test_tv_21_scanning_three_fields():
    assert amounts(bill(("scan", 30 * 10**9))) == ["3.00"]


def test_tv_22_sms_replay_and_reports():
    assert amounts(bill(("sms", 37), ("replay", 1_500), ("report", 7))) == ["7.00", "3.75", "3.70"]


def test_lines_stand_in_catalogue_order_with_sms_and_synthetic_last():
    everything = [(code, item.unit_size) for code, item in reversed(ITEMS.items())]

    lines = bill(*everything)

    assert [line.item for line in lines] == [
        "time_series", "logs", "logs_ingested", "trace", "profile", "pv",
        "scan", "report", "fwd_ext", "fwd_int", "net_host", "replay", "trigger", "pipeline", "sms", "synthetic",
    ]  # fmt: skip
    assert [line.item for line in lines if not line.vouchers_may_pay] == ["sms", "synthetic"]


def test_a_line_says_all_that_its_amount_was_computed_from():
    (line,) = bill(used("trace", 2_000_000, 7, spans=25_000_003))

    assert (line.quantity, line.billable, line.unit_size, line.unit_price_micros) == (2_000_000, "25000003/10", 1_000_000, 3_000_000)
    assert line.amount_micros == 7_500_001  # 7.5000009, rounded


@pytest.mark.parametrize(("quantity", "micros"), [(5, 0), (15, 2), (25, 2), (26, 3)])
def test_half_a_micro_goes_to_the_even_one(quantity, micros):
    (line,) = bill(("scan", quantity * 1_000))  # 0.1 a GB: 1,000 bytes are a tenth of a micro

    assert line.amount_micros == micros


@pytest.mark.parametrize(("region", "currency"), [("INTL", "CNY"), ("CN", "USD"), ("INTL", "USD")])
def test_sms_are_sold_in_china_for_yuan_only(region, currency):
    with pytest.raises(NoPriceForItem) as refusal:
        bill(("sms", 37), region=region, currency=currency)

    assert refusal.value.code == "billing.no_price_for_item"
    assert refusal.value.details["item"] == "sms"


def test_a_retention_that_is_not_sold_has_no_price():
    with pytest.raises(NoPriceForItem) as refusal:
        bill(("profile", 1, 30))

    assert refusal.value.details["retention_days"] == 30


def test_a_day_is_billed_from_the_book_in_force():
    before, after = bill(("replay", 1_000), day=date(2024, 1, 31)), bill(("replay", 1_000), day=date(2024, 2, 1))

    assert (amounts(before), amounts(after)) == (["10.00"], ["2.50"])


@pytest.mark.parametrize(
    ("usage", "what"),
    [
        ([("logs", 2**63)], "logs"),
        ([("net_host", 2**63 - 1)], "net_host"),
        ([("report", 10**11 + 1)], "total"),
        ([used("logs", 1, key=str(number)) for number in range(10_001)], "lines"),
    ],
    ids=["quantity", "amount", "total", "lines"],
)
def test_what_cannot_be_charged_is_not_billed(usage, what):
    with pytest.raises(BillIsTooLarge) as refusal:
        bill(*usage)

    assert refusal.value.details["item"] == what


def test_the_largest_bill_is_billed():
    assert total_of(bill(("report", 10**11))) == 10**17


def test_a_line_keeps_its_id_whatever_else_is_on_the_bill():
    (alone,), (_, among) = bill(("logs", 1, 7)), bill(("time_series", 1), ("logs", 2, 7))

    assert alone.line_id == among.line_id
