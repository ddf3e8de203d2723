"""A replay from end to end: copy the books to their heads, fold them, ask the rooms the same, and name every difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.domain import KEPT_DIFFERENCES, Asked, Difference, Outcome, PositionIsAhead
from services.audit.policies import Copyist
from services.audit.queries.copies import Copies, Event
from services.audit.queries.streams import states
from services.audit.replay import rooms as r
from services.audit.replay.bills import Bill, BillReplay
from services.audit.replay.deriving import rows_of
from services.audit.replay.tables import OF_ACCOUNT, OF_BILLING, OF_SETTLEMENT, Key, Row, Tables
from services.audit.replay.wallets import FACTS, Account, WalletFold
from services.kernel.database import Database
from services.kernel.ids import natural_id
from services.kernel.rpc import Remote

ORDER: Final = ("settlement", "wallet", "billing")
"""The books in the order in which they are copied: what a fact follows from is copied after it, so that it is there."""
CATCH_UP_TIMEOUT_S: Final = 3_600.0
ACCOUNTS_AT_ONCE: Final = 1_000
EVENTS_AT_ONCE: Final = 50_000

Progress = Callable[[str, int], None]
"""Told what is being done, and how much of it is done."""


class Replay:
    """One replay."""

    def __init__(
        self,
        database: Database,
        remote: Remote,
        copyists: Mapping[str, Copyist],
        asked: Asked,
        *,
        progress: Progress = lambda _what, _done: None,
    ) -> None:
        self._copies, self._rooms, self._copyists, self._asked = Copies(database), r.Rooms(remote), copyists, asked
        self._account = None if asked.account_id is None else str(asked.account_id)
        self._progress = progress
        self._differences: list[Difference] = []
        self._difference_count = 0
        self._checked: dict[str, int] = {}
        self._positions: dict[str, int] = {}
        self._recorded_at: dict[str, datetime] = {}

    def run(self) -> Outcome:
        """Refuses: PositionIsAhead. Raises BookIsBroken, or what keeps a room from answering."""
        for book in ORDER:
            self._progress(f"copying the book of {book}", 0)
            self._copyists[book].catch_up(CATCH_UP_TIMEOUT_S)
        self._find_places()
        wallets = self._fold_wallets()
        self._answers_of_wallet(wallets)
        bills = self._bills(wallets)
        if self._asked.is_at_head:
            self._tables_of_wallet(wallets)
            self._tables_of_bills(bills)
        return Outcome(
            positions=self._positions, checked=self._checked, difference_count=self._difference_count, differences=self._differences
        )

    # -- where -------------------------------------------------------------------------------------------------------------------------

    def _find_places(self) -> None:
        known_at = self._asked.known_at
        if self._asked.position is not None:
            position, recorded_at = self._copies.place(self._asked.book, position=self._asked.position)
            if position < self._asked.position:
                raise PositionIsAhead(book=self._asked.book, position=self._asked.position, head=position)
            known_at = recorded_at
        for book in ORDER:
            own = self._asked.position if book == self._asked.book else None
            position, recorded_at = self._copies.place(book, position=own, known_at=None if own is not None else known_at)
            self._positions[book] = position
            self._recorded_at[book] = recorded_at or datetime.min.replace(tzinfo=UTC)

    # -- wallets -----------------------------------------------------------------------------------------------------------------------

    def _fold_wallets(self) -> WalletFold:
        fold = WalletFold(redecide=self._asked.redecide)
        for page in self._wallet_events():
            fold.fold(page)
            self._progress("folding the wallet's book, events", fold.events)
        self._note(fold.differences)
        self._count("wallet events", fold.events)
        self._count("allocations decided again", fold.decided_again)
        return fold

    def _wallet_events(self) -> Iterator[list[Any]]:
        up_to = self._positions["wallet"]
        if self._account is None:
            return states(self._copies.database, "wallet", list(FACTS), up_to=up_to)
        return iter([[(event.topic, event.state, event.position) for event in self._events_of_account(self._account, up_to)]])

    def _answers_of_wallet(self, fold: WalletFold) -> None:
        position = self._positions["wallet"]
        accounts = list(fold.accounts.values())
        for first in range(0, len(accounts), ACCOUNTS_AT_ONCE):
            some = accounts[first : first + ACCOUNTS_AT_ONCE]
            self._note(r.compare_balances(self._rooms, some, position=position, as_of=self._recorded_at["wallet"]))
            self._count("balances", len(some))
            self._progress("asking for balances", self._checked["balances"])
        if self._account is None and position:
            self._note(r.compare_journal(self._rooms, fold.journal, position=position))
            self._count("journal accounts", sum(len(sums) for sums in fold.journal.values()))

    # -- bills -------------------------------------------------------------------------------------------------------------------------

    def _bills(self, fold: WalletFold) -> list[UUID]:
        replay = BillReplay(self._copies, up_to=self._positions["billing"], account_id=self._asked.account_id)
        seen: list[UUID] = []
        for bills in replay.chunks():
            seen += [bill.bill_id for bill in bills]
            self._note(r.compare_bill_answers(self._rooms, bills, position=self._positions["billing"]))
            self._note(self._payments(bills, fold))
            self._progress("deriving bills again", len(seen))
        self._note(replay.differences)
        self._count("bills", len(seen))
        self._count("usage rows", replay.usage_rows)
        known = {str(bill_id) for bill_id in seen}
        strays = (bill_id for bill_id in fold.charged_at if bill_id not in known)
        self._note(
            Difference("charge", f"bill {bill_id}, wallet position {fold.charged_at[bill_id]}", "a bill that was issued", "no such bill")
            for bill_id in strays
            if self._asked.is_at_head
        )
        return seen

    def _payments(self, bills: Iterable[Bill], fold: WalletFold) -> Iterator[Difference]:
        """Bill, charge and settlement tell of the same lines and amounts."""
        listed = list(bills)
        positions = [fold.charged_at[str(bill.bill_id)] for bill in listed if str(bill.bill_id) in fold.charged_at]
        facts = [event for event in self._copies.events_at("wallet", positions) if event.topic == "wallet.charged"]
        charges = {fact["bill_id"]: fact for fact in map(_fact, facts)}
        collections = [natural_id("collection", bill.bill_id) for bill in listed]
        settled = self._copies.events_of("settlement", collections, up_to=self._positions["settlement"])
        settlements = {fact["bill_id"]: fact for fact in map(_fact, settled)}
        for bill in listed:
            charge, settlement = charges.get(str(bill.bill_id)), settlements.get(str(bill.bill_id))
            if charge is not None:
                self._count("charges", 1)
                expected = sorted((str(line.line_id), line.amount_micros, line.vouchers_may_pay) for line in bill.lines)
                found = sorted((line["line_id"], line["amount_micros"], line["vouchers_may_pay"]) for line in charge["lines"])
                if expected != found:
                    yield Difference("charge", f"lines of bill {bill.bill_id} in the wallet's book", str(expected), str(found))
            if charge is not None and settlement is not None:
                self._count("settlements", 1)
                for part in ("taken", "owed", "cloud"):
                    if charge[part] != settlement[part]:
                        yield Difference("settlement", f"bill {bill.bill_id}, {part}", str(charge[part]), str(settlement[part]))

    # -- tables ------------------------------------------------------------------------------------------------------------------------

    def _tables_of_wallet(self, fold: WalletFold) -> None:
        """All tables in step, a stretch of accounts at a time, so that memory stays flat."""
        found = {table: r.InOrder(self._rooms.rows("wallet", table, of=self._account)) for table in OF_ACCOUNT}
        stretches = list(_stretches(fold.accounts))
        for number, accounts in enumerate(stretches):
            last = accounts[-1].account_id if number < len(stretches) - 1 else None
            originators = [natural_id("wallet", account.account_id) for account in accounts]
            derived = rows_of(self._copies.events_of("wallet", originators, up_to=self._positions["wallet"]))
            for table in OF_ACCOUNT:
                self._table("wallet", table, derived[table], found[table].up_to(last), self._wallet_again)
        if not stretches:
            for table in OF_ACCOUNT:
                self._table("wallet", table, {}, found[table].up_to(None), self._wallet_again)
        if self._account is None:
            self._table_by_position("charge", fold.charged_at.values())
            self._table_by_position("charge_return", fold.returned_at.values())
            self._table_by_position("transfer", fold.once_at)

    def _table_by_position(self, table: str, positions: Iterable[int]) -> None:
        """What may happen once is in the order of its names, and facts in no such order: looked up page by page, where the rows say."""
        missing = set(positions)
        rows = self._rooms.rows("wallet", table)
        while some := [found for _, found in zip(range(ACCOUNTS_AT_ONCE), rows, strict=False)]:
            told = {row["position"] for _, _, row in some} & missing
            missing -= told
            self._table("wallet", table, rows_of(self._copies.events_at("wallet", sorted(told)))[table], some, None)
        unseen = rows_of(self._copies.events_at("wallet", sorted(missing)[:KEPT_DIFFERENCES]))[table]
        self._table("wallet", table, unseen, [], None)

    def _tables_of_bills(self, bills: list[UUID]) -> None:
        up_to = self._positions
        if self._account is None:
            derived = rows_of(self._all("billing", ("billing.workspace_registered", "billing.bill_issued", "billing.payment_recorded")))
            for table in OF_BILLING:
                self._table("billing", table, derived[table], self._rooms.rows("billing", table), self._bill_again)
            settled = rows_of(self._all("settlement", ("settlement.bill_settled",)))
            for table in OF_SETTLEMENT:
                self._table("settlement", table, settled[table], self._rooms.rows("settlement", table), self._settlement_again)
            return
        derived = rows_of(self._copies.events_of("billing", bills, up_to=up_to["billing"]))
        collections = [natural_id("collection", bill_id) for bill_id in bills]
        derived["bill_settlement"] = rows_of(self._copies.events_of("settlement", collections, up_to=up_to["settlement"]))[
            "bill_settlement"
        ]
        for room, table in (("billing", "bill_line"), ("billing", "bill_payment"), ("settlement", "bill_settlement")):
            rows = chain.from_iterable(self._rooms.rows(room, table, of=str(bill_id)) for bill_id in bills)
            self._table(room, table, derived[table], rows, self._bill_again if room == "billing" else self._settlement_again)

    def _table(
        self,
        room: str,
        table: str,
        expected: Mapping[Key, Row],
        found: Iterable[tuple[int, Key, Row]],
        again: Callable[[str, int], Tables] | None,
    ) -> None:
        """Compare; where rows may have changed since, look once more at the very position of the rows."""
        self._count(f"rows of {room}.{table}", len(expected))
        self._progress(f"comparing rows of {room}.{table}", self._checked[f"rows of {room}.{table}"])
        differing = list(r.compare_rows(room, table, dict(expected), found, up_to=self._positions[room]))
        if again is None or table in ("bill", "workspace_terms"):
            self._note(difference for _, difference in differing)
            return
        for entity in dict.fromkeys(str(key[0]) for key, _ in differing):
            self._note(r.confirmed(room, table, entity, self._rooms, again))

    # -- deriving once more, up to where a row was read ----------------------------------------------------------------------------------

    def _wallet_again(self, account_id: str, position: int) -> Tables:
        self._copyists["wallet"].catch_up()
        return rows_of(self._events_of_account(account_id, position))

    def _bill_again(self, bill_id: str, position: int) -> Tables:
        self._copyists["billing"].catch_up()
        return rows_of(self._copies.events_of("billing", [UUID(bill_id)], up_to=position))

    def _settlement_again(self, bill_id: str, position: int) -> Tables:
        self._copyists["settlement"].catch_up()
        return rows_of(self._copies.events_of("settlement", [natural_id("collection", bill_id)], up_to=position))

    def _events_of_account(self, account_id: str, up_to: int) -> list[Event]:
        return self._copies.events_of("wallet", [natural_id("wallet", account_id)], up_to=up_to)

    def _all(self, book: str, topics: tuple[str, ...]) -> Iterator[Event]:
        """Events for deriving rows: what the rows do not show is left out."""
        nobody, never = UUID(int=0), datetime.min.replace(tzinfo=UTC)
        for page in states(self._copies.database, book, topics, up_to=self._positions[book]):
            for topic, state, position in page:
                yield Event(position, nobody, 0, topic, state, never)

    # -- what is found -----------------------------------------------------------------------------------------------------------------

    def _note(self, differences: Iterable[Difference]) -> None:
        for difference in differences:
            self._difference_count += 1
            if len(self._differences) < KEPT_DIFFERENCES:
                self._differences.append(difference)

    def _count(self, what: str, many: int) -> None:
        self._checked[what] = self._checked.get(what, 0) + many


def _stretches(accounts: Mapping[str, Account]) -> Iterator[list[Account]]:
    """Accounts in order of their ids, in groups of some fifty thousand events."""
    group: list[Account] = []
    events = 0
    for account_id in sorted(accounts):
        account = accounts[account_id]
        if group and (events + account.events > EVENTS_AT_ONCE or len(group) == ACCOUNTS_AT_ONCE):
            yield group
            group, events = [], 0
        group.append(account)
        events += account.events
    if group:
        yield group


def _fact(event: Event) -> dict[str, Any]:
    return dict(msgspec.json.decode(event.state))
