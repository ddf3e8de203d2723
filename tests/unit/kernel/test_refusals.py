"""Refusals: a stable code, a title that is the same each time, and details that JSON can say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest

from services.kernel.errors import CommandIdIsReused, InvalidInput, NotAllowed, NotFound, Refusal, RemoteRefusal
from services.kernel.money import Money


class VoucherIsExpired(Refusal):
    """The voucher's validity ended before it was used.

    More about it that no customer reads.
    """

    code = "wallet.voucher_is_expired"


class Wordless(Refusal):
    code = "wallet.wordless"


def test_a_refusal_has_a_code_a_title_and_details():
    refusal = VoucherIsExpired(voucher_id=UUID(int=7))

    assert refusal.code == "wallet.voucher_is_expired"
    assert refusal.title == str(refusal) == "The voucher's validity ended before it was used."
    assert refusal.details == {"voucher_id": str(UUID(int=7))}


def test_a_refusal_without_words_says_its_code():
    assert Wordless().title == "wallet.wordless"


@pytest.mark.parametrize(
    ("detail", "plain"),
    [
        (UUID(int=1), str(UUID(int=1))),
        (datetime(2026, 11, 23, 8, tzinfo=timezone(timedelta(hours=8))), "2026-11-23T00:00:00Z"),
        (datetime(2026, 11, 23, 0, 0, 0, 4, tzinfo=UTC), "2026-11-23T00:00:00.000004Z"),
        (date(2026, 11, 23), "2026-11-23"),
        (Decimal("0.10"), "0.10"),
        (0.1, "0.1"),
        (float("nan"), "nan"),
        (Money(13_400_000, "CNY"), "13.40 CNY"),
        ((1, {UUID(int=1): None}), [1, {str(UUID(int=1)): None}]),
        ({"b"}, ["b"]),
        ("caf\u00e9", "caf\u00e9"),
        ("\ud800", "\\ud800"),
        (b"x", "b'x'"),
        (True, True),
        (2**80, 2**80),
    ],
)
def test_details_are_what_json_can_say(detail, plain):
    refusal = Refusal(detail=detail)

    assert refusal.details == {"detail": plain}
    assert json.loads(msgspec.json.encode(refusal.details)) == json.loads(json.dumps(refusal.details))


def test_a_number_too_long_to_be_printed_is_described():
    assert json.dumps(Refusal(detail=10**5000).details) == '{"detail": "a number of more than 1024 bits"}'


def test_another_rooms_refusal_keeps_its_code_title_and_details_whatever_their_names():
    details = {"self": 1, "code": "x", "message": "y", "amount": "1.00"}

    refusal = RemoteRefusal("billing.no_price", "There is no price.", details)

    assert (refusal.code, refusal.title, refusal.details) == ("billing.no_price", "There is no price.", details)
    assert str(refusal) == "There is no price."
    assert Refusal.code == RemoteRefusal.code == "kernel.refused"


def test_the_kernels_own_refusals_carry_what_their_callers_need():
    assert NotFound("voucher", UUID(int=1)).details == {"kind": "voucher", "id": str(UUID(int=1))}
    assert CommandIdIsReused(UUID(int=1)).details == {"command_id": str(UUID(int=1))}
    assert InvalidInput([{"pointer": "/a", "detail": "no"}]).details == {"errors": [{"pointer": "/a", "detail": "no"}]}
    assert NotAllowed().details == {}
