"""What belongs to somebody else is not there: 404, the same as for what never existed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest

from tests.support.visitors import Town, Visitor, made, refusal

NoTrace = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def foreign(town: Town, other: Visitor) -> dict[str, str]:
    """Ids of things of another account."""
    asked = {"type": "other", "title": "Mine", "description": "Nobody else's."}
    key = made(other.post("/v1/api-keys", {"name": "theirs", "scopes": ["usage:write"]}))
    return {
        "account": other.account_id,
        "workspace": town.workspace(other),
        "ticket": made(other.post("/v1/tickets", asked))["ticket_id"],
        "key": key["key_id"],
    }


READS = {
    "a workspace": "/v1/workspaces/{workspace}",
    "its terms": "/v1/workspaces/{workspace}/terms",
    "its usage": "/v1/workspaces/{workspace}/usage?from_day=2026-01-01&to_day=2026-01-02",
    "a ticket": "/v1/tickets/{ticket}",
    "a wallet": "/v1/wallet?account_id={account}",
    "bills": "/v1/bills?account_id={account}",
    "a statement": "/v1/wallet/statement?account_id={account}",
    "members": "/v1/members?account_id={account}",
}


@pytest.mark.parametrize("what", READS)
def test_another_accounts_things_are_not_found_just_as_if_they_did_not_exist(
    what, owner: Visitor, foreign: dict[str, str], no_trace: NoTrace
):
    invented = dict.fromkeys(foreign, str(uuid4()))

    with no_trace():
        theirs = owner.get(READS[what].format(**foreign))
        nobodys = owner.get(READS[what].format(**invented))

    assert refusal(theirs) == refusal(nobodys) == (404, "kernel.not_found")


def test_nothing_can_be_done_to_another_accounts_things(owner: Visitor, foreign: dict[str, str], no_trace: NoTrace):
    with no_trace():
        answers = [
            owner.post(f"/v1/tickets/{foreign['ticket']}/messages", {"body": "hello"}),
            owner.post(f"/v1/tickets/{foreign['ticket']}/closure"),
            owner.delete(f"/v1/api-keys/{foreign['key']}"),
            owner.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key="theirs", account_id=foreign["account"]),
            owner.post("/v1/workspaces", {"name": "theirs", "site": "CN1"}, account_id=foreign["account"]),
        ]

    assert {refusal(answer) for answer in answers} == {(404, "kernel.not_found")}


def test_a_workspace_that_somebody_pays_for_cannot_be_bound_by_another(owner: Visitor, other: Visitor, no_trace: NoTrace):
    address = f"/v1/workspaces/{uuid4()}"
    made(other.put(address, {"name": "theirs", "site": "CN1"}))

    with no_trace():
        answer = owner.put(address, {"name": "mine now", "site": "CN1"})

    assert refusal(answer) == (409, "settlement.workspace_cannot_be_bound")


def test_lists_hold_ones_own_things_only(owner: Visitor, foreign: dict[str, str]):
    workspaces = made(owner.get("/v1/workspaces", limit=200))["items"]
    tickets = made(owner.get("/v1/tickets", limit=200))["items"]

    assert {thing["account_id"] for thing in (*workspaces, *tickets)} == {owner.account_id}
