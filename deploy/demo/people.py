"""The people: an operator by one-time link, customers by e-mail code, a machine by API key."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from billing_center_client.api.identity import (
    issue_api_key,
    mailbox,
    redeem_operator_link,
    register,
    request_code,
    sign_in,
)
from billing_center_client.models import (
    IssueApiKeyBody,
    RedeemOperatorLinkBody,
    RegisterBody,
    RegisterBodyCurrency,
    RequestCodeBody,
    SignInBody,
)

from deploy.demo.claims import ClaimFailed
from deploy.demo.world import Hands, World


@dataclass
class Person:
    """Somebody signed in. The password is made up for this demo."""

    login: str
    password: str
    account_id: UUID
    hands: Hands


def first_operator(world: World, email: str) -> Person:
    """As `make operator EMAIL=…`: a one-time link, redeemed over HTTP."""
    made = world.run_as("identity", "-m", "services.identity.operator", email)
    if made.returncode:
        raise ClaimFailed(f"The operator's link was not made:\n{made.stderr}")
    (token,) = parse_qs(urlsplit(made.stdout.strip()).query)["token"]
    login, password = email.partition("@")[0], _password()
    body = RedeemOperatorLinkBody(token=token, username=login, password=password)
    world.hands().ask(redeem_operator_link, body=body)
    again = world.hands().attempt(redeem_operator_link, body=RedeemOperatorLinkBody(token=token, username="another", password=password))
    person = _signed_in(world, login, password)
    world.check("the first operator came in by a link that works once", getattr(again, "status", None) in (401, 404, 409, 410, 422))
    return person


def customer(world: World, operator: Person, email: str, currency: str) -> Person:
    """Registered with the code from the mail, which lands in the local mailbox."""
    world.hands().ask(request_code, body=RequestCodeBody(email=email))
    code = world.wait_for("the mail with the code", lambda: _code_for(operator, email))
    login, password = email.partition("@")[0], _password()
    body = RegisterBody(username=login, email=email, code=code, password=password, currency=RegisterBodyCurrency(currency))
    opened = world.hands().ask(register, body=body)
    world.check(f"{email} has an account in {currency}, for life", (opened.currency, opened.kind.value), (currency, "customer"))
    return _signed_in(world, login, password)


def machine(world: World, owner: Person) -> Hands:
    """A key for the platform's collectors: it may report usage and nothing else."""
    key = owner.hands.ask(issue_api_key, body=IssueApiKeyBody(name="collectors", scopes=["usage:write"]), idempotency_key="collectors")
    repeat = owner.hands.ask(issue_api_key, body=IssueApiKeyBody(name="collectors", scopes=["usage:write"]), idempotency_key="collectors")
    world.check("the key's secret is shown once: asked again, the same key, without it", (repeat.key_id, repeat.key), (key.key_id, None))
    return world.hands(key.key)


def _code_for(operator: Person, email: str) -> str | None:
    for message in operator.hands.ask(mailbox, recipient=email).items:
        if code := re.search(r"\b\d{6}\b", message.body):
            return code.group()
    return None


def _signed_in(world: World, login: str, password: str) -> Person:
    session = world.hands().ask(sign_in, body=SignInBody(login=login, password=password))
    return Person(login, password, session.account_id, world.hands(session.session_token))


def _password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(4))
