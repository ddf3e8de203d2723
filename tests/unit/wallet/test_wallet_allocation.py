"""Which funds pay which lines. Vectors: product facts TV-23 to TV-25."""

from datetime import timedelta
from uuid import UUID

from services.wallet.allocation import Fund, allocate, repay
from tests.support.wallets import NOW, a_fund, a_line, split_of


def funds_of_tv_23() -> list[Fund]:
    return [a_fund("cash", "2.00"), a_fund("card", "3.00"), a_fund("discount_voucher", "4.00"), a_fund("voucher", "5.00")]


def test_tv_23_with_sms_last_vouchers_come_first_and_the_shortage_is_owed_for_sms():
    normal, sms = a_line("13.40"), a_line("1.00", vouchers_may_pay=False)

    allocation = allocate([normal, sms], funds_of_tv_23(), "billing_center")

    kinds = [(share.line_id, share.kind, share.amount_micros) for share in allocation.taken]
    assert kinds == [
        (normal.line_id, "voucher", 5_000_000),
        (normal.line_id, "discount_voucher", 4_000_000),
        (normal.line_id, "card", 3_000_000),
        (normal.line_id, "cash", 1_400_000),
        (sms.line_id, "cash", 600_000),
    ]
    assert [(rest.line_id, rest.amount_micros) for rest in allocation.owed] == [(sms.line_id, 400_000)]
    assert allocation.cloud == []


def test_tv_23_with_sms_first_the_split_differs_and_the_debt_does_not():
    sms, normal = a_line("1.00", vouchers_may_pay=False), a_line("13.40")

    allocation = allocate([sms, normal], funds_of_tv_23(), "billing_center")

    assert [(share.kind, share.amount_micros) for share in allocation.taken] == [
        ("card", 1_000_000),
        ("voucher", 5_000_000),
        ("discount_voucher", 4_000_000),
        ("card", 2_000_000),
        ("cash", 2_000_000),
    ]
    assert [(rest.line_id, rest.amount_micros) for rest in allocation.owed] == [(normal.line_id, 400_000)]


def test_tv_24_a_restricted_line_leaves_the_voucher_untouched():
    allocation = allocate([a_line("1.00", vouchers_may_pay=False)], [a_fund("voucher", "100.00")], "billing_center")

    assert split_of(allocation) == [("owed", 1)]


def test_tv_25_with_cloud_settlement_the_cloud_pays_the_rest_and_cash_is_not_touched():
    normal, synthetic = a_line("10.00"), a_line("2.00", vouchers_may_pay=False)
    funds = [a_fund("voucher", "5.00"), a_fund("card", "3.00"), a_fund("cash", "50.00")]

    allocation = allocate([normal, synthetic], funds, "cloud")

    assert split_of(allocation) == [("voucher", 5), ("card", 3), ("cloud", 2), ("cloud", 2)]
    assert allocation.owed == []


def test_among_funds_of_a_kind_the_earliest_expiry_goes_first():
    late = a_fund("voucher", "1.00", valid_until=NOW + timedelta(days=9))
    soon = a_fund("voucher", "1.00", valid_until=NOW + timedelta(days=1))

    allocation = allocate([a_line("2.00")], [late, soon], "billing_center")

    assert [share.fund_id for share in allocation.taken] == [soon.fund_id, late.fund_id]


def test_an_early_expiry_goes_before_an_early_activation():
    older = a_fund("card", "1.00", valid_until=NOW + timedelta(days=9), activated_at=NOW - timedelta(days=2))
    sooner = a_fund("card", "1.00", valid_until=NOW + timedelta(days=1), activated_at=NOW - timedelta(days=1))

    allocation = allocate([a_line("2.00")], [older, sooner], "billing_center")

    assert [share.fund_id for share in allocation.taken] == [sooner.fund_id, older.fund_id]


def test_with_the_same_expiry_the_earliest_activation_goes_first():
    younger = a_fund("card", "1.00", activated_at=NOW - timedelta(days=1), id=UUID(int=1))
    older = a_fund("card", "1.00", activated_at=NOW - timedelta(days=2), id=UUID(int=2))

    allocation = allocate([a_line("2.00")], [younger, older], "billing_center")

    assert [share.fund_id for share in allocation.taken] == [older.fund_id, younger.fund_id]


def test_with_everything_else_equal_the_smaller_id_goes_first():
    second, first = a_fund("voucher", "1.00", id=UUID(int=2)), a_fund("voucher", "1.00", id=UUID(int=1))

    allocation = allocate([a_line("2.00")], [second, first], "billing_center")

    assert [share.fund_id for share in allocation.taken] == [first.fund_id, second.fund_id]


def test_a_voucher_about_to_expire_does_not_overtake_the_kind_order():
    discount = a_fund("discount_voucher", "1.00", valid_until=NOW + timedelta(days=1))
    ordinary = a_fund("voucher", "1.00", valid_until=NOW + timedelta(days=99))

    allocation = allocate([a_line("1.00")], [discount, ordinary], "billing_center")

    assert split_of(allocation) == [("voucher", 1)]


def test_what_is_left_of_a_fund_pays_the_next_line():
    allocation = allocate([a_line("0.70"), a_line("0.70")], [a_fund("cash", "1.00")], "billing_center")

    assert [share.amount_micros for share in allocation.taken] == [700_000, 300_000]
    assert [rest.amount_micros for rest in allocation.owed] == [400_000]


def test_a_line_of_nothing_takes_nothing_and_owes_nothing():
    allocation = allocate([a_line("0.00")], [a_fund("cash", "1.00")], "billing_center")

    assert split_of(allocation) == []


def test_a_fund_is_valid_before_its_end_and_not_at_it():
    fund = a_fund("voucher", "1.00", valid_until=NOW)

    assert fund.is_valid_at(NOW - timedelta(microseconds=1))
    assert not fund.is_valid_at(NOW)


def test_cash_pays_any_debt_oldest_first():
    oldest, newest = a_line("1.00", vouchers_may_pay=False), a_line("1.00")

    repaid = repay([oldest, newest], a_fund("cash", "1.50"))

    assert [(share.line_id, share.amount_micros) for share in repaid] == [(oldest.line_id, 1_000_000), (newest.line_id, 500_000)]


def test_a_voucher_pays_only_the_debts_it_may():
    sms, logs = a_line("1.00", vouchers_may_pay=False), a_line("1.00")

    repaid = repay([sms, logs], a_fund("voucher", "5.00"))

    assert [(share.line_id, share.amount_micros) for share in repaid] == [(logs.line_id, 1_000_000)]
