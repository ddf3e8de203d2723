"""A replay finds nothing in a house where all is well, and names what was altered by hand."""

from datetime import timedelta

import pytest

from services.audit.domain import PositionIsAhead
from services.kernel.money import parse_amount
from tests.support.audits import MONDAY_NOON


def test_a_replay_of_a_day_finds_nothing_and_says_what_it_checked(lived_in):
    house, _ = lived_in

    outcome = house.replay()

    assert [str(found) for found in outcome.differences] == []
    assert outcome.checked["bills"] == 2
    assert outcome.checked["balances"] == 3
    assert outcome.checked["usage rows"] == 10
    assert outcome.checked["charges"] == outcome.checked["settlements"] == 2
    assert outcome.checked["rows of wallet.posting"] > 0
    assert outcome.checked["allocations decided again"] > 0


def test_a_replay_of_one_account_looks_at_that_account_only(lived_in):
    house, account_id = lived_in

    outcome = house.replay(account_id=account_id)

    assert (outcome.difference_count, outcome.checked["bills"], outcome.checked["balances"]) == (0, 1, 1)


def test_a_replay_stops_at_a_position_or_an_instant(lived_in):
    house, _ = lived_in
    house.copy()
    head = house.audit.copies.end_of("wallet").to_position

    asked = [1, head // 3, head // 2, head - 1, head]
    at_positions = [house.replay(position=position) for position in asked]
    at_noon = house.replay(known_at=MONDAY_NOON + timedelta(minutes=1))

    assert [outcome.difference_count for outcome in at_positions] == [0] * len(asked)
    assert (at_noon.difference_count, at_noon.checked["bills"]) == (0, 0)
    with pytest.raises(PositionIsAhead):
        house.replay(position=head + 1)


@pytest.mark.parametrize(
    ("room", "statement", "named"),
    [
        ("wallet", "update balance set amount_micros = amount_micros + 1 where kind = 'card'", "wallet.balance"),
        ("wallet", "delete from balance where kind = 'voucher'", "wallet.balance"),
        ("wallet", "update debt set amount_micros = 1", "wallet.debt"),
        ("wallet", "update posting set amount_micros = -amount_micros where ledger_account = 'revenue'", "wallet.posting"),
        ("wallet", "update movement set reason = 'gift' where reason = 'daily_bill' and kind = 'cash'", "wallet.movement"),
        ("wallet", "update payment set kind = 'cash' where kind = 'voucher'", "wallet.payment"),
        ("wallet", "update fund set valid_until = valid_until + interval '1 day' where kind = 'voucher'", "wallet.fund"),
        ("wallet", "update hold set expires_at = expires_at + interval '1 day'", "wallet.hold"),
        ("wallet", "update hold_share set amount_micros = amount_micros + 1", "wallet.hold_share"),
        ("wallet", "update hold_end set status = 'captured' where status = 'expired'", "wallet.hold_end"),
        ("wallet", "delete from expired_fund", "wallet.expired_fund"),
        ("wallet", "update fund_freeze set is_frozen = not is_frozen", "wallet.fund_freeze"),
        ("wallet", "update returned set amount_micros = amount_micros - 1", "wallet.returned"),
        ("wallet", "update wallet_limits set month_micros = null", "wallet.wallet_limits"),
        ("wallet", "update transfer set reference = reference || 'X' where channel = 'refund'", "wallet.transfer"),
        ("wallet", "update charge_return set of_bill_id = bill_id", "wallet.charge_return"),
        ("wallet", "update charge set position = position + 1", "wallet.charge"),
        ("billing", "update bill set total_micros = total_micros + 1", "billing.bill"),
        ("billing", "update bill_line set amount_micros = amount_micros - 1 where item = 'pv'", "billing.bill_line"),
        ("billing", "update bill_payment set owed_micros = 0", "billing.bill_payment"),
        ("billing", "update workspace_terms set site = 'US1'", "billing.workspace_terms"),
        ("settlement", "update bill_settlement set owed_micros = 7", "settlement.bill_settlement"),
        (
            "wallet",
            "insert into balance select account_id, gen_random_uuid(), kind, 5 from balance limit 1",
            "wallet.balance",
        ),
    ],
)
def test_a_row_altered_by_hand_is_named(lived_in, room, statement, named):
    house, _ = lived_in

    altered = house.tamper(room, statement)
    outcome = house.replay()

    rows = [found for found in outcome.differences if found.what == "row of a projection"]
    assert altered > 0
    assert rows
    assert all(found.where.startswith(named + " ") for found in rows)


def test_an_altered_balance_is_named_with_what_is_expected_and_what_was_found(lived_in):
    house, account_id = lived_in
    house.tamper("wallet", f"update balance set amount_micros = 12000000 where account_id = '{account_id}' and kind = 'cash'")

    (found,) = house.replay(account_id=account_id).differences

    cash = parse_amount("1000.00")
    assert found.where.endswith(": amount_micros")
    assert (found.expected, found.found) == (str(cash), "12000000")


def test_usage_reported_with_an_offset_is_digested_as_it_is_stored(lived_in):
    house, _ = lived_in
    account_id = house.an_account()
    workspace_id = house.a_workspace(account_id)
    house.use(account_id, workspace_id, {"item": "logs", "quantity": 5, "time": "2026-11-16T12:00:00+08:00"})

    house.close_and_collect()

    assert house.replay(account_id=account_id).checked["usage rows"] == 1


def test_what_happens_while_a_replay_runs_is_not_a_difference(lived_in):
    house, account_id = lived_in
    seen = []

    def credit_once(room, method):
        if method == "read_rows" and not seen:
            seen.append(method)
            house.transfer(account_id, "0.50")

    house.remote.before = credit_once
    outcome = house.replay()

    assert seen
    assert [str(found) for found in outcome.differences] == []
