"""While customers live on, every process of the stack is killed at seeded moments: nothing confirmed is lost, nothing counts twice.

BC_FAULT_SEED   plays a storm again: the same victims, pauses and deeds (how they meet is up to the machine).
BC_FAULT_KILLS  how often each process is killed, and once more at the end, with all the others. `make fault` says twenty.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest

from deploy.local.stack import Stack
from services.kernel.config import ROOMS
from tests.support.behind import Behind
from tests.support.lives import Life, micros
from tests.support.play import FEWEST_DAYS, Play
from tests.support.storm import Storm, waves
from tests.support.tireless import Tireless
from tests.support.visitors import Town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2700)]

KILLS_EACH = 4
TOLD_AGAIN = 200


@pytest.fixture(scope="module")
def played(stack: Stack, operator: Tireless, behind: Behind, seed: int) -> Play:
    """The whole play, after the storm: everybody is back, and nothing moves any more."""
    storm, play = Storm(stack, say=lambda what: print(what, flush=True)), Play(stack.address, operator, seed)
    names, kills_each = [item.name for item in stack.everything], int(os.environ.get("BC_FAULT_KILLS", KILLS_EACH))
    try:
        storm.rage_during(play.play, waves(names, seed, count=kills_each), is_over=play.is_over)
    finally:
        print(storm.said(), play.said(), sep="\n", flush=True)
    assert storm.mend_until(lambda: not behind.unfinished(), timeout_s=60), behind.unfinished()
    assert Counter(storm.struck) == dict.fromkeys(names, kills_each + 1)
    assert all(len(storm.returns_s[name]) == kills_each + 1 for name in names)
    assert play.days > FEWEST_DAYS
    return play


def test_every_customer_has_what_was_credited_less_what_was_billed(played: Play):
    for life in played.lives:
        expected = life.credited_micros - sum(micros(bill["total"]["amount"]) for bill in bills_of(life))

        balance = life.customer.see("/v1/wallet").json()

        owns = sum(micros(balance[kind]["amount"]) for kind in ("cash", "vouchers", "cards"))
        assert owns - micros(balance["debt"]["amount"]) == expected, life.name


def test_every_workspace_day_has_one_bill_of_every_confirmed_event_once(played: Play):
    for life in played.lives:
        expected = {(workspace, day.isoformat()): life.bill_lines(workspace, day) for workspace, day in life.samples}

        bills = bills_of(life)

        assert Counter((bill["workspace_id"], bill["day"]) for bill in bills) == Counter(expected.keys()), life.name
        assert {(bill["workspace_id"], bill["day"]): lines_of(bill) for bill in bills} == expected


def test_the_usage_ledger_holds_what_was_confirmed_and_nothing_else(played: Play, behind: Behind):
    for life in played.lives:
        for workspace in life.workspaces:
            days = {day: events for (of, day), events in life.samples.items() if of == workspace}
            confirmed = sorted((day.isoformat(), event) for day, events in days.items() for event in events)

            assert behind.usage_ids(workspace) == confirmed


def test_every_bill_was_charged_and_settled_once(played: Play, behind: Behind):
    bills = Counter(str(row["bill_id"]) for row in behind.rows("billing", "select bill_id from bill"))

    issued = behind.count_of("billing", "billing.bill_issued", "bill_id")
    charged = behind.count_of("wallet", "wallet.charged", "bill_id")
    settled = behind.count_of("settlement", "settlement.bill_settled", "bill_id")

    assert issued == charged == settled == bills


def test_every_account_transfer_and_ticket_is_there_once(played: Play, behind: Behind):
    accounts = behind.count_of("wallet", "wallet.opened", "account_id")
    transfers = behind.count_of("wallet", "wallet.cash_credited", "reference")

    assert all(accounts[life.account_id] == 1 for life in played.lives)
    assert set(transfers.values()) == {1}
    for life in played.lives:
        tickets = pages_of(life.customer, "/v1/tickets")
        assert Counter(ticket["ticket_id"] for ticket in tickets) == Counter(life.tickets)


def test_who_owes_nothing_has_only_paid_bills(played: Play):
    for life in played.lives:
        states = {bill["state"] for bill in bills_of(life)}

        debt = micros(life.customer.see("/v1/wallet").json()["debt"]["amount"])

        assert (states == {"paid"}) == (debt == 0), (life.name, states, debt)


def test_nothing_is_parked_or_set_aside(played: Play, behind: Behind):
    assert behind.parked() == []
    assert behind.messages() == {"usage.intake": 0, "usage.dead": 0}


@pytest.mark.parametrize("room", ROOMS)
def test_the_book_is_sealed_without_a_hole(room: str, played: Play, behind: Behind):
    assert behind.broken_seals(room) == []


def test_the_balance_now_is_the_balance_at_the_books_head(played: Play, behind: Behind):
    head = behind.heads()["wallet"]

    for life in played.lives:
        now, then = life.customer.see("/v1/wallet").json(), life.customer.see("/v1/wallet", position=head).json()
        assert {**now, "as_of": ""} == {**then, "as_of": ""}


def test_telling_everything_once_more_changes_nothing(played: Play, behind: Behind):
    before = behind.heads()

    for teller in (played.operator, *(life.customer for life in played.lives)):
        for told in teller.told[-TOLD_AGAIN:]:
            if told.path != "/v1/closes":
                again = teller.tell(told.path, told.body, key=told.key, **told.query)
                assert without_secrets(again) == without_secrets(told.answer)

    assert {**behind.heads(), "identity": 0} == {**before, "identity": 0}  # sessions are facts of identity's


def test_the_audit_derives_the_same_figures(played: Play, town: Town):
    said = town.run("audit", "-m", "services.audit", "replay")

    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 differences" in said.stdout


def bills_of(life: Life) -> list[dict[str, Any]]:
    """The customer's bills, lines included."""
    return [life.customer.see(f"/v1/bills/{bill['bill_id']}").json() for bill in pages_of(life.customer, "/v1/bills")]


def pages_of(who: Tireless, path: str) -> list[dict[str, Any]]:
    """A whole list."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = who.see(path, **cursor).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def lines_of(bill: dict[str, Any]) -> list[tuple[Any, ...]]:
    """As the oracle says them."""
    named = ("item", "retention_days", "key", "quantity")
    return [(*(line[name] for name in named), micros(line["amount"]["amount"])) for line in bill["lines"]]


def without_secrets(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("codes", "key", "already_shown")}
