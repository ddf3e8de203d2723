"""Whoever gets to the broker still cannot speak for another: rooms believe signatures, and each only those who may ask."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import pytest

from gateway.errors import status_of
from services.kernel.errors import RemoteRefusal
from services.kernel.rpc import Caller, Signer
from tests.support.visitors import Town, Visitor

NoTrace = Callable[[], AbstractContextManager[None]]


def charge(account_id: str) -> dict[str, Any]:
    line = {"line_id": str(uuid4()), "amount_micros": 1_000_000, "vouchers_may_pay": True}
    return {"id": str(uuid4()), "account_id": account_id, "bill_id": str(uuid4()), "currency": "CNY", "lines": [line]}


def charge_many(account_id: str) -> dict[str, Any]:
    bill = {name: value for name, value in charge(account_id).items() if name not in ("id", "account_id")}
    return {"id": str(uuid4()), "account_id": account_id, "bills": [bill]}


@pytest.mark.parametrize("claimed", ["settlement", "gateway", "nobody"])
def test_a_caller_with_a_key_of_their_own_is_not_believed(claimed, town: Town, owner: Visitor, no_trace: NoTrace):
    with no_trace(), town.speaking(Signer.generate(claimed)) as remote, pytest.raises(RemoteRefusal) as refused:
        remote.call("wallet", "charge", charge(owner.account_id))

    assert (refused.value.code, status_of(refused.value.code)) == ("kernel.caller_is_not_trusted", 401)


@pytest.mark.parametrize("method", [charge, charge_many])
def test_a_room_may_not_do_what_another_room_may(method, town: Town, owner: Visitor, no_trace: NoTrace):
    with no_trace(), town.speaking(town.signer("tickets")) as remote, pytest.raises(RemoteRefusal) as refused:
        remote.call("wallet", method.__name__, method(owner.account_id))

    assert refused.value.code == "kernel.caller_is_not_trusted"


def test_what_the_gateway_signs_for_one_account_does_not_open_another(town: Town, owner: Visitor, other: Visitor, no_trace: NoTrace):
    caller = Caller(account_id=UUID(owner.account_id), roles=frozenset({"owner"}))

    with no_trace(), town.speaking(town.signer("gateway")) as remote, pytest.raises(RemoteRefusal) as refused:
        remote.call("wallet", "balance_of", {"account_id": other.account_id}, caller=caller)

    assert (refused.value.code, status_of(refused.value.code)) == ("kernel.not_found", 404)


def test_a_customer_signed_for_by_the_gateway_is_no_operator(town: Town, owner: Visitor, no_trace: NoTrace):
    caller = Caller(account_id=UUID(owner.account_id), roles=frozenset({"owner"}))
    credit = {"id": str(uuid4()), "account_id": owner.account_id, "amount": {"amount": "9.00", "currency": "CNY"}, "reference": "MINE-9"}

    with no_trace(), town.speaking(town.signer("gateway")) as remote, pytest.raises(RemoteRefusal) as refused:
        remote.call("wallet", "credit_transfer", credit, caller=caller)

    assert (refused.value.code, status_of(refused.value.code)) == ("kernel.not_allowed", 403)
