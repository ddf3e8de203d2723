"""The statement and the journal as files, through the door; looking back; and who may."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.bookkeeping import hledger_program, read_by_beancount, read_by_hledger
from tests.support.visitors import Town, Visitor, made, refusal


@pytest.fixture(scope="module")
def saver(town: Town) -> Visitor:
    """A customer with a few movements."""
    customer = town.customer("CNY")
    for amount in ("500.00", "0.01"):
        town.transfer(customer, {"amount": amount, "currency": "CNY"})
    made(customer.post("/v1/cards", {"price": {"amount": "100.00", "currency": "CNY"}}, key="card"))
    return customer


def test_the_files_have_every_movement_of_the_statement(saver: Visitor):
    movements = made(saver.get("/v1/wallet/statement", limit=200))["items"]

    answer = saver.get("/v1/wallet/statement.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    workbook = saver.get("/v1/wallet/statement.xlsx")

    told = [(row["occurred_at"], row["amount"], row["balance_after"]) for row in rows]
    assert told == [(m["occurred_at"], m["amount"]["amount"], m["balance_after"]["amount"]) for m in reversed(movements)]
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert (workbook.status_code, workbook.content[:2]) == (200, b"PK")


def test_programs_for_bookkeeping_read_the_journal_and_agree(saver: Visitor, town: Town, tmp_path: Path):
    files = {}
    for format in ("beancount", "hledger"):
        answer = town.operator.get(f"/v1/journal.{format}", account_id=saver.account_id)
        files[format] = tmp_path / f"journal.{format}"
        files[format].write_bytes(answer.content)

    balance = made(saver.get("/v1/wallet"))
    cash = -float(balance["cash"]["amount"])
    assert float(read_by_beancount(files["beancount"])["Liabilities:Customer:Cash", "CNY"]) == cash
    assert float(read_by_hledger(files["hledger"], hledger_program())["liabilities:customer:cash", "CNY"]) == cash


def test_finance_sees_chart_entries_and_sums(saver: Visitor, town: Town):
    chart = made(town.operator.get("/v1/journal/accounts"))["accounts"]
    entries = made(town.operator.get("/v1/journal/entries", account_id=saver.account_id))["items"]
    now = made(town.operator.get("/v1/trial-balance", as_of=entries[0]["occurred_at"]))

    assert {"account": "customer:cash", "type": "liability"}.items() <= chart[0].items()
    assert [entry["fact"] for entry in entries] == ["wallet.card_bought", "wallet.cash_credited", "wallet.cash_credited"]
    assert now["accounts"]


def test_the_past_can_be_asked_for_in_three_ways(saver: Visitor):
    movements = made(saver.get("/v1/wallet/statement", reason="transfer", with_totals="true"))
    first = movements["items"][-1]

    seen = [
        made(saver.get("/v1/wallet", position=first["position"])),
        made(saver.get("/v1/wallet", known_at=first["recorded_at"])),
        made(saver.get("/v1/wallet", as_of=first["occurred_at"])),
    ]

    assert {balance["cash"]["amount"] for balance in seen} == {"500.00"}
    assert {balance["usable"]["amount"] for balance in seen} == {"500.00"}
    assert movements["totals"]["income"]["amount"] == "500.01"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"position": 1, "known_at": "2026-01-01T00:00:00Z"}, "kernel.invalid_input"),
        ({"as_of": "2999-01-01T00:00:00Z"}, "kernel.invalid_input"),
        ({"position": 10**15}, "wallet.position_is_ahead"),
    ],
)
def test_a_past_that_cannot_be_is_refused(saver: Visitor, query: dict, code: str):
    assert refusal(saver.get("/v1/wallet", **query)) == (422, code)


def test_a_statement_is_shown_to_its_account_only(saver: Visitor, other: Visitor, town: Town):
    paths = ["/v1/wallet/statement.csv", "/v1/wallet/statement.xlsx"]

    theirs = {refusal(other.get(path, account_id=saver.account_id)) for path in paths}
    nobodys = {refusal(other.get(path, account_id=str(uuid4()))) for path in paths}

    assert theirs == nobodys == {(404, "kernel.not_found")}
    assert town.operator.get(paths[0], account_id=saver.account_id).status_code == 200


@pytest.mark.parametrize("path", ["/v1/journal.beancount", "/v1/journal.hledger", "/v1/journal/entries", "/v1/journal/accounts"])
def test_the_journal_is_not_for_customers(saver: Visitor, path: str):
    assert refusal(saver.get(path)) == (403, "kernel.not_allowed")


def test_a_machine_may_read_the_statement_with_its_scope(saver: Visitor, town: Town):
    reader, reporter = town.machine(saver, "wallet:read"), town.machine(saver, "usage:write")

    assert reader.get("/v1/wallet/statement.csv").status_code == 200
    assert refusal(reporter.get("/v1/wallet/statement.csv")) == (403, "kernel.not_allowed")


def test_the_description_names_the_files(saver: Visitor):
    document = json.loads(saver.get("/openapi.json").text)

    contents = document["paths"]["/v1/wallet/statement.{format}"]["get"]["responses"]["200"]["content"]
    assert set(contents) == {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
