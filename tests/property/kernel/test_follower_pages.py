"""Whatever fails, and whenever: order within an account, nothing lost, nothing past a parked event, everyone else goes on."""

from collections import defaultdict
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kernel.errors import NotFound
from services.kernel.follower import page as page_module
from services.kernel.follower.page import Page
from services.kernel.rpc import RoomIsUnavailable


class Parked:
    """A bookmark's parking, in memory."""

    book = "teller"

    def __init__(self) -> None:
        self.events: dict[int, dict[str, Any]] = {}

    def park(self, body: dict[str, Any], *, error: str, attempts: int) -> None:
        self.events.setdefault(body["position"], body)

    def parked_accounts(self) -> dict[UUID, int]:
        first: dict[UUID, int] = {}
        for position in sorted(self.events):
            first.setdefault(UUID(self.events[position]["account_id"]), position)
        return first


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch):
    monkeypatch.setattr(page_module, "QUICK_TRIES_S", (0.0, 0.0))


@settings(deadline=None, max_examples=150)
@given(
    accounts=st.lists(st.integers(0, 4), min_size=1, max_size=30),
    poison=st.sets(st.integers(1, 30), max_size=3),
    faulty=st.lists(st.sets(st.integers(1, 30), max_size=4), max_size=4),
    crashes=st.lists(st.booleans(), max_size=5),
    width=st.integers(1, 6),
    together=st.sampled_from([None, 1, 2, 3, 30]),
)
def test_each_account_is_worked_in_order_up_to_its_poison_whatever_else_fails(accounts, poison, faulty, crashes, width, together):
    events = [_event(position, account) for position, account in enumerate(accounts, 1)]
    heard: dict[str, list[int]] = defaultdict(list)
    faults, parked, done = list(faulty), Parked(), set()

    def apply(*neighbours: dict[str, Any]) -> None:
        for event in neighbours:
            if faults and event["position"] in faults[0]:
                raise RoomIsUnavailable("room.method", "down")
            if event["position"] in poison:
                raise NotFound("thing", "x")
            heard[event["account_id"]].append(event["position"])

    crashing, longest = list(crashes), {"told": together} if together else None
    while not _works(Page(events, names={"told"}, apply=apply, bookmark=parked, done=done, together=longest), width):
        faults.pop(0)
        if crashing and crashing.pop():
            done = set()  # the process that knew what was done has died

    for account_id in {event["account_id"] for event in events}:
        own = [event["position"] for event in events if event["account_id"] == account_id]
        first_poison = min((position for position in own if position in poison), default=31)
        assert _first_times(heard[account_id]) == [position for position in own if position < first_poison]
        assert {position for position in own if position in parked.events} == {position for position in own if position >= first_poison}


@given(accounts=st.lists(st.integers(0, 4), min_size=1, max_size=30), width=st.integers(1, 6))
def test_without_failures_everything_is_heard_once(accounts, width):
    events = [_event(position, account) for position, account in enumerate(accounts, 1)]
    heard: list[int] = []

    Page(events, names={"told"}, apply=lambda event: heard.append(event["position"]), bookmark=Parked(), done=set()).work(width=width)

    assert sorted(heard) == [event["position"] for event in events]


@given(
    told=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["told", "sung", "ignored"])), max_size=40),
    together=st.integers(1, 5),
    width=st.integers(1, 4),
)
def test_neighbours_of_one_name_come_together_in_order_and_as_many_as_their_policy_takes(told, together, width):
    events = [{**_event(position, account), "name": name} for position, (account, name) in enumerate(told, 1)]
    calls: list[tuple[dict[str, Any], ...]] = []
    limits = {"told": together}

    page = Page(events, names={"told", "sung"}, apply=lambda *run: calls.append(run), bookmark=Parked(), done=set(), together=limits)
    page.work(width=width)

    for account_id in {event["account_id"] for event in events}:
        own = [run for run in calls if run[0]["account_id"] == account_id]
        assert [event for run in own for event in run] == [e for e in events if e["account_id"] == account_id and e["name"] != "ignored"]
        assert all(len({event["name"] for event in run}) == 1 and len(run) <= limits.get(run[0]["name"], 1) for run in own)
        for run, following in pairwise(own):
            assert run[0]["name"] != following[0]["name"] or len(run) == limits.get(run[0]["name"], 1)


def _works(page: Page, width: int) -> bool:
    try:
        page.work(width=width)
    except RoomIsUnavailable:
        return False
    return True


def _first_times(positions: list[int]) -> list[int]:
    return list(dict.fromkeys(positions))


def _event(position: int, account: int) -> dict[str, Any]:
    return {"position": position, "name": "told", "account_id": str(UUID(int=account))}
