"""Whatever a shape holds comes back from the wire unchanged, and no junk from outside makes `load` do anything but refuse."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from services.kernel.errors import InvalidInput
from services.kernel.money import LARGEST_MICROS, Money
from services.kernel.schemas import View, decode_cursor, dump, encode_cursor, load, shape


@shape
class Sheet(View):
    """One field of each kind."""

    id: UUID
    text: str
    number: int
    flag: bool
    instant: datetime
    day: date
    money: Money
    labels: dict[str, str]
    parts: list[Sheet] = dataclasses.field(default_factory=list)
    maybe: int | None = None


storable_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
short_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=16)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001
whole = st.integers(-LARGEST_MICROS, LARGEST_MICROS)
money = st.builds(Money, whole, st.sampled_from(["CNY", "USD"]))


def sheets(parts: st.SearchStrategy[list[Sheet]]) -> st.SearchStrategy[Sheet]:
    return st.builds(
        Sheet,
        id=st.uuids(),
        text=storable_text,
        number=whole,
        flag=st.booleans(),
        instant=instants,
        day=st.dates(),
        money=money,
        labels=st.dictionaries(storable_text, storable_text, max_size=3),
        parts=parts,
        maybe=st.none() | whole,
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*Sheet.__dataclass_fields__, "x"]), inner, max_size=6),
    max_leaves=20,
)


@given(sheets(st.lists(sheets(st.just([])), max_size=2)))
def test_what_is_written_is_read_back_the_same(sheet: Sheet) -> None:
    wire = json.loads(json.dumps(dump(sheet)))

    again = load(Sheet, wire)

    assert again == sheet
    assert again.instant.tzinfo is UTC
    assert dump(again) == wire


@given(json_values)
@example({"number": float("inf"), "labels": {"a": None}})
def test_junk_is_refused_and_each_error_points_into_it(junk: Any) -> None:
    try:
        load(Sheet, junk)
    except InvalidInput as refusal:
        errors = refusal.details["errors"]
        assert errors
        assert all(error["pointer"] == "" or error["pointer"].startswith("/") for error in errors)
        json.dumps(refusal.details)
    else:
        raise AssertionError("no junk is a sheet: it would need a UUID")


@given(st.lists(st.none() | st.booleans() | whole | short_text, max_size=6))
def test_a_cursor_gives_back_what_was_put_in(values: list[Any]) -> None:
    cursor = encode_cursor(values)

    assert list(decode_cursor(cursor)) == values
    assert cursor.replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=64) | st.binary(max_size=32).map(lambda junk: junk.hex()))
def test_no_text_but_our_own_is_a_cursor(text: str) -> None:
    try:
        decode_cursor(text)
    except InvalidInput:
        return
    raise AssertionError(f"{text!r} was taken for a cursor")


@given(st.integers(0, 10_000), st.characters())
def test_a_cursor_with_one_wrong_character_is_refused_or_means_the_same(at: int, wrong: str) -> None:
    cursor = encode_cursor((7, "seven", None))
    at %= len(cursor)

    try:
        values = decode_cursor(cursor[:at] + wrong + cursor[at + 1 :])
    except InvalidInput:
        return
    assert values == (7, "seven", None)
