"""From where a request comes: whoever is connected, or what so many trusted proxies say."""

from datetime import UTC, datetime

import pytest

from gateway.app import create_app
from services.kernel.clock import FixedClock
from services.kernel.errors import NotFound

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trusted_proxies", "forwarded_for", "address"),
    [
        (0, None, "127.0.0.1"),
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, None, "127.0.0.1"),
    ],
)
def test_of_what_is_said_on_the_way_only_the_trusted_end_is_believed(rooms, trusted_proxies, forwarded_for, address):
    rooms.answers["identity", "sign_in"] = NotFound("member", "x")
    app = create_app(remote=rooms, intake=None, clock=FixedClock(NOON), trusted_proxies=trusted_proxies)
    headers = {"X-Forwarded-For": forwarded_for} if forwarded_for else {}

    app.test_client().post("/v1/sessions", json={"login": "lin", "password": "x"}, headers=headers)

    (wire,) = rooms.called("identity.sign_in")
    assert wire["client_address"] == address
