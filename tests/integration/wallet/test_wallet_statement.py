"""The statement: what was left after each movement on every page, filters, totals, and the parts of the file."""

from uuid import uuid4

import pytest

from services.kernel.errors import NotFound
from services.wallet.queries import movements as movement_queries
from services.wallet.schemas import ExportStatement
from tests.support.wallet_pasts import HOUR, a_full_life, statement, whole_statement
from tests.support.wallet_rooms import line
from tests.support.wallets import NOW, micros, yuan


def left_after(movements):
    """By position and seq, what was left of the fund (under None: the debt) when everything before was added up. Latest first, as given."""
    left, after = {}, {}
    for movement in reversed(movements):
        left[movement.fund_id] = left.get(movement.fund_id, 0) + movement.amount.amount_micros
        after[movement.position, movement.seq] = left[movement.fund_id]
    return after


def shown(movements):
    return {(movement.position, movement.seq): movement.balance_after.amount_micros for movement in movements}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_on_pages_of_any_size_each_movement_tells_what_was_left(customer, clock, limit):
    list(a_full_life(customer, clock))

    movements = whole_statement(customer, limit=limit)

    assert shown(movements) == left_after(movements)
    assert len(movements) > 15


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "debt"},
        {"kind": "cash"},
        {"reason": "debt_repaid"},
        {"direction": "income"},
        {"direction": "expenditure"},
        {"since": NOW + 2 * HOUR, "until": NOW + 8 * HOUR},
    ],
)
@pytest.mark.parametrize("limit", [1, 4, 200])
def test_filters_choose_movements_and_change_nothing_about_them(customer, clock, fields, limit):
    list(a_full_life(customer, clock))
    everything = {(movement.position, movement.seq): movement for movement in whole_statement(customer, limit=200)}

    chosen = whole_statement(customer, limit=limit, **fields)

    assert chosen == [everything[movement.position, movement.seq] for movement in chosen]
    assert 0 < len(chosen) < len(everything)


def test_a_reason_and_a_direction_choose_what_they_say(customer, clock):
    list(a_full_life(customer, clock))
    everything = whole_statement(customer, limit=200)

    income = statement(customer, direction="income").items
    repaid = statement(customer, reason="debt_repaid").items

    assert income == [movement for movement in everything if movement.amount.amount_micros > 0]
    assert repaid == [movement for movement in everything if movement.reason == "debt_repaid"]


def test_to_owe_is_negative(customer):
    customer.is_charged(line("12.00"))
    customer.transfers("5.00")

    told = [(m.kind, m.reason, str(m.amount), str(m.balance_after)) for m in statement(customer).items]

    assert told == [
        ("debt", "debt_repaid", "5.00 CNY", "-7.00 CNY"),
        ("cash", "debt_repaid", "-5.00 CNY", "0.00 CNY"),
        ("cash", "transfer", "5.00 CNY", "5.00 CNY"),
        ("debt", "daily_bill", "-12.00 CNY", "-12.00 CNY"),
    ]


def test_totals_are_of_all_pages_and_leave_out_what_moved_between_ones_own_funds(customer):
    customer.transfers("200.00")
    customer.buys_a_card("100.00")
    customer.is_charged(line("230.00"))
    customer.transfers("50.00")

    whole = statement(customer, with_totals=True, limit=1)
    cards = statement(customer, with_totals=True, kind="card")
    transfers = statement(customer, with_totals=True, reason="transfer")

    assert (str(whole.totals.income), str(whole.totals.expenditure)) == ("250.00 CNY", "-230.00 CNY")
    assert (str(cards.totals.income), str(cards.totals.expenditure)) == ("100.00 CNY", "-100.00 CNY")
    assert (str(transfers.totals.income), str(transfers.totals.expenditure)) == ("250.00 CNY", "0.00 CNY")
    assert statement(customer).totals is None


def test_the_totals_are_what_the_balance_changed_by(customer, clock):
    list(a_full_life(customer, clock))

    totals = statement(customer, with_totals=True).totals

    balance = customer.balance()
    assert totals.income + totals.expenditure == balance.booked - balance.debt


def test_a_statement_up_to_a_position_is_the_one_of_that_time(customer, clock, ledger):
    life = a_full_life(customer, clock)
    for _ in range(6):
        next(life)
    then, position = whole_statement(customer, limit=200), ledger.head()
    list(life)

    assert whole_statement(customer, limit=3, position=position) == then


# -- the file -----------------------------------------------------------------------------------------------------------------------


def rows_of_file(customer, **fields):
    rows, cursor = [], None
    while True:
        part = customer.room.export_statement(ExportStatement(account_id=customer.account_id, format="csv", cursor=cursor, **fields))
        rows += part.rows
        cursor = part.next_cursor
        if cursor is None:
            return rows


def as_row(m):
    fund_id = None if m.fund_id is None else str(m.fund_id)
    names = (m.occurred_at, m.recorded_at, m.position, m.kind, fund_id, m.reason, m.counterpart_kind, m.counterpart)
    return (*names, m.amount.amount_micros, m.balance_after.amount_micros)


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
@pytest.mark.parametrize("fields", [{}, {"kind": "cash"}, {"since": NOW + 2 * HOUR, "until": NOW + 6 * HOUR}, {"reason": "refund"}])
def test_the_parts_of_the_file_are_the_statement_from_its_beginning(customer, clock, monkeypatch, at_once, fields):
    monkeypatch.setattr(movement_queries, "EXPORTED_AT_ONCE", at_once)
    list(a_full_life(customer, clock))

    rows = rows_of_file(customer, **fields)

    assert rows == [as_row(movement) for movement in reversed(whole_statement(customer, limit=200, **fields))]


def test_a_file_is_of_the_moment_at_which_it_was_begun(customer, monkeypatch):
    monkeypatch.setattr(movement_queries, "EXPORTED_AT_ONCE", 1)
    customer.transfers("1.00", reference="A")
    customer.transfers("2.00", reference="B")
    first = customer.room.export_statement(ExportStatement(account_id=customer.account_id, format="csv"))
    customer.transfers("4.00", reference="C")

    rest, cursor = [], first.next_cursor
    while cursor is not None:
        part = customer.room.export_statement(ExportStatement(account_id=customer.account_id, format="csv", cursor=cursor))
        rest, cursor = [*rest, *part.rows], part.next_cursor

    assert [(row[7], row[9]) for row in [*first.rows, *rest]] == [("A", micros("1.00")), ("B", micros("3.00"))]


def test_a_file_of_nobody_is_not_found(room):
    with pytest.raises(NotFound):
        room.export_statement(ExportStatement(account_id=uuid4(), format="csv"))


def test_what_is_left_survives_without_snapshots(customer, ledger, start_room):
    customer.transfers("500.00")
    for _ in range(120):
        customer.is_charged(line("0.01"))
    customer.room.stored_snapshots.drain()
    with_snapshots = whole_statement(customer, limit=40)

    assert ledger.forget_snapshots() > 0

    assert whole_statement(customer, limit=40) == with_snapshots
    assert with_snapshots[0].balance_after == yuan("498.80")
