"""Whatever is sent to whatever route: never a fault, always an answer or a problem document."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway import usage
from gateway.api import BLUEPRINTS
from services.kernel.errors import NotFound

OPERATIONS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations]
WHO = ["owner", "operator", "usage-key"]
NAMES = sorted({name for operation in OPERATIONS for name in operation.fields})

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), values, max_size=6)
bodies = st.binary(max_size=50) | objects.map(lambda body: json.dumps(body).encode()) | values.map(lambda body: json.dumps(body).encode())
queries = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=10), max_size=4)
header_texts = st.text(alphabet=string.printable.replace("\r", "").replace("\n", ""), max_size=12)

FUZZ = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def silent_rooms(rooms):
    """Rooms that find nothing."""
    rooms.answers |= {(operation.room, operation.call): NotFound("thing", "x") for operation in OPERATIONS}
    return rooms


def fine(response):
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json"
        assert response.json["code"]


@FUZZ
@given(
    operation=st.sampled_from(OPERATIONS),
    body=bodies,
    query=queries,
    key=header_texts,
    who=st.sampled_from(["owner", "operator", "usage-key"]),
)
def test_every_route_answers_everything(client, silent_rooms, operation, body, query, key, who):
    path = operation.path
    for name in operation.path_fields:
        path = path.replace(f"<uuid:{name}>", "0193529c-0000-7000-8000-0000000000a1").replace(f"<{name}>", "2026-11-23")

    response = client.open(
        path,
        method=operation.method,
        data=body,
        query_string=query,
        headers={"Authorization": f"Bearer {who}", "Idempotency-Key": key, "Content-Type": "application/json"},
    )

    fine(response)


@FUZZ
@given(body=bodies, media_type=st.sampled_from(usage.MEDIA_TYPES), encoding=st.sampled_from(["identity", "gzip"]))
def test_usage_answers_everything(client, intake, body, media_type, encoding):
    response = client.post(
        "/v1/usage/events",
        data=body,
        headers={"Authorization": "Bearer usage-key", "Content-Type": media_type, "Content-Encoding": encoding},
    )

    fine(response)
    assert all(isinstance(json.loads(message)["events"], list) for message in intake.messages)
