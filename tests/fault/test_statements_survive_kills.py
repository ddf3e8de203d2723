"""Bank statements while the wallet is killed again and again: every line is credited once, whoever finishes the work."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from deploy.local.stack import Stack
from tests.support.bank_files import csv_of, in_base64, line_of
from tests.support.behind import Behind
from tests.support.eventually import eventually
from tests.support.storm import Kill, Storm
from tests.support.visitors import Town, Visitor, made

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ORDERS, LINES = 20, 800
DEATHS = [Kill("wallet", after_s=0.5, at_commit_of="wallet")] * 4


def test_a_statement_that_is_cut_off_by_kills_and_uploaded_again_credits_each_line_once(stack: Stack, town: Town, behind: Behind):
    customer = town.customer("CNY")
    announced = [made(customer.post("/v1/transfer-orders", an_amount(), key=str(uuid4()))) for _ in range(ORDERS)]
    run = uuid4()
    remarks = [announced[number // 40]["code"] if number % 40 == 0 else "-" for number in range(LINES)]
    content = in_base64(csv_of(*(line_of(f"{run}-{number}", "10.00", remark) for number, remark in enumerate(remarks))))
    storm = Storm(stack)

    storm.rage_during(lambda: uploaded_while(lambda: len(storm.struck) < len(DEATHS), town.operator, content), DEATHS)
    eventually(lambda: all(each["state"] == "finished" for each in statements(town)), "a statement was not finished", timeout_s=120)

    credited = behind.count_of("wallet", "wallet.cash_credited", "reference")
    assert [credited[f"{run}-{number}"] for number in range(0, LINES, 40)] == [1] * ORDERS
    assert made(customer.get("/v1/wallet"))["cash"]["amount"] == "200.00"
    assert sum(each["outcomes"].get("credited", 0) for each in statements(town)) == ORDERS
    assert sum(each["outcomes"].get("repeated", 0) for each in statements(town)) == ORDERS * (len(statements(town)) - 1)


def an_amount() -> dict[str, dict[str, str]]:
    return {"amount": {"amount": "10.00", "currency": "CNY"}}


def uploaded_while(goes_on: Callable[[], bool], operator: Visitor, content: str) -> None:
    """Upload the same file twice, and again and again while it storms."""
    uploaded(operator, content)
    uploaded(operator, content)
    while goes_on():
        uploaded(operator, content)


def uploaded(operator: Visitor, content: str) -> None:
    """Upload, and again under the same key, until it is acknowledged."""
    key = str(uuid4())

    def is_acknowledged() -> bool:
        try:
            return operator.post("/v1/bank-statements", {"format": "csv", "content": content}, key=key).status_code == 202
        except httpx.HTTPError:
            return False

    eventually(is_acknowledged, "a statement was not acknowledged", timeout_s=120)


def statements(town: Town) -> list[dict]:
    return made(town.operator.get("/v1/bank-statements", limit=200))["items"]
