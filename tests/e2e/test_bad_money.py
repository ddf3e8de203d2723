"""Money that must not move: amounts that are none, keys used for something else, codes that are worth nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.visitors import Town, Visitor, made, refusal

NoTrace = Callable[[], AbstractContextManager[None]]

AMOUNTS = {
    "three decimals": ({"amount": "10.005", "currency": "CNY"}, (422, "kernel.amount_is_too_fine")),
    "seven decimals": ({"amount": "10.0000001", "currency": "CNY"}, (422, "kernel.invalid_input")),
    "a number": ({"amount": 10.5, "currency": "CNY"}, (422, "kernel.invalid_input")),
    "words": ({"amount": "ten", "currency": "CNY"}, (422, "kernel.invalid_input")),
    "less than nothing": ({"amount": "-10.00", "currency": "CNY"}, (422, "kernel.invalid_input")),
    "another currency": ({"amount": "10.00", "currency": "USD"}, (422, "kernel.currency_differs")),
    "no currency": ({"amount": "10.00"}, (422, "kernel.invalid_input")),
}


@pytest.mark.parametrize("what", AMOUNTS)
def test_an_amount_that_is_none_is_not_credited(what, town: Town, owner: Visitor, no_trace: NoTrace):
    amount, expected = AMOUNTS[what]

    with no_trace():
        body = {"amount": amount, "reference": f"BANK-{uuid4()}"}
        answer = town.operator.post("/v1/wallet/transfers", body, key=str(uuid4()), account_id=owner.account_id)

    assert refusal(answer) == expected


def test_a_write_of_money_without_a_key_is_refused(owner: Visitor, no_trace: NoTrace):
    with no_trace():
        answer = owner.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}})

    assert refusal(answer) == (400, "gateway.idempotency_key_is_missing")


def test_the_same_key_with_another_body_is_refused_and_with_the_same_body_answers_the_same(owner: Visitor, no_trace: NoTrace):
    key = str(uuid4())
    first = owner.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key=key)

    with no_trace():
        repeated = owner.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key=key)
        other = owner.post("/v1/cards", {"price": {"amount": "200.00", "currency": "CNY"}}, key=key)

    assert made(first) == made(repeated)
    assert [answer.headers.get("Idempotency-Hit") for answer in (first, repeated, other)] == [None, "true", None]
    assert refusal(other) == (422, "kernel.command_id_is_reused")


def test_a_bank_reference_counts_once(town: Town, owner: Visitor, no_trace: NoTrace):
    body = {"amount": {"amount": "1.00", "currency": "CNY"}, "reference": f"BANK-{uuid4()}"}
    made(town.operator.post("/v1/wallet/transfers", body, key=str(uuid4()), account_id=owner.account_id))

    with no_trace():
        again = town.operator.post("/v1/wallet/transfers", body, key=str(uuid4()), account_id=owner.account_id)

    assert refusal(again) == (409, "wallet.transfer_is_credited")


def test_a_card_needs_the_cash(town: Town, no_trace: NoTrace):
    poor = town.customer("CNY", cash="99.99")

    with no_trace():
        answer = poor.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key="a-card")

    assert refusal(answer) == (409, "wallet.cash_is_insufficient")


def test_a_code_that_nobody_issued_is_worth_nothing(owner: Visitor, no_trace: NoTrace):
    with no_trace():
        answers = [owner.post("/v1/vouchers", {"code": code}, key=str(uuid4())) for code in ("0000-0000-0000-0000", "hello")]

    assert {refusal(answer) for answer in answers} == {(404, "wallet.voucher_code_is_unknown")}


def test_a_code_works_once_for_everybody(town: Town, owner: Visitor, other: Visitor, no_trace: NoTrace):
    (code,) = codes(town, "5.00")
    made(owner.post("/v1/vouchers", {"code": code}, key=str(uuid4())))

    with no_trace():
        answers = [visitor.post("/v1/vouchers", {"code": code}, key=str(uuid4())) for visitor in (owner, other)]

    assert {refusal(answer) for answer in answers} == {(409, "wallet.voucher_is_used")}


def test_a_code_is_worth_nothing_at_the_end_of_its_validity(town: Town, owner: Visitor, no_trace: NoTrace):
    valid_until = town.now() + timedelta(minutes=1)
    (code,) = codes(town, "5.00", valid_until=valid_until.isoformat())
    town.move_clock(valid_until)

    with no_trace():
        answer = owner.post("/v1/vouchers", {"code": code}, key=str(uuid4()))

    assert refusal(answer) == (409, "wallet.voucher_is_expired")


def test_a_dry_run_says_what_would_be_and_does_nothing(owner: Visitor, no_trace: NoTrace):
    with no_trace():
        answer = owner.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, dry_run="true")

    assert (answer.status_code, answer.json()["face"]["amount"]) == (200, "100.00")


def codes(town: Town, face: str, **more: str) -> list[str]:
    body = {"count": 1, "face": {"amount": face, "currency": "CNY"}, "campaign": "tests", **more}
    issued: list[str] = made(town.operator.post("/v1/voucher-batches", body, key=str(uuid4())))["codes"]
    return issued
