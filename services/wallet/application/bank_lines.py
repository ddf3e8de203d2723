"""Working off the lines of bank statements: every line is an idempotent command of its own, so the work may be cut off anywhere."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from services.kernel.database import psycopg
from services.kernel.errors import Refusal
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id, natural_id
from services.kernel.telemetry import get_logger
from services.wallet.application.foreseeing import Foreseeing
from services.wallet.application.reviews import open_review
from services.wallet.application.room import wallet_of
from services.wallet.domain import BANK_LINE, BankLine, BankStatement, Fate, Known, ReviewItem, TransferOrder, fate_of
from services.wallet.projections import reference_key
from services.wallet.queries.recharges import Credited
from services.wallet.schemas import BookBankLine, BookedLineView, FinishBankStatement, FinishedView
from services.wallet.transfer_codes import codes_in

PAGE: Final = 200
"""Lines that are worked off together."""
WORKERS: Final = 4
_IGNORED: Final = BookedLineView(outcome="ignored")

log = get_logger("services.wallet")


class BankLines(Foreseeing):
    """Lines of statements."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._at_work: set[UUID] = set()

    def work_off_statements(self) -> None:
        """Work off what is left of all statements: those of a process that ended among them."""
        for statement in self.queries.unfinished_statements():
            self.work_off(statement.statement_id, by_member_id=statement.by_member_id)

    def work_off(self, statement_id: UUID, *, by_member_id: UUID | None, most: int | None = None) -> None:
        """Do what is to be done about lines that wait, `most` at most, and note the end. A line that fails by a fault waits for the next
        look and does not keep the others.
        """
        if statement_id in self._at_work:
            return
        self._at_work.add(statement_id)
        try:
            after, done = 0, 0
            while page := self.queries.waiting_lines(statement_id, after=after, limit=PAGE):
                self._work_page(statement_id, page, by_member_id)
                after, done = page[-1].number, done + len(page)
                if most is not None and done >= most:
                    break
            if not self.queries.waiting_lines(statement_id, after=0, limit=1):
                self._finish(FinishBankStatement(id=derived_id(statement_id, "finish"), statement_id=statement_id))
        finally:
            self._at_work.discard(statement_id)

    def _work_page(self, statement_id: UUID, page: Sequence[BankLine], by_member_id: UUID | None) -> None:
        lines = {line.number: line for line in page}
        waiting, booked = deque(_lanes(page)), dict[int, BookedLineView]()

        @once
        def book(room: BankLines, turn: Turn, command: BookBankLine) -> BookedLineView:
            return room._book_line(turn, command, lines[command.number])

        def work() -> None:
            while waiting:
                for line in waiting.popleft():
                    id = derived_id(statement_id, f"line {line.number}")
                    command = BookBankLine(id=id, statement_id=statement_id, number=line.number, by_member_id=by_member_id)
                    try:
                        booked[line.number] = _IGNORED if line.is_ours_to_ignore else self._booked(book, command)
                    except Exception as fault:  # the line waits for the next look; the others go on
                        log.error("a line of a bank statement could not be worked off", statement_id=str(statement_id), exc_info=fault)

        workers = [threading.Thread(target=work, name=f"bank-lines-{number}") for number in range(min(WORKERS, len(waiting)))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.queries.note_outcomes(statement_id, booked)

    def _booked(self, book: Callable[[BankLines, BookBankLine], BookedLineView], command: BookBankLine) -> BookedLineView:
        """Where this very reference was credited a moment ago, that is found by asking again."""
        try:
            return book(self, command)
        except psycopg.errors.UniqueViolation as taken:
            if taken.diag.constraint_name != "transfer_pkey":
                raise
        return book(self, command)

    # -- decisions

    @once
    def _finish(self, turn: Turn, command: FinishBankStatement) -> FinishedView:
        outcomes = self.queries.outcomes_of(command.statement_id)[command.statement_id]
        turn.load(BankStatement, command.statement_id).finish(outcomes, at=turn.now)
        return FinishedView(outcomes=outcomes)

    def _book_line(self, turn: Turn, command: BookBankLine, line: BankLine) -> BookedLineView:
        """Credit the transfer that was announced, with its order, in one save; what leaves a doubt becomes a review item."""
        subject, key = line.subject(reference_key(line.reference)), reference_key(line.reference)
        item = turn.find(ReviewItem, natural_id("review_item", BANK_LINE, subject))
        codes = [*self.queries.announced(codes_in(line.text))]
        order = turn.load(TransferOrder, TransferOrder.id_of(codes[0])) if len(codes) == 1 else None
        credited = _credit_of(order, key) or self.credited_under([key]).get(key)
        known = Known(
            credited=credited.amount if credited else None,
            review=None if item is None else "resolved" if item.is_resolved else "open",
            announced=codes if order is None else [order],
        )
        fate = fate_of(line, known, at=turn.now)
        if fate.outcome == "credited" and order is not None:
            fate = self._credit(turn, line, order, command.by_member_id)
        if fate.outcome == "credited" and order is not None:
            return BookedLineView(outcome="credited", account_id=order.account_id)
        if fate.outcome == "repeated" and credited is not None:
            return BookedLineView(outcome="repeated", account_id=credited.account_id)
        if fate.cause is not None:
            at = self.bank_details.begins(line.value_date, line.amount.currency)
            item = open_review(turn, line.finding(fate.cause, subject=subject, statement_id=command.statement_id, order=order, at=at))
        if item is None:
            return _IGNORED
        return BookedLineView(outcome=fate.outcome, cause=item.finding.details["cause"], review_id=item.id)

    def _credit(self, turn: Turn, line: BankLine, order: TransferOrder, by_member_id: UUID | None) -> Fate:
        """Credit, unless the wallet refuses: then a person must look."""
        wallet = wallet_of(turn, order.account_id)
        arrived_at = min(self.bank_details.begins(line.value_date, line.amount.currency), turn.now)
        try:
            wallet.credit_transfer(line.amount, reference=line.reference, occurred_at=arrived_at, by_member_id=by_member_id, at=turn.now)
        except Refusal as refusal:
            return Fate("in_review", refusal.code.partition(".")[2])
        order.arrive(line.amount, reference=line.reference, by_member_id=by_member_id, at=turn.now)
        return Fate("credited")


def _credit_of(order: TransferOrder | None, key: str) -> Credited | None:
    """The credit of this reference as its order knows it: in a race the order knows before there is a row."""
    if order is None or order.reference is None or order.credited is None or reference_key(order.reference) != key:
        return None
    return Credited(key, order.account_id, order.credited, order.ended_at or order.placed_at)


def _lanes(page: Sequence[BankLine]) -> list[list[BankLine]]:
    """Lines that may be about one reference or one announced transfer stay in one lane, in their order; lanes may go side by side."""
    names = {line.number: [f"reference {reference_key(line.reference)}", *codes_in(line.text)] for line in page}
    leaders: dict[str, str] = {}

    def leader_of(name: str) -> str:
        while leaders.setdefault(name, name) != name:
            name = leaders[name]
        return name

    for first, *others in names.values():
        for other in others:
            leaders[leader_of(other)] = leader_of(first)
    lanes: dict[str, list[BankLine]] = {}
    for line in page:
        lanes.setdefault(leader_of(names[line.number][0]), []).append(line)
    return [*lanes.values()]
