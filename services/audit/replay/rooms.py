"""What the rooms answer, and what stands in their tables, compared with what was derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from services.audit.domain import Difference
from services.audit.replay.bills import Bill
from services.audit.replay.tables import KEYS, Key, Row, Tables
from services.audit.replay.wallets import Account
from services.kernel.errors import Refusal
from services.kernel.money import format_amount
from services.kernel.rpc import Remote

ASKING: Final = 8
ASK_TIMEOUT_S: Final = 30.0


class Rooms:
    """The rooms, asked as the audit."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def ask(self, room: str, method: str, question: Mapping[str, Any]) -> Any:
        return self.remote.call(room, method, dict(question), timeout_s=ASK_TIMEOUT_S)

    def ask_many(self, room: str, method: str, questions: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
        """The answers in the order of the questions; a refusal is an answer."""
        with ThreadPoolExecutor(ASKING) as pool:
            yield from pool.map(lambda question: self._answer(room, method, question), questions)

    def rows(self, room: str, table: str, *, of: str | None = None) -> Iterator[tuple[int, Key, Row]]:
        """(position of the book, key, row) of a table, in order of its key."""
        cursor = None
        while True:
            page = self.ask(room, "read_rows", {"table": table, "of": of, "cursor": cursor})
            for values in page["rows"]:
                row = dict(zip(page["columns"], values, strict=True))
                yield page["position"], tuple(row[name] for name in KEYS[table]), row
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _answer(self, room: str, method: str, question: Mapping[str, Any]) -> Any:
        try:
            return self.ask(room, method, question)
        except Refusal as refusal:
            return refusal


# -- answers -------------------------------------------------------------------------------------------------------------------------------


def compare_balances(rooms: Rooms, accounts: Sequence[Account], *, position: int, as_of: datetime) -> Iterator[Difference]:
    """What `wallet.balance_of` says of each account at a position, against the fold."""
    questions = ({"account_id": account.account_id, "position": position} for account in accounts)
    for account, answer in zip(accounts, rooms.ask_many("wallet", "balance_of", questions), strict=True):
        where = f"wallet.balance_of account {account.account_id} at position {position}"
        if isinstance(answer, Refusal):
            yield Difference("answer", where, "a balance", f"{answer.code} {answer.details}")
            continue
        valid = {fund.fund_id: fund for fund in account.funds.values() if fund.valid_until is None or as_of < fund.valid_until}
        found = {fund["fund_id"]: fund["amount"]["amount"] for fund in answer["funds"]}
        for fund_id in sorted(valid.keys() | found.keys()):
            expected = format_amount(valid[fund_id].amount_micros) if fund_id in valid else "no such fund"
            if found.get(fund_id, "no such fund") != expected:
                yield Difference("balance", f"{where}, fund {fund_id}", expected, found.get(fund_id, "no such fund"))
        for name, micros in _totals(account, valid.values()).items():
            if answer[name]["amount"] != format_amount(micros) or answer[name]["currency"] != account.currency:
                said = f"{answer[name]['amount']} {answer[name]['currency']}"
                yield Difference("balance", f"{where}, {name}", f"{format_amount(micros)} {account.currency}", said)


def _totals(account: Account, funds: Iterable[Any]) -> dict[str, int]:
    of = {"cash": ("cash",), "cards": ("card",), "vouchers": ("voucher", "discount_voucher")}
    listed = list(funds)
    totals = {name: sum(fund.amount_micros for fund in listed if fund.kind in kinds) for name, kinds in of.items()}
    return {**totals, "debt": account.debt_micros}


def compare_journal(rooms: Rooms, journal: Mapping[str, Mapping[str, int]], *, position: int) -> Iterator[Difference]:
    """What `wallet.trial_balance` says at a position, against the sums of the entries; per currency they sum to zero."""
    answer = rooms.ask("wallet", "trial_balance", {"position": position})
    found = {(row["balance"]["currency"], row["account"]): row["balance"]["amount"] for row in answer["accounts"]}
    expected = {(currency, account): format_amount(micros) for currency, sums in journal.items() for account, micros in sums.items()}
    for currency, account in sorted(found.keys() | expected.keys()):
        said, should = found.get((currency, account), "0.00"), expected.get((currency, account), "0.00")
        if said != should:
            yield Difference("journal", f"wallet.trial_balance {currency} {account} at position {position}", should, said)
    for currency, sums in journal.items():
        if sum(sums.values()):
            yield Difference("journal", f"all accounts in {currency} at position {position}", "0.00", format_amount(sum(sums.values())))


def compare_bill_answers(rooms: Rooms, bills: Sequence[Bill], *, position: int) -> Iterator[Difference]:
    """What `billing.bill_of` says of each bill at a position, against the event."""
    questions = ({"account_id": str(bill.account_id), "bill_id": str(bill.bill_id), "position": position} for bill in bills)
    for bill, answer in zip(bills, rooms.ask_many("billing", "bill_of", questions), strict=True):
        where = f"billing.bill_of bill {bill.bill_id} at position {position}"
        if isinstance(answer, Refusal):
            yield Difference("answer", where, "a bill", f"{answer.code} {answer.details}")
            continue
        if answer["total"]["amount"] != format_amount(bill.total_micros):
            yield Difference("bill", f"{where}, total", format_amount(bill.total_micros), answer["total"]["amount"])
        found = {line["line_id"]: line for line in answer["lines"]}
        for line in bill.lines:
            other = found.pop(str(line.line_id), None)
            said = other["amount"]["amount"] if other else "no such line"
            if said != format_amount(line.amount_micros):
                yield Difference("bill", f"{where}, line {line.item}", format_amount(line.amount_micros), said)
        for line_id, line in found.items():
            yield Difference("bill", f"{where}, line {line_id}", "no such line", line["amount"]["amount"])


# -- tables --------------------------------------------------------------------------------------------------------------------------------


def compare_rows(
    room: str, table: str, expected: Mapping[Key, Row], found: Iterable[tuple[int, Key, Row]], *, up_to: int
) -> Iterator[tuple[Key, Difference]]:
    """Each row that is altered, missing or added. Rows of events after `up_to` are not looked at."""
    missing = set(expected)
    for _, key, row in found:
        if row.get("position", 0) > up_to:
            continue
        missing.discard(key)
        should = expected.get(key)
        where = f"{room}.{table} " + ", ".join(f"{name} {value}" for name, value in zip(KEYS[table], key, strict=True))
        if should is None:
            yield key, Difference("row of a projection", where, "no such row", _shown(row))
            continue
        for name, value in should.items():
            if row.get(name, "no such column") != value:
                yield key, Difference("row of a projection", f"{where}: {name}", str(value), str(row.get(name, "no such column")))
    for key in sorted(missing, key=str):
        where = f"{room}.{table} " + ", ".join(f"{name} {value}" for name, value in zip(KEYS[table], key, strict=True))
        yield key, Difference("row of a projection", where, _shown(expected[key]), "no such row")


class InOrder:
    """A room's table read along with derived rows that come in chunks of the same order."""

    def __init__(self, rows: Iterator[tuple[int, Key, Row]]) -> None:
        self._rows = groupby(rows, key=lambda found: found[1][0])
        self._next: tuple[Any, Any] | None = next(self._rows, None)

    def up_to(self, last: str | None) -> Iterator[tuple[int, Key, Row]]:
        """The rows whose first key column is not beyond `last` (None: all that are left)."""
        while self._next is not None and (last is None or self._next[0] <= last):
            yield from self._next[1]
            self._next = next(self._rows, None)


def confirmed(room: str, table: str, entity: str, rooms: Rooms, derive: Callable[[str, int], Tables]) -> Iterator[Difference]:
    """The differences of one entity's rows that stay when the book is read up to the very position of the rows."""
    rows = list(rooms.rows(room, table, of=entity))
    position = max((found[0] for found in rows), default=0) or rooms.ask(room, "read_rows", {"table": table, "limit": 1})["position"]
    expected = {key: row for key, row in derive(entity, position)[table].items() if str(key[0]) == entity}
    for _, difference in compare_rows(room, table, expected, rows, up_to=position):
        yield difference


def _shown(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())
