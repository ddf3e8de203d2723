"""Charges while the wallet is killed again and again, right after it has committed and before everybody has heard of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID, uuid4

import pytest

from deploy.local import environment
from deploy.local.stack import Stack
from services.kernel.rpc import RoomFault, Signer, StandaloneRemote
from services.wallet.schemas import Charge, ChargeLine, ChargeView
from tests.support.behind import Behind
from tests.support.eventually import eventually
from tests.support.lives import micros
from tests.support.storm import Kill, Storm
from tests.support.visitors import Town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CHARGERS = 4
CASH = "5000.00"
PRICE_MICROS = 12_345
DEATHS = [Kill("wallet", after_s=0.3, at_commit_of="wallet")] * 5


def test_a_crash_between_commit_and_reply_charges_each_bill_once(stack: Stack, town: Town, behind: Behind):
    customer = town.customer("CNY", cash=CASH)
    storm, bills = Storm(stack), list[UUID]()

    with settlement_of(stack) as remote, ThreadPoolExecutor(CHARGERS) as threads:
        charge_on = partial(charging, remote, UUID(customer.account_id), bills, lambda: len(storm.struck) == len(DEATHS))
        storm.rage_during(lambda: [each.result() for each in [threads.submit(charge_on) for _ in range(CHARGERS)]], DEATHS)

    charged = behind.count_of("wallet", "wallet.charged", "bill_id")
    assert [charged[str(bill)] for bill in bills] == [1] * len(bills)
    assert micros(customer.get("/v1/wallet").json()["cash"]["amount"]) == micros(CASH) - PRICE_MICROS * len(bills)


def charging(remote: StandaloneRemote, account_id: UUID, bills: list[UUID], is_over: Callable[[], bool]) -> None:
    """Charge one bill after the other, each until it is acknowledged, and note it."""
    while not is_over():
        line = ChargeLine(line_id=uuid4(), amount_micros=PRICE_MICROS, vouchers_may_pay=True)
        charge = Charge(id=uuid4(), account_id=account_id, bill_id=uuid4(), currency="CNY", lines=[line])
        eventually(partial(is_acknowledged, remote, charge), "a charge was not acknowledged")
        bills.append(charge.bill_id)


def is_acknowledged(remote: StandaloneRemote, charge: Charge) -> bool:
    try:
        answer = remote.room("wallet").charge(charge, reply=ChargeView, timeout_s=10)
    except RoomFault:
        return False
    return [taken.amount_micros for taken in answer.taken] == [PRICE_MICROS]


def settlement_of(stack: Stack) -> StandaloneRemote:
    """The wallet, as settlement calls it."""
    ours = environment.kept(stack.folder)["settlement"]
    return StandaloneRemote(stack.amqp_url, Signer("settlement", ours["BC_SIGNING_KEY"]))
