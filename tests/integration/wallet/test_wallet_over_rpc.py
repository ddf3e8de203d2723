"""The wallet's process, asked over RabbitMQ: who may ask what, and that answers survive the wire."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kernel.errors import RemoteRefusal
from services.kernel.ids import new_id
from services.kernel.rpc import Caller, Signer, StandaloneRemote
from services.kernel.schemas import Page
from services.wallet import schemas as s
from tests.support.wallet_rooms import line
from tests.support.wallets import micros, yuan

ROOT = Path(__file__).parents[3]
PROCESSES = ("wallet", "gateway", "settlement", "tickets", "stranger")
MEMBER_ID = new_id()


@pytest.fixture
def keys() -> dict[str, Signer]:
    return {name: Signer.generate(name) for name in PROCESSES}


@pytest.fixture
def wallet_process(amqp_vhost: str, wallet_url: str, keys: dict[str, Signer]) -> Iterator[None]:
    """The room as it runs in production, trusting everybody but the stranger."""
    environment = {
        **os.environ,
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_vhost,
        "BC_WALLET_DATABASE_URL": wallet_url,
        "BC_SIGNING_KEY": keys["wallet"].private_key,
        "BC_TRUSTED_KEYS": json.dumps({name: key.public_key for name, key in keys.items() if name != "stranger"}),
        "BC_SECRET_KEY": "x" * 32,
    }
    command = [sys.executable, "-W", "ignore", "-m", "deploy.rooms", "wallet"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        said = []
        for text in process.stdout:
            said.append(text)
            if "ready" in text:
                break
        else:
            raise AssertionError("".join(said))
        yield
        process.kill()


def refused(ask, *args, **kwargs) -> RemoteRefusal:
    with pytest.raises(RemoteRefusal) as caught:
        ask(*args, **kwargs)
    return caught.value


class Speaker:
    """A process that asks the wallet, for somebody or on its own account."""

    def __init__(self, remote: StandaloneRemote, caller: Caller | None = None) -> None:
        self._wallet, self._caller = remote.room("wallet"), caller

    def __getattr__(self, method: str) -> Any:
        return partial(getattr(self._wallet, method), caller=self._caller)


@pytest.fixture
def speak_as(amqp_vhost: str, keys: dict[str, Signer], wallet_process: None) -> Iterator[Callable[..., Speaker]]:
    with ExitStack() as stack:
        remotes = {name: stack.enter_context(StandaloneRemote(amqp_vhost, keys[name])) for name in PROCESSES}

        def speak(process: str, account_id: UUID | None = None, role: str | None = None) -> Speaker:
            caller = Caller(account_id=account_id, member_id=MEMBER_ID, roles=frozenset({role})) if role else None
            return Speaker(remotes[process], caller)

        yield speak


def test_the_wallet_answers_those_who_may_ask_and_nobody_else(customer, make_customer, speak_as):
    mine, another = customer.account_id, make_customer().account_id
    operator, settlement = speak_as("gateway", uuid4(), "finance_operator"), speak_as("settlement")
    owner, viewer = speak_as("gateway", mine, "owner"), speak_as("gateway", mine, "viewer")
    transfer = s.CreditTransfer(id=new_id(), account_id=mine, amount=yuan("300.00"), reference="TT-1")
    buy = s.BuyCard(id=new_id(), account_id=mine, price=yuan("100.00"))
    charge = customer.a_charge(line("1.50"))

    assert operator.credit_transfer(transfer, reply=s.CreditView).cash == yuan("300.00")
    batch = operator.issue_vouchers(s.IssueVouchers(id=new_id(), count=1, face=yuan("2.00"), campaign="x"), reply=s.VoucherBatchView)
    assert operator.trial_balance(s.TrialBalanceOf(), reply=s.TrialBalanceView).accounts
    assert operator.balance_of(s.BalanceOf(account_id=another), reply=s.BalanceView).cash == yuan("0.00")

    activate = s.ActivateVoucher(id=new_id(), account_id=mine, code=batch.codes[0])
    assert owner.activate_voucher(activate, reply=s.VoucherView).balance == yuan("2.00")
    assert owner.buy_card(buy, reply=s.CardView).cash == yuan("200.00")
    assert refused(owner.credit_transfer, transfer).code == "kernel.not_allowed"
    assert refused(owner.charge, charge).code == "kernel.caller_is_not_trusted"
    assert refused(owner.balance_of, s.BalanceOf(account_id=another)).code == "kernel.not_found"

    assert viewer.balance_of(s.BalanceOf(account_id=mine), reply=s.BalanceView).cards == yuan("100.00")
    statement = viewer.statement_of(s.StatementOf(account_id=mine), reply=Page[s.MovementView])
    assert [movement.reason for movement in statement.items] == ["card_bought", "card_bought", "voucher_activated", "transfer"]
    assert refused(viewer.buy_card, buy).code == "kernel.not_allowed"

    split = settlement.charge(charge, reply=s.ChargeView)
    assert [(share.kind, share.amount_micros) for share in split.taken] == [("voucher", micros("1.50"))]
    assert settlement.charge_of(s.ChargeOf(bill_id=charge.bill_id), reply=s.ChargeView).taken == split.taken
    assert refused(settlement.charge, customer.a_charge(line("1.50"), bill_id=charge.bill_id)).code == "wallet.bill_is_charged"
    assert settlement.read_published({"after": 0, "limit": 100})["events"][-1]["name"] == "wallet.charged.v1"

    for stranger in (speak_as("tickets"), speak_as("stranger")):
        assert refused(stranger.charge, charge).code == "kernel.caller_is_not_trusted"


def test_the_operator_who_credits_is_in_the_book_whatever_the_request_says(customer, speak_as):
    operator, claimed = speak_as("gateway", uuid4(), "finance_operator"), new_id()
    transfer = s.CreditTransfer(id=new_id(), account_id=customer.account_id, amount=yuan("3.00"), reference="TT-1", by_member_id=claimed)

    operator.credit_transfer(transfer)

    credited = customer.room.database.one("select fact->>'by_member_id' as by from book where topic = 'wallet.cash_credited'")
    assert credited == {"by": str(MEMBER_ID)}
