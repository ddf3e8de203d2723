"""Who may not: no credentials, wrong ones, ended ones, and those of somebody who may do other things."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.support.eventually import eventually
from tests.support.visitors import Town, Visitor, made, refusal

NoTrace = Callable[[], AbstractContextManager[None]]


def test_without_credentials_nothing_is_told(town: Town, no_trace: NoTrace):
    paths = ["/v1/wallet", "/v1/bills", "/v1/workspaces", "/v1/tickets", "/v1/members", "/v1/clock"]

    with no_trace():
        refusals = {refusal(town.stranger.get(path)) for path in paths}

    assert refusals == {(401, "gateway.credentials_are_missing")}


def test_an_invented_credential_is_refused(town: Town, no_trace: NoTrace):
    invented = Visitor(town.http, token="bcs_" + "x" * 43)

    with no_trace():
        answer = refusal(invented.get("/v1/wallet"))

    assert answer == (401, "identity.credential_is_unknown")


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(town: Town, owner: Visitor, no_trace: NoTrace):
    with no_trace():
        wrong = town.stranger.post("/v1/sessions", {"login": owner.login, "password": "not the password"})
        unknown = town.stranger.post("/v1/sessions", {"login": "nobody-at-all", "password": "not the password"})

    assert refusal(wrong) == refusal(unknown) == (401, "identity.credentials_are_wrong")
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_a_session_that_was_ended_is_over(town: Town, owner: Visitor):
    session = made(town.stranger.post("/v1/sessions", {"login": owner.login, "password": owner.password}))
    visitor = Visitor(town.http, token=session["session_token"])
    made(visitor.delete("/v1/sessions/current"))

    over = eventually(lambda: visitor.get("/v1/wallet").status_code == 401)

    assert over
    assert refusal(visitor.get("/v1/wallet")) == (401, "identity.credential_is_unknown")


def test_a_key_opens_only_what_its_scopes_say(collector: Visitor, no_trace: NoTrace):
    with no_trace():
        looking = collector.get("/v1/wallet")
        spending = collector.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key="a-card")

    assert refusal(looking) == refusal(spending) == (403, "kernel.not_allowed")


def test_a_customer_may_not_do_what_operators_do(owner: Visitor, no_trace: NoTrace):
    amount = {"amount": "100.00", "currency": "CNY"}

    with no_trace():
        answers = [
            owner.post("/v1/wallet/transfers", {"amount": amount, "reference": "MINE-1"}, key="mine"),
            owner.post("/v1/voucher-batches", {"count": 1, "face": amount, "campaign": "mine"}, key="mine"),
            owner.post("/v1/closes", {}),
            owner.put("/v1/clock", {"to": "2030-01-01T00:00:00Z"}),
            owner.get("/v1/mailbox"),
            owner.get("/v1/trial-balance"),
        ]

    assert {refusal(answer) for answer in answers} == {(403, "kernel.not_allowed")}


def test_an_operators_link_that_nobody_made_opens_nothing(town: Town, no_trace: NoTrace):
    body = {"token": "x" * 43, "username": "mallory", "password": "a long enough password"}

    with no_trace():
        answer = town.stranger.post("/v1/operators", body)

    assert refusal(answer) == (422, "identity.operator_link_is_invalid")
