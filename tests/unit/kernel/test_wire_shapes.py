"""Shapes: what is accepted from the wire, what is refused and where the refusal points, and what is written back."""

from __future__ import annotations

import dataclasses
import json
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_smorest import Api, Blueprint
from openapi_spec_validator import validate

from services.kernel.errors import InvalidInput
from services.kernel.money import Money
from services.kernel.schemas import (
    Command,
    Length,
    Page,
    Question,
    Range,
    Regexp,
    Shape,
    View,
    decode_cursor,
    doc,
    dump,
    encode_cursor,
    is_not_negative,
    is_positive,
    load,
    load_reply,
    load_text,
    shape,
)


@shape
class Line(Shape):
    """One line of an order."""

    key: Annotated[str, Length(max=8), doc("what is ordered", example="rum")]
    quantity: Annotated[int, Range(min=0)]
    tags: dict[str, int] = dataclasses.field(default_factory=dict)


@shape
class Order(Command):
    """Order some lines."""

    account_id: UUID
    lines: list[Line]
    limit: Annotated[Money | None, is_positive] = None
    due: date | None = None
    at: datetime | None = None
    kind: Literal["daily", "monthly"] = "daily"


@shape
class Lines(Question):
    """The lines of an account."""

    account_id: UUID
    limit: Annotated[int, Range(min=1, max=100)] = 50
    open_only: bool = False


@shape
class Fields(View):
    """One field of each kind, all of which may be null."""

    text: str | None = None
    number: int | None = None
    flag: bool | None = None
    id: UUID | None = None
    instant: datetime | None = None
    day: date | None = None
    money: Annotated[Money | None, is_not_negative] = None
    code: Annotated[str, Regexp("[A-Z]{3}")] | None = None
    pair: tuple[int, ...] | None = None
    anything: Any = None


@shape
class Tree(View):
    """A shape that holds its own kind."""

    name: str
    children: list[Tree] = dataclasses.field(default_factory=list)


def an_order(**changes: Any) -> dict[str, Any]:
    order = {"id": str(uuid4()), "account_id": str(uuid4()), "lines": [{"key": "rum", "quantity": 1}]}
    return order | changes


def errors_of(cls: type[Any], payload: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        load(cls, payload)
    return {error["pointer"]: error["detail"] for error in refusal.value.details["errors"]}


def test_a_command_is_loaded_with_its_defaults_and_written_back_whole():
    payload = an_order(limit={"amount": "13.4", "currency": "CNY"})

    order = load(Order, payload)

    assert order.limit == Money(13_400_000, "CNY")
    assert order.lines == [Line(key="rum", quantity=1)]
    assert order.dry_run is False
    assert order.kind == "daily"
    assert dump(order) == payload | {
        "dry_run": False,
        "lines": [{"key": "rum", "quantity": 1, "tags": {}}],
        "limit": {"amount": "13.40", "currency": "CNY"},
        "due": None,
        "at": None,
        "kind": "daily",
    }
    assert load(Order, json.loads(json.dumps(dump(order)))) == order


def test_a_reply_may_say_more_than_its_shape_knows_at_any_depth():
    money = {"amount": "1.00", "currency": "CNY", "exponent": 2}
    branch = {"name": "branch", "children": [{"name": "leaf", "children": [], "colour": "green"}], "colour": "brown"}

    order = load_reply(Order, an_order(limit=money, lines=[{"key": "rum", "quantity": 1, "unit": "l"}], priority=7))
    page = load_reply(Page[Tree], {"items": [branch], "next_cursor": None, "total": 1})

    assert (order.limit, order.lines) == (Money(1_000_000, "CNY"), [Line(key="rum", quantity=1)])
    assert page.items == [Tree(name="branch", children=[Tree(name="leaf")])]


def test_a_reply_that_lacks_or_breaks_what_its_shape_knows_is_refused():
    for payload in ({}, {"name": 5}, {"name": "x", "children": [{}]}, {"name": "x", "children": {}}):
        with pytest.raises(InvalidInput):
            load_reply(Tree, payload)


def test_who_reads_replies_tolerantly_still_refuses_unknown_fields_in_requests():
    told = {"name": "branch", "children": [{"name": "leaf", "colour": "green"}]}
    load_reply(Tree, told)

    assert errors_of(Tree, told) == {"/children/0/colour": "Unknown field."}


def test_every_error_is_reported_at_once_and_points_at_its_place():
    errors = errors_of(
        Order,
        {
            "id": "7",
            "surprise": 1,
            "lines": [{"key": "too long a key", "quantity": True, "tags": {"a/b~c": "1"}}, 5],
            "limit": {"amount": "1e5", "currency": "EUR", "unit": "micros"},
            "kind": "yearly",
        },
    )

    assert set(errors) == {
        "/id",
        "/account_id",
        "/surprise",
        "/lines/0/key",
        "/lines/0/quantity",
        "/lines/0/tags/a~1b~0c",
        "/lines/1",
        "/limit/amount",
        "/limit/currency",
        "/limit/unit",
        "/kind",
    }


@pytest.mark.parametrize("payload", [None, [], "x", 5, True])
def test_what_is_not_an_object_is_refused_as_a_whole(payload):
    assert set(errors_of(Order, payload)) == {""}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("number", value) for value in (5.0, "5", True, False, 2**63, -(2**63), [5], {})),
        *(("flag", value) for value in (0, 1, "true", "yes", [])),
        *(("text", value) for value in (5, b"x", True, ["x"], "a\x00b", "\ud800")),
        *(
            ("id", value)
            for value in ("", 5, "0" * 32, "{" + str(UUID(int=1)) + "}", "urn:uuid:" + str(UUID(int=1)), str(UUID(int=1)) + "\n")
        ),
        ("instant", "2026-11-23T01:02:03"),
        ("instant", "2026-11-23 01:02:03Z"),
        ("instant", "2026-11-23T01:02:03.1234567Z"),
        ("instant", "2026-13-23T01:02:03Z"),
        ("instant", "2026-11-23T01:02:60Z"),
        ("instant", "0001-01-01T00:00:00+08:00"),
        ("instant", "9999-12-31T23:59:59-08:00"),
        ("instant", "٢026-11-23T01:02:03Z"),
        ("instant", 1_700_000_000),
        *(("day", value) for value in ("2026-02-29", "20261123", "2026-W01-1", "2026-11-23T00:00:00Z", 5, "2026-11-2٣")),
        *(("money", value) for value in (5, "5", {"amount": 5, "currency": "CNY"}, {"amount": 5.5, "currency": "CNY"}, {"amount": "5"})),
        ("money", {"amount": "-0.000001", "currency": "CNY"}),
        *(("code", value) for value in ("AB", "ABCD", "ABC\n", "xABC")),
        *(("pair", value) for value in ("12", {"0": 1}, [1, "2"])),
    ],
)
def test_nothing_that_merely_resembles_a_value_is_taken_for_it(field, value):
    errors = errors_of(Fields, {field: value})

    assert all(pointer.startswith(f"/{field}") for pointer in errors)


def test_fields_that_may_be_null_may_be_null():
    assert load(Fields, dict.fromkeys(Fields.__dataclass_fields__)) == Fields()


def test_a_field_that_may_not_be_null_is_refused_when_null():
    assert set(errors_of(Order, an_order(lines=None, dry_run=None))) == {"/lines", "/dry_run"}


def test_an_instant_is_kept_in_utc_and_written_with_z():
    fields = load(Fields, {"instant": "2026-11-23T01:02:03.000004+08:00"})

    assert fields.instant == datetime(2026, 11, 22, 17, 2, 3, 4, tzinfo=UTC)
    assert fields.instant is not None
    assert fields.instant.tzinfo is UTC
    assert dump(fields)["instant"] == "2026-11-22T17:02:03.000004Z"


def test_an_instant_of_another_zone_is_written_in_utc_and_one_without_a_zone_is_a_fault():
    east = datetime(2026, 11, 23, 8, tzinfo=timezone(timedelta(hours=8)))

    assert dump(Fields(instant=east))["instant"] == "2026-11-23T00:00:00Z"
    with pytest.raises(ValueError, match="without a zone"):
        dump(Fields(instant=datetime(2026, 11, 23)))  # noqa: DTZ001


def test_a_float_that_reaches_an_answer_is_a_fault():
    with pytest.raises(TypeError, match="float"):
        dump(Fields(number=5.0))  # type: ignore[arg-type]


def test_a_tuple_is_an_array_on_the_wire():
    fields = load(Fields, {"pair": [1, 2]})

    assert fields.pair == (1, 2)
    assert dump(fields)["pair"] == [1, 2]


def test_a_shape_may_hold_its_own_kind():
    tree = Tree(name="a", children=[Tree(name="b")])

    assert load(Tree, dump(tree)) == tree


def test_a_shape_is_frozen_and_takes_keywords_only():
    line = Line(key="rum", quantity=1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        line.quantity = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        Line("rum", 1)  # type: ignore[misc]


def test_the_same_schema_class_is_made_once():
    assert Order.schema() is Order.schema()
    assert Order.schema().__name__ == "Order"


def test_a_schema_without_what_the_door_knows_loads_a_dict_and_refuses_it_from_outside():
    body = Order.schema(without=("id", "account_id"))

    loaded = body().load({"lines": []})

    assert body.__name__ == "OrderBody"
    assert isinstance(loaded, dict)
    assert "id" not in loaded
    assert "id" in body().validate({"lines": [], "id": str(uuid4())})


def test_leaving_out_a_field_that_does_not_exist_is_a_fault():
    with pytest.raises(TypeError, match="ident"):
        Order.schema(without=("ident",))


def test_a_query_string_is_read_from_its_text():
    account_id = uuid4()

    question = load_text(Lines, {"account_id": str(account_id), "limit": "7", "open_only": "true"})

    assert question == Lines(account_id=account_id, limit=7, open_only=True)


@pytest.mark.parametrize("wrong", [{"limit": "7.0"}, {"limit": "\u0667"}, {"limit": "0"}, {"open_only": "1"}, {"surprise": "1"}])
def test_a_query_string_is_not_read_loosely(wrong):
    with pytest.raises(InvalidInput):
        load_text(Lines, {"account_id": str(uuid4())} | wrong)


@pytest.mark.parametrize("hint", [float, int | str, dict[int, str], set[int], bytes, tuple[int, str]])
def test_a_type_that_has_no_place_on_the_wire_is_a_fault(hint):
    cls = shape(type("Odd", (View,), {"__annotations__": {"field": hint}}))

    with pytest.raises(TypeError):
        cls.schema()


def test_a_subclass_that_was_not_decorated_is_a_fault():
    class Forgotten(Command):
        account_id: UUID

    with pytest.raises(TypeError, match="@shape"):
        Forgotten.schema()


def test_a_field_may_be_called_like_a_part_of_marshmallow():
    names = ("fields", "load", "dump", "validate", "context", "exclude", "only", "many", "data", "opts", "set_class", "items", "get")
    cls = shape(type("Odd", (View,), {"__annotations__": dict.fromkeys(names, int)}))
    payload = dict.fromkeys(names, 1)

    assert dump(load(cls, payload)) == payload


def test_a_field_cannot_be_called_schema():
    with pytest.raises(TypeError, match="schema"):
        shape(type("Odd", (View,), {"__annotations__": {"schema": str}}))


def test_a_page_knows_the_type_of_its_items():
    page = Page.of([Line(key="rum", quantity=1)], "next")

    assert type(page) is Page[Line] is Page[Line]
    assert Page[Line].schema().__name__ == "LinePage"
    assert load(Page[Line], dump(page)) == page


def test_an_empty_page_can_be_written():
    assert dump(Page.of([])) == {"items": [], "next_cursor": None}
    assert load(Page[Line], dump(Page.of([]))).items == []


def test_a_cursor_gives_back_its_values_in_their_types():
    values = (UUID(int=7), 5, None, datetime(2026, 11, 23, tzinfo=UTC))

    cursor = encode_cursor(values)

    assert decode_cursor(cursor, UUID, int, str | None, datetime) == values
    assert decode_cursor(cursor) == (str(UUID(int=7)), 5, None, "2026-11-23T00:00:00Z")


@pytest.mark.parametrize("cursor", ["", "a", "abcd", "=", "AAAA+AAA", "é", "x" * 2000, encode_cursor((1,)) + "A", encode_cursor((1,))[1:]])
def test_a_cursor_that_we_did_not_give_is_refused(cursor):
    with pytest.raises(InvalidInput) as refusal:
        decode_cursor(cursor)

    assert refusal.value.details["errors"][0]["pointer"] == "/cursor"


def test_a_cursor_of_another_question_is_refused():
    with pytest.raises(InvalidInput):
        decode_cursor(encode_cursor(("x", 1)), UUID, int)
    with pytest.raises(InvalidInput):
        decode_cursor(encode_cursor((1,)), int, int)


def the_door() -> tuple[Api, Flask]:
    app = Flask("door")
    app.config.update(API_TITLE="t", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    api, blueprint = Api(app), Blueprint("orders", __name__)

    @blueprint.post("/orders")
    @blueprint.arguments(Order.schema(without=("id", "account_id")))
    @blueprint.response(201, Order.schema())
    def order(body: dict[str, Any]) -> Order:
        return Order(id=UUID(int=1), account_id=UUID(int=2), **body)

    @blueprint.get("/orders")
    @blueprint.arguments(Lines.schema(without=("account_id",), text=True), location="query")
    @blueprint.response(200, Page[Line].schema())
    def lines(question: dict[str, Any]) -> Page[Line]:
        return Page.of([Line(key="rum", quantity=question["limit"])])

    @blueprint.get("/trees")
    @blueprint.response(200, Tree.schema())
    def trees() -> Tree:
        return Tree(name="a", children=[Tree(name="b")])

    api.register_blueprint(blueprint)
    return api, app


def test_the_api_document_is_valid_and_names_each_shape_once():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # apispec warns when one name is taken twice
        document = the_door()[0].spec.to_dict()

    validate(document)
    schemas = document["components"]["schemas"]
    assert {"Order", "OrderBody", "Line", "LinePage", "Money", "Tree"} <= set(schemas)
    assert schemas["Order"]["required"] == ["account_id", "id", "lines"]
    assert schemas["Order"]["additionalProperties"] is False
    assert schemas["Order"]["properties"]["id"] == {"type": "string", "format": "uuid"}
    assert schemas["Order"]["properties"]["at"]["format"] == "date-time"
    assert schemas["Order"]["properties"]["at"]["type"] == ["string", "null"]
    assert schemas["Order"]["properties"]["kind"]["enum"] == ["daily", "monthly"]
    assert schemas["Order"]["properties"]["limit"]["anyOf"] == [{"$ref": "#/components/schemas/Money"}, {"type": "null"}]
    assert schemas["Line"]["properties"]["key"] == {"type": "string", "maxLength": 8, "description": "what is ordered", "example": "rum"}
    assert schemas["Money"]["properties"]["amount"]["pattern"] == r"^-?[0-9]{1,13}(\.[0-9]{1,6})?$"
    assert schemas["Money"]["properties"]["currency"]["enum"] == ["CNY", "USD"]


def test_the_door_loads_and_writes_shapes():
    client = the_door()[1].test_client()

    assert client.post("/orders", json={"lines": [{"key": "rum", "quantity": 2}]}).json["lines"][0]["quantity"] == 2
    assert client.get("/orders?limit=7").json["items"] == [{"key": "rum", "quantity": 7, "tags": {}}]
    assert client.get("/orders?limit=7&surprise=1").status_code == 422
    assert client.get("/trees").json["children"][0]["name"] == "b"
