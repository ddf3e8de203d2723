"""Statements and journals as files: part by part, harmless in a spreadsheet, refused as problems before the first byte."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from gateway.files import workbooks, write_workbook
from gateway.files.statement import harmless
from services.kernel.errors import NotFound
from services.kernel.rpc import RoomIsUnavailable

HEADER = "occurred_at,recorded_at,position,kind,fund_id,reason,counterpart_kind,counterpart,amount,balance_after,currency"
AT = "2026-11-23T04:00:00Z"
FUND = "0193529c-0000-7000-8000-0000000000c1"
ROOM = ("wallet", "export_statement")


def a_row(position=1, counterpart="TT-0042", amount_micros=12_500_000, balance_micros=12_500_000):
    return [AT, AT, position, "cash", FUND, "transfer", "transfer", counterpart, amount_micros, balance_micros]


def parts_of(*parts):
    """A room that gives these parts, one for each call."""
    left = list(enumerate(parts, start=1))

    def answer(_request):
        number, rows = left.pop(0)
        return {"currency": "CNY", "rows": rows, "next_cursor": f"part-{number}" if left else None}

    return answer


def as_owner(client, path, **query):
    return client.get(path, query_string=query, headers={"Authorization": "Bearer owner"})


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def cells_of(workbook: bytes) -> list[list[str]]:
    """The texts and numbers of all sheets, as they stand in the file. A formula would be an `f` element."""
    names = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = []
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)):
            sheet = ElementTree.fromstring(archive.read(name))
            assert sheet.findall(".//x:f", names) == []
            for row in sheet.findall(".//x:row", names):
                rows.append(["".join(cell.itertext()) for cell in row.findall("x:c", names)])
    return rows


def test_a_csv_has_a_documented_header_and_a_line_for_each_movement(client, rooms):
    rooms.answers[ROOM] = parts_of([a_row(1), a_row(2, amount_micros=-2_500_001, balance_micros=9_999_999)])

    answer = as_owner(client, "/v1/wallet/statement.csv")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statement.csv"'
    assert answer.text.splitlines()[0] == HEADER
    assert answer.text.splitlines()[1] == f"{AT},{AT},1,cash,{FUND},transfer,transfer,TT-0042,12.50,12.50,CNY"
    assert [(row["amount"], row["balance_after"]) for row in read(answer.text)] == [("12.50", "12.50"), ("-2.500001", "9.999999")]


def test_every_part_is_asked_for_with_the_cursor_of_the_one_before(client, rooms):
    rooms.answers[ROOM] = parts_of([a_row(1)], [], [a_row(3), a_row(4)])

    answer = as_owner(client, "/v1/wallet/statement.csv", kind="cash", direction="income", position="9")

    assert [row["position"] for row in read(answer.text)] == ["1", "3", "4"]
    asked = rooms.called("wallet.export_statement")
    assert [question["cursor"] for question in asked] == [None, "part-1", "part-2"]
    assert {(question["kind"], question["direction"], question["position"], question["format"]) for question in asked} == {
        ("cash", "income", 9, "csv")
    }


def test_a_part_is_asked_for_when_the_one_before_was_read(client, rooms):
    rooms.answers[ROOM] = parts_of([a_row(1)], [a_row(2)], [a_row(3)])

    answer = client.get("/v1/wallet/statement.csv", headers={"Authorization": "Bearer owner"}, buffered=False)

    assert len(rooms.called("wallet.export_statement")) <= 1
    for asked, piece in enumerate(answer.iter_encoded()):
        assert piece
        assert len(rooms.called("wallet.export_statement")) <= max(asked, 1)


@pytest.mark.parametrize("text", ["=1+1", "+86 21", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])
def test_what_people_wrote_is_no_formula(client, rooms, text):
    rooms.answers[ROOM] = lambda _: {"currency": "CNY", "rows": [a_row(counterpart=text, amount_micros=-1)], "next_cursor": None}

    (row,) = read(as_owner(client, "/v1/wallet/statement.csv").text)
    cells = cells_of(as_owner(client, "/v1/wallet/statement.xlsx").data)

    assert (row["counterpart"], row["amount"]) == (f"'{text}", "-0.000001")
    assert cells[1][7] == f"'{text}"


@pytest.mark.parametrize("text", ['a "quoted", one', "two\nlines", "中文", ""])
def test_other_texts_arrive_as_they_are(client, rooms, text):
    rooms.answers[ROOM] = lambda _: {"currency": "CNY", "rows": [a_row(counterpart=text)], "next_cursor": None}

    (row,) = read(as_owner(client, "/v1/wallet/statement.csv").text)

    assert row["counterpart"] == text


def test_a_workbook_has_numbers_where_amounts_are(client, rooms):
    rooms.answers[ROOM] = parts_of([a_row(1)], [a_row(2, amount_micros=-2_500_001, balance_micros=9_999_999)])

    answer = as_owner(client, "/v1/wallet/statement.xlsx")

    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statement.xlsx"'
    cells = cells_of(answer.data)
    assert cells[0] == HEADER.split(",")
    assert cells[1] == [AT, AT, "1", "cash", FUND, "transfer", "transfer", "TT-0042", "12.5", "12.5", "CNY"]
    assert [f"{float(number):.6f}" for number in cells[2][8:10]] == ["-2.500001", "9.999999"]


def test_what_does_not_go_on_one_sheet_goes_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(write_workbook, "SHEET_ROWS", 2)

    write_workbook.main(str(tmp_path / "book.xlsx"), [b'["position"]', b"[[1],[2],[3]]", b"[[4],[5]]"])

    cells = cells_of((tmp_path / "book.xlsx").read_bytes())
    assert cells == [["position"], ["1"], ["2"], ["position"], ["3"], ["4"], ["position"], ["5"]]


def test_too_many_workbooks_at_a_time_are_refused(client, rooms, monkeypatch):
    rooms.answers[ROOM] = parts_of([a_row(1)])
    monkeypatch.setattr(workbooks, "WAITS_S", 0)
    for _ in range(workbooks.AT_ONCE):
        workbooks._SLOTS.acquire()

    try:
        answer = as_owner(client, "/v1/wallet/statement.xlsx")
    finally:
        for _ in range(workbooks.AT_ONCE):
            workbooks._SLOTS.release()

    assert (answer.status_code, answer.json["code"]) == (429, "gateway.too_many_spreadsheets")
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/v1/wallet/statement.csv", "/v1/wallet/statement.xlsx"])
def test_what_the_room_refuses_is_a_problem_and_no_file(client, rooms, path):
    rooms.answers[ROOM] = NotFound("wallet", "x")

    answer = as_owner(client, path)

    assert (answer.status_code, answer.json["code"]) == (404, "kernel.not_found")
    assert "Content-Disposition" not in answer.headers


def test_a_workbook_whose_parts_do_not_all_come_is_a_problem_and_no_file(client, rooms):
    whole = parts_of([a_row(1)], [a_row(2)])
    rooms.answers[ROOM] = lambda request: RoomIsUnavailable("wallet", "gone") if request["cursor"] else whole(request)

    answer = as_owner(client, "/v1/wallet/statement.xlsx")

    assert (answer.status_code, answer.json["code"]) == (503, "gateway.room_is_unavailable")
    assert workbooks._SLOTS.acquire(blocking=False)
    workbooks._SLOTS.release()


def test_a_csv_whose_parts_do_not_all_come_breaks_off(client, rooms):
    whole = parts_of([a_row(1)], [a_row(2)])
    fault = RoomIsUnavailable("wallet", "gone")
    rooms.answers[ROOM] = lambda request: fault if request["cursor"] else whole(request)

    answer = as_owner(client, "/v1/wallet/statement.csv")

    with pytest.raises(RoomIsUnavailable):
        assert answer.data


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("/v1/wallet/statement.pdf", {}, "/format"),
        ("/v1/wallet/statement.csv", {"cursor": "abc"}, "/cursor"),
        ("/v1/wallet/statement.csv", {"format": "xlsx"}, "/format"),
        ("/v1/wallet/statement.csv", {"limit": "5"}, "/limit"),
        ("/v1/wallet/statement.csv", {"direction": "sideways"}, "/direction"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(client, rooms, path, query, pointer):
    answer = as_owner(client, path, **query)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize(("who", "status"), [("operator", 200), ("auditor", 200), ("owner", 403), ("wallet-key", 403)])
@pytest.mark.parametrize("format", ["beancount", "hledger"])
def test_the_journal_is_for_finance(client, rooms, who, status, format):
    parts = iter([{"text": "first\n", "next_cursor": "more"}, {"text": "second\n", "next_cursor": None}])
    rooms.answers["wallet", "export_journal"] = lambda _: next(parts)

    answer = client.get(f"/v1/journal.{format}", headers={"Authorization": f"Bearer {who}"})

    assert answer.status_code == status
    if status == 200:
        assert answer.text == "first\nsecond\n"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="journal.{format}"'


@pytest.mark.parametrize("who", ["owner", "viewer", "operator", "auditor", "wallet-key"])
def test_the_statement_is_for_all_who_may_look_at_the_wallet(client, rooms, who):
    rooms.answers[ROOM] = parts_of([])
    query = {"account_id": rooms.callers["owner"]["account_id"]} if who in ("operator", "auditor") else {}

    answer = client.get("/v1/wallet/statement.csv", query_string=query, headers={"Authorization": f"Bearer {who}"})

    assert (answer.status_code, answer.text) == (200, f"{HEADER}\r\n")


def test_a_machine_that_only_reports_usage_gets_no_statement(client, rooms):
    answer = client.get("/v1/wallet/statement.csv", headers={"Authorization": "Bearer usage-key"})

    assert (answer.status_code, answer.json["code"]) == (403, "kernel.not_allowed")


def test_more_than_a_few_who_wait_for_a_workbook_are_sent_away_at_once():
    places = workbooks.AT_ONCE + 4
    for _ in range(places):
        assert workbooks._PLACES.acquire(blocking=False)
    try:
        with pytest.raises(workbooks.TooManySpreadsheets):
            workbooks.written(["a"], [])
    finally:
        for _ in range(places):
            workbooks._PLACES.release()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"a{sign}") == f"a{sign}"
