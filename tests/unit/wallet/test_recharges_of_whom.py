"""Whose recharge orders a question is about: the room decides it by the caller, whatever the door has let through."""

from uuid import uuid4

import pytest

from services.kernel.rpc import Caller
from services.kernel.rpc.callers import Turn, answering
from services.wallet.schemas import ListRecharges
from services.wallet.service import _own

ACCOUNT = uuid4()


def asked_by(room: str, *roles: str, about=None):
    with answering(Turn(Caller(room=room, account_id=ACCOUNT, roles=frozenset(roles)))):
        return _own(ListRecharges(account_id=about)).account_id


@pytest.mark.parametrize("role", ["owner", "finance", "viewer"])
def test_a_customer_who_names_nobody_asks_about_their_own(role):
    assert asked_by("gateway", role) == ACCOUNT


def test_nobody_in_particular_does_not_ask_about_all():
    with answering(Turn(Caller(room="gateway", account_id=ACCOUNT))):
        assert _own(ListRecharges()).account_id == ACCOUNT


@pytest.mark.parametrize("role", ["operator", "finance_operator", "support", "auditor"])
def test_who_runs_the_platform_asks_about_all_or_about_whom_they_name(role):
    somebody = uuid4()

    assert (asked_by("gateway", role), asked_by("gateway", role, about=somebody)) == (None, somebody)
