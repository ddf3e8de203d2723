"""Usage that cannot count: what the door refuses with a status, and what the receipt refuses event by event."""

import gzip
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.visitors import Town, Visitor, refusal, sample

NoTrace = Callable[[], AbstractContextManager[None]]

WRONG_DATA = {
    "an unknown item": ({"item": "coffee"}, "billing.item_is_unknown"),
    "a negative quantity": ({"quantity": -1}, "billing.event_is_malformed"),
    "a fractional quantity": ({"quantity": 1.5}, "billing.event_is_malformed"),
    "a quantity in words": ({"quantity": "many"}, "billing.event_is_malformed"),
    "a quantity beyond all bounds": ({"quantity": 2**63}, "billing.event_is_malformed"),
    "a retention that is not sold": ({"retention_days": 8}, "billing.retention_is_not_offered"),
    "an unknown field": ({"quantitiy": 7}, "billing.event_is_malformed"),
}
WRONG_TIMES = {
    "the future": (timedelta(hours=3), "billing.usage_is_from_the_future"),
    "before the binding": (timedelta(days=-3), "billing.usage_precedes_billing"),
}


@pytest.mark.parametrize("why", WRONG_DATA)
def test_an_event_with_wrong_data_is_refused_on_the_receipt(why, collector: Visitor, town: Town, workspace: str, no_trace: NoTrace):
    data, code = WRONG_DATA[why]

    with no_trace():
        receipt = collector.report(sample(workspace, town.now(), **data))

    assert outcome(receipt) == (0, 0, [code])


@pytest.mark.parametrize("when", WRONG_TIMES)
def test_usage_of_a_wrong_time_is_refused_on_the_receipt(when, collector: Visitor, town: Town, workspace: str, no_trace: NoTrace):
    distance, code = WRONG_TIMES[when]

    with no_trace():
        receipt = collector.report(sample(workspace, town.now() + distance))

    assert outcome(receipt) == (0, 0, [code])


def test_a_time_within_the_hour_is_refused(collector: Visitor, town: Town, workspace: str, no_trace: NoTrace):
    event = sample(workspace, town.now())
    event["time"] = event["time"].replace(":00:00", ":30:00")

    with no_trace():
        receipt = collector.report(event)

    assert outcome(receipt) == (0, 0, ["billing.time_is_not_a_whole_hour"])


def test_an_unknown_and_a_foreign_workspace_get_the_same_answer(collector: Visitor, other: Visitor, town: Town, no_trace: NoTrace):
    foreign = town.workspace(other)

    with no_trace():
        receipt = collector.report(sample(str(uuid4()), town.now()), sample(foreign, town.now()))

    assert outcome(receipt) == (0, 0, ["billing.workspace_is_unknown"] * 2)
    assert len({refused["detail"] for refused in receipt["refusals"]}) == 1


def test_an_identity_reused_with_other_content_is_refused_and_a_repeat_counts_once(
    collector: Visitor, town: Town, workspace: str, no_trace: NoTrace
):
    event = sample(workspace, town.now())
    first = collector.report(event)

    with no_trace():
        repeated = collector.report(event)
        reused = collector.report(event | {"data": {"item": "logs", "quantity": 2_000}})

    assert outcome(first) == (1, 0, [])
    assert outcome(repeated) == (0, 1, [])
    assert outcome(reused) == (0, 0, ["billing.identity_is_reused"])


def test_of_a_batch_with_bad_events_the_good_ones_count_and_the_receipt_names_the_bad(collector: Visitor, town: Town, owner: Visitor):
    workspace, now = town.workspace(owner), town.now()
    good = [sample(workspace, now, quantity=quantity) for quantity in (3, 4)]
    bad = [sample(workspace, now, item="coffee"), sample(workspace, now, quantity=-1)]

    receipt = collector.report(good[0], bad[0], good[1], bad[1])

    day = now.date()
    used = owner.get(f"/v1/workspaces/{workspace}/usage", from_day=str(day - timedelta(days=1)), to_day=str(day + timedelta(days=1))).json()
    assert outcome(receipt) == (2, 0, ["billing.event_is_malformed", "billing.item_is_unknown"])
    assert {refused["id"] for refused in receipt["refusals"]} == {event["id"] for event in bad}
    assert [line["quantity"] for line in used["lines"]] == [7]


def test_a_receipt_is_shown_to_its_account_only(collector: Visitor, other: Visitor, town: Town, workspace: str):
    receipt_id = collector.report(sample(workspace, town.now()))["receipt_id"]

    seen = [visitor.get(f"/v1/usage/receipts/{receipt_id}").status_code for visitor in (collector, other, town.stranger)]

    assert seen == [200, 404, 401]


AN_EVENT = {"specversion": "1.0", "type": "usage.sample.v1", "source": "tests", "id": "1"}
BODIES: dict[str, tuple[bytes, dict[str, str], tuple[int, str]]] = {
    "no JSON": (b'[{"specversion":', {}, (400, "gateway.body_is_malformed")),
    "no gzip": (b"[]", {"Content_Encoding": "gzip"}, (400, "gateway.gzip_is_malformed")),
    "broken gzip": (gzip.compress(b"[" * 1_000)[:-9], {"Content_Encoding": "gzip"}, (400, "gateway.gzip_is_malformed")),
    "a gzip bomb": (gzip.compress(bytes(80 << 20), 9), {"Content_Encoding": "gzip"}, (413, "gateway.body_is_too_large")),
    "an oversized body": (b" " * ((10 << 20) + 1), {}, (413, "gateway.body_is_too_large")),
    "an unknown encoding": (b"[]", {"Content_Encoding": "br"}, (415, "gateway.encoding_is_unknown")),
    "a picture": (b"GIF89a", {"media_type": "image/gif"}, (415, "gateway.media_type_is_unknown")),
    "no events": (b"[]", {}, (422, "gateway.batch_is_empty")),
    "too many events": (json.dumps([AN_EVENT] * 10_001).encode(), {}, (422, "gateway.batch_is_too_long")),
    "an envelope without an id": (json.dumps([{**AN_EVENT, "id": ""}]).encode(), {}, (422, "kernel.invalid_input")),
    "a nest": (json.dumps([AN_EVENT]).encode()[:-2] + b', "data": ' + b"[" * 100_000, {}, (400, "gateway.body_is_malformed")),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_batch_is_refused_at_the_door(what, collector: Visitor, no_trace: NoTrace):
    content, headers, expected = BODIES[what]

    with no_trace():
        response = collector.send(content, **headers)

    assert refusal(response) == expected


def outcome(receipt: dict[str, Any]) -> tuple[int, int, list[str]]:
    """What was accepted, what was a repeat, and the codes of the refusals, sorted."""
    assert receipt["refused"] == len(receipt["refusals"])
    return receipt["accepted"], receipt["repeated"], sorted(refused["code"] for refused in receipt["refusals"])
