"""The doors of payment channels and of browsers that come back: nothing is asked for, and nothing is changed on the way."""

import base64
from uuid import uuid4

import pytest

from services.kernel.errors import NotFound
from services.kernel.rpc import DeadlineIsExceeded

TAKEN = {"outcome": "credited", "status": 200, "text": "success"}


@pytest.fixture
def taking(rooms):
    rooms.answers["wallet", "take_notice"] = TAKEN
    return rooms


def notices_of(rooms):
    return rooms.called("wallet.take_notice")


@pytest.mark.parametrize("body", [b"a=1&b=%E4%BD%A0", b'{"id": "evt_1"}\n', b"\xff\x00\xfe", b""])
def test_a_notice_is_handed_on_byte_for_byte(client, taking, body):
    client.post("/v1/payment-notices/stripe", data=body, headers={"Stripe-Signature": "t=1,v1=2", "X-Other": "no"})

    (notice,) = notices_of(taking)
    assert base64.b64decode(notice["body"]) == body
    assert notice["headers"] == {"stripe-signature": "t=1,v1=2"}
    assert notice["channel"] == "stripe"


def test_nobody_speaks_for_a_channel(client, taking):
    client.post("/v1/payment-notices/alipay", data=b"a=1", headers={"Authorization": "Bearer owner"})

    assert taking.callers_of("wallet.take_notice") == [None]


@pytest.mark.parametrize(("status", "text"), [(200, "success"), (400, "fail"), (200, "")])
def test_the_answer_is_the_channels_own(client, rooms, status, text):
    rooms.answers["wallet", "take_notice"] = {"outcome": "credited", "status": status, "text": text}

    answer = client.post("/v1/payment-notices/alipay", data=b"a=1")

    assert (answer.status_code, answer.text, answer.content_type) == (status, text, "text/plain; charset=utf-8")


def test_what_is_too_large_is_not_read(client, taking):
    answer = client.post("/v1/payment-notices/alipay", data=b"a" * (64 * 1024 + 1))

    assert answer.status_code == 413
    assert notices_of(taking) == []


def test_a_channel_that_nobody_knows_is_refused(client, taking):
    assert client.post("/v1/payment-notices/cowries", data=b"a=1").status_code == 422
    assert notices_of(taking) == []


def test_where_the_wallet_does_not_answer_the_channel_must_tell_us_again(client, rooms):
    rooms.answers["wallet", "take_notice"] = DeadlineIsExceeded("wallet.take_notice", "late")

    answer = client.post("/v1/payment-notices/alipay", data=b"a=1")

    assert answer.status_code == 504
    assert answer.text != "success"


@pytest.mark.parametrize(("state", "words"), [("paid", "has grown"), ("pending", "Not confirmed yet"), ("expired", "Too late")])
def test_a_browser_that_comes_back_sees_the_state_of_its_order(client, rooms, state, words):
    rooms.answers["wallet", "recharge_returned"] = {"state": state}
    recharge_id = str(uuid4())

    page = client.get(f"/recharge-returns/{recharge_id}?trade_status=TRADE_SUCCESS&sign=x")

    assert page.status_code == 200
    assert words in page.text
    assert rooms.called("wallet.recharge_returned") == [{"recharge_id": recharge_id}]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("http-equiv" in page.text) == (state == "pending")


def test_the_way_back_from_an_order_that_does_not_exist_leads_nowhere(client, rooms):
    rooms.answers["wallet", "recharge_returned"] = NotFound("recharge", uuid4())

    assert client.get(f"/recharge-returns/{uuid4()}").status_code == 404
