"""Judging reported usage: what counts, and the exact code of what does not."""

from __future__ import annotations

import gc
import json
import weakref
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.billing.intake.batches import Batch, Message
from services.billing.intake.judging import Judge, Sender, Workspace
from services.billing.intake.reports import Unacceptable, read, read_one
from services.billing.intake.rows import SAMPLE, Row, WorkspaceDay, canonical

OURS = UUID("01930000-0000-7000-8000-000000000001")
THEIRS = UUID("01930000-0000-7000-8000-000000000002")
ACCOUNT = UUID("01930000-0000-7000-8000-00000000000a")
SOMEBODY = UUID("01930000-0000-7000-8000-00000000000b")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
START = datetime(2025, 1, 1, 16, tzinfo=UTC)
KNOWN = {OURS: Workspace(ACCOUNT, "Asia/Shanghai", START, "CN", "CNY"), THEIRS: Workspace(SOMEBODY, "Asia/Shanghai", START, "CN", "CNY")}


def cloud_event(*, data: dict[str, Any] | None = None, **attributes: Any) -> bytes:
    event = {
        "specversion": "1.0", "id": "e1", "source": "agent/1", "type": "usage.sample.v1", "subject": str(OURS),
        "time": "2026-11-23T08:00:00Z", "data": {"item": "logs", "quantity": 5, **(data or {})},
    }  # fmt: skip
    return json.dumps({**event, **attributes}).encode()


def verdict(raw: bytes, workspaces: dict[UUID, Workspace] = KNOWN) -> tuple[WorkspaceDay, Row] | Unacceptable:
    [event] = read([msgspec.Raw(raw)])
    return event if isinstance(event, Unacceptable) else Judge(workspaces).judge(event, Sender.of(ACCOUNT, NOW))


def judged(raw: bytes, workspaces: dict[UUID, Workspace] = KNOWN) -> Row:
    found = verdict(raw, workspaces)
    assert not isinstance(found, Unacceptable), found
    day, row = found
    assert day == WorkspaceDay(row.workspace_id, row.day)
    return row


def refused(raw: bytes, workspaces: dict[UUID, Workspace] = KNOWN) -> str:
    found = verdict(raw, workspaces)
    assert isinstance(found, Unacceptable), found
    return found.code


def test_a_good_event_is_a_row_of_the_sites_local_day():
    row = judged(cloud_event(time="2026-11-22T16:00:00Z", data={"index": "audit", "retention_days": 30}))

    hour = datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert row == Row(OURS, date(2026, 11, 23), "agent/1", "e1", SAMPLE, "logs", hour, 5, 30, "audit", None, None)


def test_a_time_with_an_offset_is_the_same_instant():
    row = judged(cloud_event(time="2026-11-23T16:00:00+08:00"))

    assert (row.day, row.hour) == (date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC))


@pytest.mark.parametrize("subject", [str(THEIRS), "01930000-0000-7000-8000-0000000000ff", "w1"])
def test_somebody_elses_workspace_and_none_at_all_get_the_same_answer(subject: str):
    assert refused(cloud_event(subject=subject)) == "billing.workspace_is_unknown"


@pytest.mark.parametrize("quantity", [-1, 1.5, 5.0, "5", True, None, 2**63, 1e3])
def test_a_quantity_is_a_whole_number_that_is_not_negative(quantity: Any):
    assert refused(cloud_event(data={"quantity": quantity})) == "billing.event_is_malformed"


@pytest.mark.parametrize("quantity", [0, 2**63 - 1])
def test_the_smallest_and_the_largest_quantity_count(quantity: int):
    assert judged(cloud_event(data={"quantity": quantity})).quantity == quantity


@pytest.mark.parametrize(
    ("time", "code"),
    [
        (NOW + timedelta(hours=1, minutes=30), "usage_is_from_the_future"),
        (NOW.replace(minute=0) - timedelta(days=400), "usage_is_too_old"),
        (NOW.replace(minute=30) - timedelta(hours=2), "time_is_not_a_whole_hour"),
        (NOW.replace(minute=0, microsecond=1), "time_is_not_a_whole_hour"),
    ],
)
def test_times_that_cannot_be_billed(time: datetime, code: str):
    assert refused(cloud_event(time=time.isoformat())) == f"billing.{code}"


def test_usage_from_before_billing_began_is_refused_and_the_first_hour_counts():
    workspaces = {OURS: Workspace(ACCOUNT, "Asia/Shanghai", datetime(2026, 11, 23, 8, tzinfo=UTC), "CN", "CNY")}
    first = judged(cloud_event(), workspaces)

    code = refused(cloud_event(time="2026-11-23T07:00:00Z"), workspaces)

    assert first.workspace_id == OURS
    assert code == "billing.usage_precedes_billing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"item": "gold"}, "item_is_unknown"),
        ({"item": "profile", "retention_days": 30}, "retention_is_not_offered"),
        ({"item": "sms", "retention_days": 7}, "retention_is_not_offered"),
        ({"rule": "r1"}, "field_is_not_of_this_item"),
        ({"item": "trace", "index": "i"}, "field_is_not_of_this_item"),
        ({"spans": 3}, "field_is_not_of_this_item"),
        ({"item": "trace", "rum_events": 3}, "field_is_not_of_this_item"),
        ({"colour": "red"}, "event_is_malformed"),
        ({"index": ""}, "event_is_malformed"),
    ],
)
def test_what_the_catalogue_does_not_know(data: dict[str, Any], code: str):
    assert refused(cloud_event(data=data)) == f"billing.{code}"


@pytest.mark.parametrize(
    "attributes",
    [{"type": "usage.sample.v2"}, {"id": ""}, {"id": 7}, {"source": "x" * 201}, {"time": "yesterday"}, {"time": "2026-11-23T08:00:00"},
     {"subject": ""}, {"specversion": "0.3"}, {"data": None}],
)  # fmt: skip
def test_an_envelope_that_is_not_a_usage_event_is_refused(attributes: dict[str, Any]):
    raw = json.loads(cloud_event())

    assert refused(json.dumps({**raw, **attributes}).encode()) == "billing.event_is_malformed"


@pytest.mark.parametrize("raw", [b"{", b"[]", b"7", b'"\xff"', b"null"])
def test_nonsense_is_refused(raw: bytes):
    assert refused(raw) == "billing.event_is_malformed"


@pytest.mark.parametrize(
    "attributes",
    [
        {"id": "a\x00b"},
        {"source": "\x00"},
        {"data": {"index": "\x00"}},
        {"time": "9999-12-31T23:00:00Z"},
        {"time": "0001-01-01T00:00:00+08:00"},
    ],
)
def test_what_the_database_cannot_keep_is_refused_and_spoils_no_batch(attributes: dict[str, Any]):
    assert refused(cloud_event(**attributes)) == "billing.event_is_malformed"


def test_a_backslash_before_u0000_is_only_text():
    assert judged(cloud_event(id="a\\u0000")).event_id == "a\\u0000"


def test_what_has_no_price_there_is_refused_and_not_left_to_block_the_days_bill():
    in_dollars = {OURS: Workspace(ACCOUNT, "Asia/Shanghai", START, "CN", "USD")}
    sms = cloud_event(data={"item": "sms"})

    code = refused(sms, in_dollars)

    assert code == "billing.no_price_for_item"
    assert judged(sms).item == "sms"


def test_a_batch_counts_a_repeat_once_and_names_the_bad_ones():
    raws = [cloud_event(), cloud_event(), cloud_event(data={"quantity": 6}), cloud_event(id="e2", data={"item": "gold"}), b'{"id": "bad"}']
    message = Message(OURS, ACCOUNT, NOW, [msgspec.Raw(raw) for raw in raws])
    batch = Batch([message])

    batch.judge(KNOWN)

    [receipt] = batch.receipts
    assert (receipt.events, receipt.accepted, receipt.repeated) == (5, 1, 1)
    assert sorted((r["index"], r["id"], r["code"]) for r in receipt.refusals) == [
        (2, "e1", "billing.identity_is_reused"),
        (3, "e2", "billing.item_is_unknown"),
        (4, "bad", "billing.event_is_malformed"),
    ]


@pytest.mark.parametrize(
    "strange", [b"{}", b'{"id": "\\u0000"}', b'"\xff"', b"[" * 5_000 + b"]" * 5_000, cloud_event(id="a\x00b"), cloud_event(id=7)]
)
def test_one_bad_event_does_not_change_how_the_others_of_its_message_are_read(strange: bytes):
    raws = [msgspec.Raw(raw) for raw in (cloud_event(), strange, cloud_event(id="a\\u0000"), cloud_event(tenant="x"))]

    together = read(raws)

    assert [read([raw]) for raw in raws] == [[event] for event in together]
    assert [isinstance(event, Unacceptable) for event in together] == [False, True, False, False]
    assert together == [read_one(raw) for raw in raws]


def test_a_refusal_keeps_nothing_of_the_batch_it_was_for():
    batch = Batch([Message(OURS, ACCOUNT, NOW, [msgspec.Raw(cloud_event(data={"item": "gold"}))])])
    batch.judge(KNOWN)
    seen = weakref.ref(batch)

    del batch
    gc.collect()

    assert seen() is None


def test_the_canonical_bytes_of_a_row_have_not_changed():
    """Golden: the digests of every batch ever recorded depend on them."""
    row = judged(cloud_event(source="größe", data={"item": "trace", "spans": 7}))

    line = canonical([row])

    assert line.decode() == (
        '["01930000-0000-7000-8000-000000000001","2026-11-23","größe","e1",1,"trace","2026-11-23T08:00:00Z",5,null,"",7,null]\n'
    )
    assert json.dumps(json.loads(line), separators=(",", ":"), ensure_ascii=False) + "\n" == line.decode()
