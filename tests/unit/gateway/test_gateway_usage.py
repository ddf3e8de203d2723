"""Usage at the door: what is taken, byte for byte, and what is refused with which status and code."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest

from gateway import usage
from gateway.intake import IntakeIsBlocked, IntakeIsFull

EVENT = {
    "specversion": "1.0",
    "type": "usage.sample.v1",
    "source": "cn1",
    "id": "1",
    "subject": "w",
    "time": "2026-11-23T08:00:00Z",
    "data": {"quantity": 5},
}
BATCH = {"Content-Type": usage.BATCH, "Authorization": "Bearer usage-key"}


def post(client, body, **headers):
    return client.post(
        "/v1/usage/events", data=body, headers={**BATCH, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


def code_of(response):
    assert response.content_type == "application/problem+json"
    return response.status_code, response.json["code"]


def test_a_batch_is_published_as_it_came_and_gets_a_receipt(client, intake):
    body = json.dumps([EVENT, {**EVENT, "id": "2", "data": {"quantity": 1.50}}]).encode()

    response = post(client, body)

    assert response.status_code == 202
    assert response.json["events"] == 2
    assert response.headers["Location"] == f"/v1/usage/receipts/{response.json['receipt_id']}"
    (message,) = intake.messages
    assert body in message
    assert json.loads(message) == {
        "receipt_id": response.json["receipt_id"],
        "account_id": "0193529c-0000-7000-8000-0000000000a1",
        "received_at": "2026-11-23T12:00:00Z",
        "events": json.loads(body),
    }


def test_a_single_event_is_a_batch_of_one(client, intake):
    response = post(client, json.dumps(EVENT), Content_Type=usage.SINGLE)

    assert (response.status_code, response.json["events"]) == (202, 1)
    assert json.loads(intake.messages[0])["events"] == [EVENT]


def test_lines_are_events_and_empty_lines_are_not(client, intake):
    body = f"{json.dumps(EVENT)}\n\n{json.dumps({**EVENT, 'id': '2'})}\r\n"

    response = post(client, body, Content_Type=usage.LINES)

    assert (response.status_code, response.json["events"]) == (202, 2)
    assert [event["id"] for event in json.loads(intake.messages[0])["events"]] == ["1", "2"]


def test_gzip_is_unpacked_even_in_several_members(client, intake):
    halves = json.dumps([EVENT]).encode()

    response = post(client, gzip.compress(halves[:20]) + gzip.compress(halves[20:]), Content_Encoding="gzip")

    assert response.status_code == 202
    assert json.loads(intake.messages[0])["events"] == [EVENT]


def test_an_owner_may_report_usage_too(client):
    assert post(client, json.dumps([EVENT]), Authorization="Bearer owner").status_code == 202


def test_the_clients_extra_attributes_are_kept(client, intake):
    post(client, json.dumps([{**EVENT, "tenant": "x"}]))

    assert json.loads(intake.messages[0])["events"][0]["tenant"] == "x"


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"[{", {}, 400, "gateway.body_is_malformed"),
        (b"", {}, 400, "gateway.body_is_malformed"),
        (b'[{"id":"\xff"}]', {}, 400, "gateway.body_is_malformed"),
        (b"[" * 5000, {}, 422, "kernel.invalid_input"),
        (b"{}\n{", {"Content_Type": usage.LINES}, 422, "kernel.invalid_input"),
        (json.dumps(EVENT).encode() + b"\n{", {"Content_Type": usage.LINES}, 400, "gateway.body_is_malformed"),
        (b"[]", {}, 422, "gateway.batch_is_empty"),
        (b"\n\n", {"Content_Type": usage.LINES}, 422, "gateway.batch_is_empty"),
        (json.dumps([EVENT] * 10_001).encode(), {}, 422, "gateway.batch_is_too_long"),
        (json.dumps(EVENT).encode(), {}, 422, "kernel.invalid_input"),
        (json.dumps([EVENT]).encode(), {"Content_Type": "text/plain"}, 415, "gateway.media_type_is_unknown"),
        (json.dumps([EVENT]).encode(), {"Content_Type": "application/json"}, 415, "gateway.media_type_is_unknown"),
        (json.dumps([EVENT]).encode(), {"Content_Encoding": "br"}, 415, "gateway.encoding_is_unknown"),
        (json.dumps([EVENT]).encode(), {"Content_Encoding": "gzip"}, 400, "gateway.gzip_is_malformed"),
        (gzip.compress(json.dumps([EVENT]).encode())[:-9], {"Content_Encoding": "gzip"}, 400, "gateway.gzip_is_malformed"),
        (zlib.compress(json.dumps([EVENT]).encode()), {"Content_Encoding": "gzip"}, 400, "gateway.gzip_is_malformed"),
        (b" " * (10 << 20) + b"[]", {}, 413, "gateway.body_is_too_large"),
        (gzip.compress(b" " * (65 << 20)), {"Content_Encoding": "gzip"}, 413, "gateway.body_is_too_large"),
        (json.dumps([EVENT]).encode(), {"Authorization": ""}, 401, "gateway.credentials_are_missing"),
        (json.dumps([EVENT]).encode(), {"Authorization": "Bearer stranger"}, 401, "identity.credentials_are_wrong"),
        (json.dumps([EVENT]).encode(), {"Authorization": "Bearer wallet-key"}, 403, "kernel.not_allowed"),
        (json.dumps([EVENT]).encode(), {"Authorization": "Bearer viewer"}, 403, "kernel.not_allowed"),
    ],
)
def test_what_is_not_a_batch_of_events_is_refused_and_not_published(client, intake, body, headers, status, code):
    response = post(client, body, **headers)

    assert code_of(response) == (status, code)
    assert intake.messages == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"id": ""}, "/1/id"),
        ({"id": 7}, "/1/id"),
        ({"specversion": "0.3"}, "/1/specversion"),
        ({"source": None}, "/1/source"),
        ({"type": "x" * 257}, "/1/type"),
        ({"subject": []}, "/1/subject"),
    ],
)
def test_a_broken_envelope_is_named_by_its_place(client, intake, change, pointer):
    response = post(client, json.dumps([EVENT, {**EVENT, **change}]))

    assert code_of(response) == (422, "kernel.invalid_input")
    assert [error["pointer"] for error in response.json["errors"]] == [pointer]
    assert intake.messages == []


def test_an_attribute_that_is_missing_is_named_by_its_event(client):
    response = post(client, json.dumps([{name: value for name, value in EVENT.items() if name != "source"}]))

    assert response.json["errors"] == [{"pointer": "/0", "detail": "Object missing required field `source`"}]


def test_a_full_queue_is_429_and_says_when_to_come_back(client, intake):
    intake.refusal = IntakeIsFull()

    response = post(client, json.dumps([EVENT]))

    assert code_of(response) == (429, "gateway.intake_is_full")
    assert response.headers["Retry-After"] == "5"


def test_a_blocked_broker_is_503_and_says_when_to_come_back(client, intake):
    intake.refusal = IntakeIsBlocked()

    response = post(client, json.dumps([EVENT]))

    assert code_of(response) == (503, "gateway.intake_is_blocked")
    assert response.headers["Retry-After"] == "10"
