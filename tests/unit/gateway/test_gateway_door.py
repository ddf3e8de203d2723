"""At the door: who is let in, what a request may say, and what the rooms are told."""

from __future__ import annotations

import io
import json
from uuid import UUID

import pytest
from werkzeug.test import EnvironBuilder

from services.kernel.errors import CommandIdIsReused, InvalidInput, NotFound, Refusal
from services.kernel.ids import natural_id
from services.kernel.rpc import DeadlineIsExceeded, RoomHasFailed, RoomIsUnavailable

ACCOUNT = UUID("0193529c-0000-7000-8000-0000000000a1")
OTHER_ACCOUNT = UUID("0193529c-0000-7000-8000-0000000000a2")
MEMBER = UUID("0193529c-0000-7000-8000-0000000000b1")
KEY_BODY = {"name": "intake", "scopes": ["usage:write"]}
KEY_ANSWER = {"key_id": str(ACCOUNT), "prefix": "bc_1", "scopes": ["usage:write"], "issued_at": "2026-11-23T12:00:00Z", "key": "secret"}


def get(client, path, who="owner", **options):
    return client.get(path, headers={"Authorization": f"Bearer {who}"}, **options)


def post(client, path, body, who="owner", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, json=body, headers={"Authorization": f"Bearer {who}", **named})


def code_of(response):
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == response.status_code
    assert response.json["type"] == f"/problems/{response.json['code']}"
    assert len(response.json["trace_id"]) == 32
    return response.status_code, response.json["code"]


@pytest.fixture
def answers(rooms):
    rooms.answers |= {
        ("identity", "issue_api_key"): KEY_ANSWER,
        ("identity", "api_keys_of"): {"items": []},
        ("identity", "clock"): {"now": "2026-11-23T12:00:00Z", "movable": True},
        ("identity", "mailbox"): {"items": []},
        ("identity", "sign_out"): {"done": True},
    }
    return rooms.answers


@pytest.mark.parametrize("authorization", ["", "Basic b3duZXI6eA==", "Bearer", "Bearer  ", "owner", f"Bearer {'x' * 257}"])
def test_without_a_bearer_the_door_asks_for_one(client, rooms, authorization):
    response = client.get("/v1/api-keys", headers={"Authorization": authorization})

    assert code_of(response) == (401, "gateway.credentials_are_missing")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="billing-center", error="invalid_request"'
    assert rooms.calls == []


def test_wrong_credentials_are_401(client):
    response = get(client, "/v1/api-keys", who="stranger")

    assert code_of(response) == (401, "identity.credentials_are_wrong")
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(("who", "path"), [("viewer", "/v1/mailbox"), ("auditor", "/v1/mailbox"), ("usage-key", "/v1/api-keys")])
def test_who_has_neither_role_nor_scope_is_403(client, answers, rooms, who, path):
    response = get(client, path, who=who)

    assert code_of(response) == (403, "kernel.not_allowed")
    assert [name for name, _, _ in rooms.calls] == ["identity.authenticate"]


def test_identity_is_asked_once_in_five_seconds(client, answers, rooms):
    get(client, "/v1/clock")
    get(client, "/v1/clock")

    assert len(rooms.called("identity.authenticate")) == 1
    assert len(rooms.called("identity.clock")) == 2


def test_a_session_that_was_ended_here_is_forgotten_at_once(client, answers, rooms):
    client.delete("/v1/sessions/current", headers={"Authorization": "Bearer owner"})
    get(client, "/v1/clock")

    assert rooms.called("identity.sign_out")[0]["session_token"] == "owner"
    assert len(rooms.called("identity.authenticate")) == 2


def test_the_room_is_told_who_asks(client, answers, rooms):
    get(client, "/v1/api-keys")

    (caller,) = rooms.callers_of("identity.api_keys_of")
    assert (caller.account_id, caller.member_id, caller.roles) == (ACCOUNT, MEMBER, {"owner"})
    assert rooms.called("identity.api_keys_of") == [{"account_id": str(ACCOUNT)}]


def test_anothers_account_does_not_exist_for_a_customer(client, answers, rooms):
    response = get(client, f"/v1/api-keys?account_id={OTHER_ACCOUNT}")

    assert code_of(response) == (404, "kernel.not_found")
    assert rooms.called("identity.api_keys_of") == []


def test_an_operator_names_the_account(client, answers, rooms):
    response = get(client, f"/v1/api-keys?account_id={ACCOUNT}", who="operator")

    assert response.status_code == 200
    assert rooms.called("identity.api_keys_of") == [{"account_id": str(ACCOUNT)}]


def test_an_operator_who_names_none_is_told_so(client, answers):
    response = get(client, "/v1/api-keys", who="operator")

    assert code_of(response) == (422, "kernel.invalid_input")
    assert response.json["errors"][0]["pointer"] == "/account_id"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("limit=ten", "/limit"), ("limit=0", "/limit"), ("limit=5&limit=6", "/limit"), ("unknown=1", "/unknown"), ("limit=1.0", "/limit")],
)
def test_a_wrong_query_parameter_is_named(client, answers, query, pointer):
    response = get(client, f"/v1/mailbox?{query}", who="operator")

    assert code_of(response) == (422, "kernel.invalid_input")
    assert [error["pointer"] for error in response.json["errors"]] == [pointer]


def test_the_command_id_comes_from_account_route_and_key(client, answers, rooms):
    response = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key='"k-1"')
    post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-1")
    post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-2")

    ids = [wire["id"] for wire in rooms.called("identity.issue_api_key")]
    assert response.status_code == 201
    assert ids[0] == ids[1] == str(natural_id("command", ACCOUNT, "POST /v1/api-keys", "k-1"))
    assert ids[2] != ids[0]


def test_without_a_key_each_request_is_a_command_of_its_own(client, answers, rooms):
    post(client, "/v1/api-keys", KEY_BODY)
    post(client, "/v1/api-keys", KEY_BODY)

    first, second = (wire["id"] for wire in rooms.called("identity.issue_api_key"))
    assert first != second


@pytest.mark.parametrize("key", ["", '""', "k" * 256, "a b", '"unfinished', "ключ".encode().decode("latin-1")])
def test_a_key_that_is_no_structured_string_is_400(client, answers, rooms, key):
    response = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key=key)

    assert code_of(response) == (400, "gateway.idempotency_key_is_invalid")
    assert rooms.called("identity.issue_api_key") == []


def test_a_repeat_is_marked_and_a_first_answer_is_not(client, answers, rooms):
    first = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-1")
    rooms.repeated |= {wire["id"] for wire in rooms.called("identity.issue_api_key")}

    again = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-1")
    other = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-2")

    assert [response.status_code for response in (first, again, other)] == [201] * 3
    assert [response.headers.get("Idempotency-Hit") for response in (first, again, other)] == [None, "true", None]


def test_the_same_key_with_another_body_is_422(client, answers):
    answers["identity", "issue_api_key"] = CommandIdIsReused(ACCOUNT)

    response = post(client, "/v1/api-keys", KEY_BODY, Idempotency_Key="k-1")

    assert code_of(response) == (422, "kernel.command_id_is_reused")


def test_a_dry_run_is_told_to_the_room_and_creates_nothing(client, answers, rooms):
    response = client.post("/v1/api-keys?dry_run=true", json=KEY_BODY, headers={"Authorization": "Bearer owner"})

    assert response.status_code == 200
    assert rooms.called("identity.issue_api_key")[0]["dry_run"] is True


@pytest.mark.parametrize("query", ["dry_run=1", "dry_run=yes", "dry_run=", "dryrun=true", "key_id=1"])
def test_a_wrong_parameter_of_a_command_is_422(client, answers, rooms, query):
    response = client.post(f"/v1/api-keys?{query}", json=KEY_BODY, headers={"Authorization": "Bearer owner"})

    assert code_of(response) == (422, "kernel.invalid_input")
    assert rooms.called("identity.issue_api_key") == []


@pytest.mark.parametrize("name", ["id", "account_id", "by_member_id", "dry_run"])
def test_the_body_cannot_say_what_the_door_knows_better(client, answers, rooms, name):
    response = post(client, "/v1/api-keys", {**KEY_BODY, name: str(OTHER_ACCOUNT)})

    assert code_of(response) == (422, "kernel.invalid_input")
    assert response.json["errors"] == [{"pointer": f"/{name}", "detail": "Unknown field."}]
    assert rooms.called("identity.issue_api_key") == []


def test_every_wrong_field_is_named_at_once(client, answers):
    response = post(client, "/v1/api-keys", {"name": "", "scopes": "usage:write", "colour": 1})

    assert code_of(response) == (422, "kernel.invalid_input")
    assert {error["pointer"] for error in response.json["errors"]} == {"/name", "/scopes", "/colour"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {}, 400, "gateway.body_is_malformed"),
        (b"[]", {}, 400, "gateway.body_is_malformed"),
        (b'"x"', {}, 400, "gateway.body_is_malformed"),
        (b'{"a": NaN}', {}, 400, "gateway.body_is_malformed"),
        (b'{"a":' * 3000, {}, 400, "gateway.body_is_malformed"),
        (b"\xff\xfe", {}, 400, "gateway.body_is_malformed"),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "gateway.media_type_is_unknown"),
        (b"{}", {"Content-Type": ""}, 415, "gateway.media_type_is_unknown"),
        (b"{}", {"Content-Encoding": "gzip"}, 400, "gateway.gzip_is_malformed"),
        (b"{}", {"Content-Encoding": "zstd"}, 415, "gateway.encoding_is_unknown"),
        (b" " * (1 << 20) + b"{}", {}, 413, "gateway.body_is_too_large"),
        (b"", {}, 422, "kernel.invalid_input"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(client, answers, rooms, body, headers, status, code):
    headers = {"Authorization": "Bearer owner", "Content-Type": "application/json", **headers}

    response = client.post("/v1/api-keys", data=body, headers=headers)

    assert code_of(response) == (status, code)
    assert rooms.called("identity.issue_api_key") == []


def test_a_body_without_a_length_is_read_to_its_limit_only(client, answers):
    builder = EnvironBuilder("/v1/api-keys", method="POST", headers={"Authorization": "Bearer owner", "Content-Type": "application/json"})
    environ = builder.get_environ() | {"wsgi.input": io.BytesIO(b" " * (2 << 20)), "wsgi.input_terminated": True}
    environ.pop("CONTENT_LENGTH", None)

    response = client.open(environ)

    assert code_of(response) == (413, "gateway.body_is_too_large")
    assert environ["wsgi.input"].tell() < (1 << 20) + (1 << 17)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (RoomIsUnavailable("identity.clock", "amqp://u:secret@host"), 503, "gateway.room_is_unavailable"),
        (DeadlineIsExceeded("identity.clock", "secret"), 504, "gateway.deadline_is_exceeded"),
        (RoomHasFailed("identity.clock", "secret-id"), 502, "gateway.room_has_failed"),
        (ZeroDivisionError("secret"), 500, "http.internal_error"),
    ],
)
def test_a_fault_is_a_problem_that_tells_nothing_of_the_inside(client, answers, fault, status, code):
    answers["identity", "clock"] = fault

    response = get(client, "/v1/clock")

    assert code_of(response) == (status, code)
    assert "secret" not in response.text
    assert "identity" not in response.text
    assert ("Retry-After" in response.headers) == (status == 503)


def test_a_rooms_refusal_keeps_its_code_title_and_details(client, answers):
    class ScopeIsUnknown(Refusal):
        """There is no such scope."""

        code = "identity.scope_is_unknown"

    answers["identity", "issue_api_key"] = ScopeIsUnknown(scopes=["x:y"])

    response = post(client, "/v1/api-keys", KEY_BODY)

    assert code_of(response) == (422, "identity.scope_is_unknown")
    assert response.json["title"] == "There is no such scope."
    assert response.json["details"] == {"scopes": ["x:y"]}
    assert response.json["instance"] == "/v1/api-keys"


def test_a_rooms_invalid_input_keeps_its_pointers(client, answers):
    answers["identity", "issue_api_key"] = InvalidInput([{"pointer": "/scopes/0", "detail": "Not so."}])

    response = post(client, "/v1/api-keys", KEY_BODY)

    assert code_of(response) == (422, "kernel.invalid_input")
    assert response.json["errors"] == [{"pointer": "/scopes/0", "detail": "Not so."}]


def test_what_a_room_does_not_find_is_404(client, answers):
    answers["identity", "issue_api_key"] = NotFound("account", ACCOUNT)

    assert code_of(post(client, "/v1/api-keys", KEY_BODY)) == (404, "kernel.not_found")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "http.no_such_route"),
        ("GET", "/", 404, "http.no_such_route"),
        ("DELETE", "/v1/api-keys/not-a-uuid", 404, "http.no_such_route"),
        ("GET", "/docs/../errors.py", 404, "http.no_such_route"),
        ("GET", "/docs/index.html", 404, "http.no_such_route"),
        ("GET", "/problems/<script>", 404, "http.no_such_route"),
        ("PATCH", "/v1/api-keys", 405, "http.method_not_allowed"),
        ("TRACE", "/v1/api-keys", 405, "http.method_not_allowed"),
    ],
)
def test_where_nothing_is_the_answer_is_a_problem_too(client, method, path, status, code):
    response = client.open(path, method=method)

    assert code_of(response) == (status, code)
    assert ("Allow" in response.headers) == (status == 405)


def test_the_trace_id_is_the_callers_when_there_is_one(client):
    response = client.get("/v1/nothing", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})

    assert response.json["trace_id"] == "ab" * 16
    assert response.headers["Trace-Id"] == "ab" * 16


def test_answers_of_the_api_are_not_kept_by_caches(client, answers):
    assert get(client, "/v1/clock").headers["Cache-Control"] == "no-store"


def test_alive_needs_no_room_and_ready_does(client, answers):
    answers["identity", "clock"] = RoomIsUnavailable("identity.clock", "down")

    assert client.get("/healthz").json == {"status": "ok"}
    assert code_of(client.get("/readyz")) == (503, "gateway.room_is_unavailable")


def test_the_page_of_a_problem_says_its_status(client):
    response = client.get("/problems/wallet.bill_is_charged")

    assert response.status_code == 200
    assert "HTTP status 409" in response.text
    assert "Bill is charged" in response.text


def test_what_a_question_answers_is_what_the_room_said(client, answers):
    assert json.loads(get(client, "/v1/clock").data) == {"now": "2026-11-23T12:00:00Z", "movable": True}


@pytest.mark.parametrize(
    ("path", "body", "who"),
    [
        ("/v1/wallet/transfers", {"amount": {"amount": "5.00", "currency": "CNY"}, "reference": "TT-1"}, "operator"),
        ("/v1/voucher-batches", {"count": 1, "face": {"amount": "5.00", "currency": "CNY"}, "campaign": "x"}, "operator"),
        ("/v1/vouchers", {"code": "7Q3K-0V5D-M2XA-9TBH"}, "owner"),
        ("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, "owner"),
    ],
)
def test_a_write_of_money_without_a_key_is_400(client, rooms, path, body, who):
    response = post(client, path, body, who=who)

    assert code_of(response) == (400, "gateway.idempotency_key_is_missing")
    assert [name for name, _, _ in rooms.calls] == ["identity.authenticate"]


@pytest.mark.parametrize(
    ("price", "pointer"),
    [
        ({"amount": "1.0000001", "currency": "CNY"}, "/price/amount"),
        ({"amount": 100, "currency": "CNY"}, "/price/amount"),
        ({"amount": "1e2", "currency": "CNY"}, "/price/amount"),
        ({"amount": "100.00", "currency": "EUR"}, "/price/currency"),
        ({"amount": "-100.00", "currency": "CNY"}, "/price"),
        ({"amount": "0.00", "currency": "CNY"}, "/price"),
        ("100.00 CNY", "/price"),
    ],
)
def test_money_that_is_none_is_422_at_its_place(client, rooms, price, pointer):
    response = post(client, "/v1/cards", {"price": price}, Idempotency_Key="k")

    assert code_of(response) == (422, "kernel.invalid_input")
    assert response.json["errors"][0]["pointer"].startswith(pointer)
    assert rooms.called("wallet.buy_card") == []


def test_a_machine_acts_in_the_customers_roles_of_its_scope_and_no_others(client, rooms):
    rooms.answers["wallet", "list_funds"] = {"items": []}

    response = get(client, "/v1/wallet/funds", who="wallet-key")

    (caller,) = rooms.callers_of("wallet.list_funds")
    assert response.json == {"items": []}
    assert caller.roles == {"owner", "finance", "viewer"}
    assert caller.member_id is None


def test_nobody_in_particular_may_sign_in_and_identity_is_told_from_where(client, rooms):
    rooms.answers["identity", "sign_in"] = NotFound("member", "x")

    client.post("/v1/sessions", json={"login": "lin", "password": "x"}, headers={"User-Agent": "curl"})

    (wire,) = rooms.called("identity.sign_in")
    assert (wire["client_address"], wire["client_program"]) == ("127.0.0.1", "curl")
    assert rooms.callers_of("identity.sign_in") == [None]


def test_two_strangers_with_one_key_do_not_meet(client, rooms):
    rooms.answers["identity", "sign_in"] = NotFound("member", "x")

    for login in ("lin", "wei", "lin"):
        client.post("/v1/sessions", json={"login": login, "password": "x"}, headers={"Idempotency-Key": "1"})

    lin, wei, lin_again = (wire["id"] for wire in rooms.called("identity.sign_in"))
    assert lin == lin_again != wei


def test_a_question_may_come_in_a_body_and_needs_no_key(client, rooms):
    rooms.answers["billing", "estimate"] = NotFound("price book", "x")

    post(client, "/v1/estimates", {"site": "CN1", "currency": "CNY", "usage": [{"item": "logs", "quantity": 5}]})

    (wire,) = rooms.called("billing.estimate")
    assert "id" not in wire
    assert wire["usage"][0]["quantity"] == 5


@pytest.mark.parametrize("quantity", [-1, 1.5, "5", True, 2**63, None])
def test_a_quantity_that_is_no_whole_number_is_422_at_its_place(client, rooms, quantity):
    response = post(client, "/v1/estimates", {"site": "CN1", "currency": "CNY", "usage": [{"item": "logs", "quantity": quantity}]})

    assert code_of(response) == (422, "kernel.invalid_input")
    assert response.json["errors"][0]["pointer"] == "/usage/0/quantity"


def test_a_cursor_that_we_did_not_give_is_the_rooms_to_refuse(client, rooms):
    rooms.answers["wallet", "list_funds"] = InvalidInput([{"pointer": "/cursor", "detail": "Not a cursor that we gave."}])

    response = get(client, "/v1/wallet/funds?cursor=abc")

    assert code_of(response) == (422, "kernel.invalid_input")
    assert rooms.called("wallet.list_funds")[0]["cursor"] == "abc"
