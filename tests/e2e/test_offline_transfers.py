"""Offline transfers and refunds over HTTP: from the announcement through the bank's statement to cash, and out again by two operators."""

from uuid import uuid4

import pytest

from tests.support.bank_files import camt_of, csv_of, entry, in_base64, line_of
from tests.support.eventually import eventually
from tests.support.visitors import Town, Visitor, made, refusal


@pytest.fixture(scope="module")
def colleague(town: Town) -> Visitor:
    """The second operator."""
    return town.another_operator()


def announce(customer: Visitor, amount: str = "100.00", *, key: str = ""):
    return made(customer.post("/v1/transfer-orders", {"amount": {"amount": amount, "currency": "CNY"}}, key=key or str(uuid4())))


def upload(operator: Visitor, content: str, format: str = "csv", *, key: str = "", **query):
    body = {"format": format, "content": in_base64(content)}
    return operator.post("/v1/bank-statements", body, key=key or str(uuid4()), **query)


def cash_of(customer: Visitor) -> str:
    return made(customer.get("/v1/wallet"))["cash"]["amount"]


def ask(operator: Visitor, customer: Visitor, amount: str = "100.00", *, key: str = "", currency: str = "CNY"):
    body = {"amount": {"amount": amount, "currency": currency}, "reason": "account closed", "payout_account": "ICBC, ending 4402"}
    return operator.post("/v1/refunds", body, key=key or str(uuid4()), account_id=customer.account_id)


def approve(operator: Visitor, refund, *, reference: str = "", key: str = ""):
    body = {"reference": reference or f"PO-{uuid4()}"}
    return operator.post(f"/v1/refunds/{refund['refund_id']}/approval", body, key=key or str(uuid4()))


def test_customers_see_where_to_transfer_to(owner: Visitor):
    details = made(owner.get("/v1/bank-details"))

    assert [account["currency"] for account in details["accounts"]] == ["CNY", "USD"]
    assert [account["currency"] for account in made(owner.get("/v1/bank-details", currency="USD"))["accounts"]] == ["USD"]


@pytest.mark.parametrize("format", ["csv", "camt053"])
def test_a_transfer_that_was_announced_and_is_in_the_statement_becomes_cash_once(town: Town, format: str):
    customer = town.customer()
    order, reference = announce(customer), f"TT-{uuid4()}"
    content = {"csv": csv_of(line_of(reference, "100.00", order["code"])), "camt053": camt_of(entry(reference, "100.00", order["code"]))}

    foreseen = upload(town.operator, content[format], format, dry_run="true")
    first, second = upload(town.operator, content[format], format), upload(town.operator, content[format], format)

    assert (foreseen.status_code, made(foreseen)["outcomes"]) == (200, {"credited": 1})
    assert (first.status_code, made(first)["outcomes"], made(second)["outcomes"]) == (202, {"credited": 1}, {"repeated": 1})
    assert cash_of(customer) == "100.00"
    assert made(customer.get(f"/v1/transfer-orders/{order['transfer_order_id']}"))["state"] == "credited"


def test_the_operator_credits_by_code_and_only_the_account_that_announced_it(town: Town, other: Visitor):
    customer = town.customer()
    order = announce(customer)
    body = {"amount": {"amount": "90.00", "currency": "CNY"}, "code": order["code"].lower()}

    wrong = town.operator.post("/v1/wallet/transfers", {**body, "reference": "X-1"}, key="x", account_id=other.account_id)
    right = town.operator.post("/v1/wallet/transfers", {**body, "reference": f"X-{uuid4()}"}, key="y", account_id=customer.account_id)

    assert refusal(wrong) == (404, "wallet.transfer_code_is_unknown")
    assert (made(right)["code"], made(right)["differs"]) == (order["code"], True)
    again = town.operator.post("/v1/wallet/transfers", {**body, "reference": "X-2"}, key="z", account_id=customer.account_id)
    assert refusal(again) == (409, "wallet.transfer_order_is_over")


def test_a_line_that_nobody_can_place_is_assigned_by_a_person(town: Town):
    customer = town.customer()
    statement = made(upload(town.operator, csv_of(line_of(f"TT-{uuid4()}", "12.30", "for us"))))
    (line,) = statement["items"]

    assigned = town.operator.post(
        f"/v1/review-items/{line['review_id']}/assignment", {"note": "they called"}, key="a", account_id=customer.account_id
    )

    assert (line["outcome"], line["cause"]) == ("in_review", "no_known_code")
    assert made(assigned)["item"]["status"] == "resolved"
    assert cash_of(customer) == "12.30"
    lines = made(town.operator.get(f"/v1/bank-statements/{statement['statement_id']}/lines", review_id=line["review_id"]))["items"]
    assert [item["text"] for item in lines] == ["for us"]


def test_a_long_statement_reports_its_progress_until_it_is_done(town: Town):
    customer = town.customer()
    order, run = announce(customer), uuid4()
    content = csv_of(*(line_of(f"{run}-{number}", "1.00", "fee") for number in range(999)), line_of(f"{run}", "100.00", order["code"]))

    statement = made(upload(town.operator, content))
    place = f"/v1/bank-statements/{statement['statement_id']}"
    eventually(lambda: made(town.operator.get(place))["state"] == "finished")

    assert (statement["lines"], len(statement["items"])) == (1000, 200)
    assert made(town.operator.get(place))["outcomes"] == {"credited": 1, "in_review": 999}
    assert cash_of(customer) == "100.00"


FORGED = '<!DOCTYPE Document [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (camt_of(entry("T"), doctype=FORGED), "camt053"),
        (camt_of(entry("T"), doctype='<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "camt053"),
        (csv_of("T,2026-11-20,1e400,CNY,x"), "csv"),
        ("PK\x03\x04 a spreadsheet", "csv"),
        ("", "camt053"),
    ],
)
def test_forged_and_broken_files_leave_no_trace(town: Town, no_trace, content: str, format: str):
    with no_trace():
        answer = upload(town.operator, content or " ", format)

    assert refusal(answer) == (422, "wallet.bank_statement_is_unreadable")


def test_a_file_that_is_too_large_is_refused_at_the_door(town: Town, no_trace):
    with no_trace():
        answer = upload(town.operator, "x" * (9 << 20))

    assert refusal(answer) == (413, "gateway.body_is_too_large")


def test_customers_touch_neither_statements_nor_refunds(town: Town, owner: Visitor, other: Visitor, no_trace):
    order = announce(owner)
    refund = made(ask(town.operator, owner, "1.00"))
    with no_trace():
        answers = [
            upload(owner, csv_of(line_of("T", "1.00", order["code"]))),
            owner.get("/v1/bank-statements"),
            owner.post(f"/v1/review-items/{uuid4()}/assignment", {"note": "me"}, key="a"),
            ask(owner, owner),
            approve(owner, refund),
            owner.post(f"/v1/refunds/{refund['refund_id']}/rejection", {"reason": "me"}, key="r"),
        ]
        theirs = [
            other.get(f"/v1/refunds/{refund['refund_id']}"),
            other.get(f"/v1/transfer-orders/{order['transfer_order_id']}"),
            other.post(f"/v1/transfer-orders/{order['transfer_order_id']}/cancellation", key="c"),
        ]

    assert {refusal(answer) for answer in answers} == {(403, "kernel.not_allowed")}
    assert {refusal(answer) for answer in theirs} == {(404, "kernel.not_found")}
    assert made(owner.get(f"/v1/refunds/{refund['refund_id']}"))["state"] == "requested"


def test_a_refund_takes_two_operators_and_is_paid_out_once(town: Town, colleague: Visitor, no_trace):
    customer = town.customer(cash="100.00")
    refund = made(ask(town.operator, customer))

    with no_trace():
        alone = approve(town.operator, refund)
    approved = made(approve(colleague, refund))
    with no_trace():
        twice = approve(colleague, refund)

    assert refusal(alone) == (403, "wallet.refund_needs_another_operator")
    assert (approved["state"], refusal(twice)) == ("approved", (409, "wallet.refund_is_over"))
    assert cash_of(customer) == "0.00"
    assert [item["state"] for item in made(customer.get("/v1/refunds"))["items"]] == ["approved"]


def test_a_rejected_refund_and_one_that_is_too_large_leave_the_cash(town: Town, colleague: Visitor):
    customer = town.customer(cash="100.00")
    refund = made(ask(town.operator, customer))

    too_large = ask(town.operator, customer, "0.01")
    rejected = colleague.post(f"/v1/refunds/{refund['refund_id']}/rejection", {"reason": "not theirs"}, key="r")

    assert refusal(too_large)[1] == "wallet.funds_are_insufficient"
    assert made(rejected)["state"] == "rejected"
    assert cash_of(customer) == "100.00"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"amount": "-1.00", "currency": "CNY"}},
        {"amount": {"amount": "1.00", "currency": "USD"}},
        {"amount": {"amount": "0.001", "currency": "CNY"}},
        {"payout_account": "6222 0000 1234567"},
        {"payout_account": " "},
        {"reason": ""},
        {"by_member_id": str(uuid4())},
        {"hold_id": str(uuid4())},
    ],
)
def test_nonsense_is_refused_and_leaves_no_trace(town: Town, owner: Visitor, no_trace, change):
    body = {"amount": {"amount": "1.00", "currency": "CNY"}, "reason": "closed", "payout_account": "ICBC, ending 4402", **change}
    with no_trace():
        answer = town.operator.post("/v1/refunds", body, key=str(uuid4()), account_id=owner.account_id)

    assert refusal(answer)[0] == 422
