"""Laws of bank statements: what is credited without a person leaves no doubt at all, and every line has exactly one fate."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.money import Money
from services.wallet.bank.lines import SaidLine, understood
from services.wallet.domain import OUTCOMES, BankLine, Known, fate_of
from tests.support.wallets import NOW

amounts = st.builds(Money, st.sampled_from([0, 10_000, 100_000_000]), st.sampled_from(["CNY", "USD"]))
lines = st.builds(
    BankLine,
    number=st.just(1),
    reference=st.just("TT-1"),
    direction=st.sampled_from(["credit", "debit"]),
    amount=amounts,
    value_date=st.just(date(2026, 11, 20)),
    is_named=st.booleans(),
    is_reversal=st.booleans(),
    is_booked=st.booleans(),
    is_whole=st.booleans(),
)
orders = st.builds(
    lambda amount, state: SimpleNamespace(account_id=uuid4(), code="C", amount=amount, state_at=lambda _: state),
    amounts,
    st.sampled_from(["open", "credited", "cancelled", "expired"]),
)
known = st.builds(
    Known,
    credited=st.none() | amounts,
    review=st.sampled_from([None, "open", "resolved"]),
    announced=st.lists(orders, max_size=2),
)


@given(line=lines, known=known)
def test_a_line_is_credited_exactly_where_nothing_speaks_against_it(line, known):
    announced = known.announced[0] if len(known.announced) == 1 else None
    is_plain = line.direction == "credit" and line.is_booked and line.is_named and line.is_whole and not line.is_reversal
    is_new = known.credited is None and known.review is None and line.amount.amount_micros > 0
    is_announced = announced is not None and announced.state_at(NOW) == "open" and announced.amount == line.amount

    assert (fate_of(line, known, at=NOW).outcome == "credited") == (is_plain and is_new and is_announced)


@given(line=lines, known=known)
def test_a_person_is_told_why_exactly_where_one_must_look_for_the_first_time(line, known):
    fate = fate_of(line, known, at=NOW)

    assert fate.outcome in OUTCOMES
    assert (fate.cause is not None) == (fate.outcome == "in_review" and known.review is None)


@given(line=lines, known=known)
def test_money_that_came_in_is_never_ignored(line, known):
    came_in = line.direction == "credit" and line.is_booked and line.amount.amount_micros > 0

    assert not (came_in and fate_of(line, known, at=NOW).outcome == "ignored")


texts = st.text(max_size=30)


@given(said=st.lists(st.builds(lambda text, reference: said_line(text, reference), texts, st.just("") | texts), max_size=6))
def test_each_line_of_a_file_has_a_name_of_its_own_wherever_the_bank_gave_none(said):
    read = [*understood(said)]
    unnamed = [line.reference for line in read if not line.is_named]

    assert len(unnamed) == len(set(unnamed))
    assert [*understood([*said])] == read


def said_line(text, reference):
    return SaidLine(at=1, reference=reference, value_date="2026-11-20", amount="1.00", currency="CNY", is_debit=None, text=text)
