"""Laws of the allocation, for any lines and any funds."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.wallet.allocation import DEDUCTION_ORDER, VOUCHER_KINDS, Demand, Fund, allocate, repay
from tests.support.wallets import NOW

amounts = st.one_of(st.integers(0, 20), st.integers(0, 10**12))
instants = st.integers(1, 5).map(lambda days: NOW + timedelta(days=days))


@st.composite
def lines(draw):
    count = draw(st.integers(0, 8))
    return [Demand(UUID(int=1000 + number), draw(amounts), draw(st.booleans())) for number in range(count)]


@st.composite
def funds(draw):
    count = draw(st.integers(0, 8))
    kinds = st.sampled_from(["voucher", "discount_voucher", "card", "cash"])
    return [Fund(UUID(int=1 + number), draw(kinds), draw(amounts), draw(instants), draw(instants | st.none())) for number in range(count)]


families = st.sampled_from(["billing_center", "cloud"])


@given(lines(), funds(), families)
def test_each_line_is_exactly_what_was_taken_owed_and_left_to_the_cloud(lines, funds, family):
    allocation = allocate(lines, funds, family)

    shares = [*allocation.taken, *allocation.owed, *allocation.cloud]
    for line in lines:
        assert line.amount_micros == sum(share.amount_micros for share in shares if share.line_id == line.line_id)
    assert all(share.amount_micros > 0 for share in shares)


@given(lines(), funds(), families)
def test_no_fund_gives_more_than_it_has(lines, funds, family):
    allocation = allocate(lines, funds, family)

    for fund in funds:
        assert sum(share.amount_micros for share in allocation.taken if share.fund_id == fund.fund_id) <= fund.amount_micros


@given(lines(), funds(), families)
def test_no_voucher_pays_a_restricted_line_and_no_family_touches_what_is_not_its_own(lines, funds, family):
    allocation = allocate(lines, funds, family)

    restricted = {line.line_id for line in lines if not line.vouchers_may_pay}
    assert not [share for share in allocation.taken if share.kind in VOUCHER_KINDS and share.line_id in restricted]
    assert {share.kind for share in allocation.taken} <= {*DEDUCTION_ORDER[family]}
    assert not (allocation.owed if family == "cloud" else allocation.cloud)


@given(lines(), funds(), families)
def test_a_line_is_unpaid_only_when_no_fund_it_may_take_has_anything_left(lines, funds, family):
    allocation = allocate(lines, funds, family)

    unpaid = {rest.line_id for rest in (*allocation.owed, *allocation.cloud)}
    for line in (line for line in lines if line.line_id in unpaid):
        for fund in funds:
            if fund.kind in DEDUCTION_ORDER[family] and line.accepts(fund.kind):
                assert sum(share.amount_micros for share in allocation.taken if share.fund_id == fund.fund_id) == fund.amount_micros


@given(lines(), funds(), families, st.randoms(use_true_random=False))
def test_the_order_in_which_funds_are_given_does_not_matter(lines, funds, family, random):
    shuffled = random.sample(funds, len(funds))

    assert allocate(lines, shuffled, family) == allocate(lines, funds, family)


@given(lines(), funds())
def test_total_debt_is_what_the_product_says_it_is(lines, funds):
    """TV-23: max(0, S + max(0, N - V) - F), restricted S, normal N, vouchers V, card and cash F; true when restricted lines come last."""
    in_order = sorted(lines, key=lambda line: not line.vouchers_may_pay)
    s = sum(line.amount_micros for line in lines if not line.vouchers_may_pay)
    n = sum(line.amount_micros for line in lines if line.vouchers_may_pay)
    v = sum(fund.amount_micros for fund in funds if fund.kind in VOUCHER_KINDS)
    f = sum(fund.amount_micros for fund in funds if fund.kind not in VOUCHER_KINDS)

    allocation = allocate(in_order, funds, "billing_center")

    assert sum(rest.amount_micros for rest in allocation.owed) == max(0, s + max(0, n - v) - f)


@given(lines(), funds())
def test_a_credit_pays_all_it_may(debts, credits):
    for credit in credits:
        repaid = repay(debts, credit)

        payable = sum(debt.amount_micros for debt in debts if debt.accepts(credit.kind))
        assert sum(share.amount_micros for share in repaid) == min(payable, credit.amount_micros)
