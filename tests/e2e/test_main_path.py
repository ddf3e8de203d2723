"""The main path over HTTP: two days of usage become bills, the bills are paid in order, and the past can be asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from gateway.errors import status_of
from services.kernel.errors import RemoteRefusal
from tests.support.eventually import eventually
from tests.support.visitors import Town, Visitor, made, refusal, sample

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXT_MESSAGES = {"item": "sms", "quantity": 956}  # 95.60, which vouchers may not pay
COMPANY_A = [
    {"item": "time_series", "quantity": 6_000, "retention_days": 3},
    {"item": "logs", "quantity": 2_000_000, "retention_days": 7},
    {"item": "trace", "quantity": 2_000_000, "retention_days": 3},
    {"item": "pv", "quantity": 20_000, "retention_days": 3},
    {"item": "trigger", "quantity": 20_000},
]
"""Product facts 5, TV-1."""


@dataclass
class Shop:
    """A customer whose two days were billed and paid; `before` is the balance between the two bills."""

    customer: Visitor
    workspace: str
    days: list[str]
    before: dict[str, Any]
    bills: list[dict[str, Any]]
    ancient_workspace: str

    def settlement(self, place: int) -> dict[str, Any]:
        return made(self.customer.get(f"/v1/bills/{self.bills[place]['bill_id']}/settlement"))


@pytest.fixture(scope="module")
def shop(town: Town) -> Shop:
    customer = town.customer("CNY", cash="200.00")
    made(customer.post("/v1/vouchers", {"code": voucher(town)}, key="voucher"))
    made(customer.post("/v1/cards", {"price": yuan("100.00")}, key="card"))
    now = town.now()
    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    workspace = town.workspace(customer)
    ancient = town.workspace(customer, billable_from=(now - timedelta(days=400) + timedelta(minutes=1)).isoformat())
    machine = town.machine(customer, "usage:write")
    days = [midnight + timedelta(days=number) for number in range(2)]

    town.move_clock(midnight + timedelta(hours=23, minutes=5))
    machine.report(sample(workspace, days[0], **TEXT_MESSAGES))
    first = bill_of_day(town, customer, workspace, days[0])
    before = made(customer.get("/v1/wallet"))
    town.move_clock(days[1] + timedelta(hours=23, minutes=5))
    machine.report(*day_of_company_a(workspace, days[1]))
    second = bill_of_day(town, customer, workspace, days[1])

    return Shop(customer, workspace, [str(day.date()) for day in days], before, [first, second], ancient)


def test_the_bill_of_company_a_has_the_documented_lines(shop: Shop):
    lines = {line["item"]: line["amount"]["amount"] for line in shop.bills[1]["lines"]}

    assert lines == {"time_series": "3.60", "logs": "2.40", "trace": "4.00", "pv": "1.40", "trigger": "2.00"}
    assert shop.bills[1]["total"] == yuan("13.40")
    assert [bill["day"] for bill in shop.bills] == shop.days


def test_a_voucher_may_not_pay_text_messages(shop: Shop):
    shares = shop.settlement(0)["taken"]

    assert [(share["kind"], share["amount"]["amount"]) for share in shares] == [("card", "95.60")]


def test_voucher_card_and_cash_pay_line_by_line_in_that_order(shop: Shop):
    settlement = shop.settlement(1)

    items = {line["line_id"]: line["item"] for line in shop.bills[1]["lines"]}
    shares = [(items[share["line_id"]], share["kind"], share["amount"]["amount"]) for share in settlement["taken"]]
    assert shares == [
        ("time_series", "voucher", "3.60"),
        ("logs", "voucher", "1.40"),
        ("logs", "card", "1.00"),
        ("trace", "card", "3.40"),
        ("trace", "cash", "0.60"),
        ("pv", "cash", "1.40"),
        ("trigger", "cash", "2.00"),
    ]
    assert (settlement["state"], settlement["owed_total"]) == ("settled", yuan("0.00"))


def test_a_bill_is_charged_once_even_if_settlement_asks_again(shop: Shop, town: Town, no_trace: Callable[[], AbstractContextManager[None]]):
    line = {"line_id": str(uuid4()), "amount_micros": 1_000_000, "vouchers_may_pay": True}
    bill = {"account_id": shop.customer.account_id, "bill_id": shop.bills[1]["bill_id"], "currency": "CNY"}

    with no_trace(), town.speaking(town.signer("settlement")) as settlement, pytest.raises(RemoteRefusal) as refused:
        settlement.call("wallet", "charge", bill | {"id": str(uuid4()), "lines": [line]})

    assert (refused.value.code, status_of(refused.value.code)) == ("wallet.bill_is_charged", 409)


def test_a_bill_is_shown_to_its_account_only(shop: Shop, town: Town, owner: Visitor):
    bill_id = shop.bills[1]["bill_id"]
    paths = [f"/v1/bills/{bill_id}", f"/v1/bills/{bill_id}/settlement", f"/v1/bills/{uuid4()}"]

    answers = {refusal(owner.get(path)) for path in paths}

    assert answers == {(404, "kernel.not_found")}
    assert town.operator.get(paths[0], account_id=shop.customer.account_id).status_code == 200


def test_the_wallet_has_what_is_left_and_tells_what_it_had(shop: Shop):
    now = made(shop.customer.get("/v1/wallet"))
    then = made(shop.customer.get("/v1/wallet", position=shop.before["position"]))

    assert purse(now) == ("0.00", "0.00", "96.00", "0.00")
    assert purse(then) == purse(shop.before) == ("5.00", "4.40", "100.00", "0.00")


def test_every_movement_is_on_the_statement_and_the_books_balance(shop: Shop, town: Town):
    movements = made(shop.customer.get("/v1/wallet/statement", limit=200))["items"]
    accounts = made(town.operator.get("/v1/trial-balance"))["accounts"]

    cash = sum(cents(movement["amount"]) for movement in movements if movement["kind"] == "cash")
    assert cash == 9_600
    assert sum(cents(account["balance"]) for account in accounts if account["balance"]["currency"] == "CNY") == 0


def test_a_dry_run_of_a_close_finds_nothing_left_to_bill(shop: Shop, town: Town):
    job = made(town.operator.post("/v1/closes", {}, dry_run="true"))

    eventually(lambda: made(town.operator.get(f"/v1/closes/{job['job_id']}"))["state"] == "done", "the close does not end")
    assert made(town.operator.get(f"/v1/closes/{job['job_id']}"))["found"] == 0


def test_a_ticket_about_a_bill_line_is_answered_and_closed(shop: Shop, town: Town):
    about = {"bill_id": shop.bills[1]["bill_id"], "line_id": shop.bills[1]["lines"][0]["line_id"]}
    asked = {"type": "usage_question", "title": "The first line", "description": "Why so much?", "about": about}
    ticket = made(shop.customer.post("/v1/tickets", asked))["ticket_id"]

    made(town.operator.post(f"/v1/tickets/{ticket}/replies", {"body": "It is the largest hour."}, account_id=shop.customer.account_id))
    made(town.operator.post(f"/v1/tickets/{ticket}/closure", account_id=shop.customer.account_id))

    told = made(shop.customer.get(f"/v1/tickets/{ticket}"))
    assert (told["ticket"]["about"]["line_id"], told["ticket"]["state"]) == (about["line_id"], "closed")
    assert [message["side"] for message in told["messages"]] == ["customer", "support"]


def test_usage_older_than_400_days_is_refused(shop: Shop, town: Town):
    machine = town.machine(shop.customer, "usage:write")

    receipt = machine.report(sample(shop.ancient_workspace, town.now() - timedelta(days=400, hours=2)))

    assert [refused["code"] for refused in receipt["refusals"]] == ["billing.usage_is_too_old"]


def test_the_audit_derives_every_figure_again(shop: Shop, town: Town):
    done = town.run("audit", "-m", "services.audit", "replay")

    assert (done.returncode, "0 differences" in done.stdout) == (0, True), done.stdout + done.stderr


def day_of_company_a(workspace: str, midnight: datetime) -> list[dict[str, Any]]:
    """A max item has its figure in one hour and less in another; what adds up is reported in two parts, and one part twice."""
    parts = [
        sample(workspace, midnight + timedelta(hours=8 * half + 1), **line | {"quantity": part})
        for line in COMPANY_A
        for half, part in enumerate(halves(line))
    ]
    return [*parts, parts[-1]]


def halves(line: dict[str, Any]) -> tuple[int, int]:
    quantity = int(line["quantity"])
    return (quantity, quantity - 1) if line["item"] == "time_series" else (quantity // 3, quantity - quantity // 3)


def bill_of_day(town: Town, customer: Visitor, workspace: str, midnight: datetime) -> dict[str, Any]:
    """The paid bill of that day, once the day is over and closed."""
    town.move_clock(midnight + timedelta(days=1, hours=1, minutes=5))
    made(town.operator.post("/v1/closes", {}))
    query = {"workspace_id": workspace, "from_day": str(midnight.date()), "to_day": str(midnight.date()), "state": "paid"}
    (summary,) = eventually(lambda: made(customer.get("/v1/bills", **query))["items"], "the day has no paid bill")
    return made(customer.get(f"/v1/bills/{summary['bill_id']}"))


def voucher(town: Town) -> str:
    body = {"count": 1, "face": yuan("5.00"), "campaign": "welcome"}
    (code,) = made(town.operator.post("/v1/voucher-batches", body, key=str(uuid4())))["codes"]
    return str(code)


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def cents(money: dict[str, str]) -> int:
    return round(float(money["amount"]) * 100)


def purse(balance: dict[str, Any]) -> tuple[str, ...]:
    return tuple(balance[part]["amount"] for part in ("vouchers", "cards", "cash", "debt"))
