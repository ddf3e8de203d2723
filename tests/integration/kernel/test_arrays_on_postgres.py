"""What projections write as text arrays, PostgreSQL reads as it was meant, and as psycopg would have written it."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.database import Database
from services.kernel.eventstore.arrays import text_array

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
EARLIEST, LATEST = (datetime(year, 1, 1) for year in (2, 9998))  # noqa: DTZ001  # hypothesis wants them without a zone
KINDS = {
    "text": texts | st.sampled_from(["NULL", "null", "", "{}", '"', "\\", '\\"', ",", " a ", "a\nb", "中文"]),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "uuid": st.uuids(),
    "boolean": st.booleans(),
    "date": st.dates(min_value=date(1, 1, 1)),
    "timestamptz": st.datetimes(EARLIEST, LATEST, timezones=zones | st.just(UTC)),
}


@pytest.fixture(scope="module")
def connection(postgres_server):
    database = Database(postgres_server.create_database(), size=1)
    with database.connection() as connection:
        yield connection
    database.close()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_column_arrives_as_it_was(connection, kind, data):
    column = data.draw(st.lists(st.none() | KINDS[kind], min_size=1, max_size=8))

    written = text_array(column)

    assert written is not None
    (read,) = connection.execute(f"select convert_from(%b, 'UTF8')::{kind}[]", (written,)).fetchone()
    assert read == column


def test_what_we_do_not_write_is_left_to_psycopg():
    assert text_array([1, Decimal(2)]) is None
    assert text_array([["nested"]]) is None


@pytest.mark.parametrize("text", ["\0", "a\0b"])
def test_a_text_that_cannot_be_stored_is_left_to_psycopg_too_which_refuses_it(text):
    assert text_array(["fine", text]) is None
    assert text_array([None, text]) is None


def test_ids_and_flags_have_the_form_that_psycopg_gives_them():
    assert text_array([UUID(int=255), None]) == b"{000000000000000000000000000000ff,NULL}"
    assert text_array([True, False]) == b"{t,f}"
