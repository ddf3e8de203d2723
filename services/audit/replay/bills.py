"""Bills derived again: usage up to the bill's position, folded, priced from the book it names, compared line by line, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.domain import Difference
from services.audit.queries.copies import Copies
from services.audit.queries.streams import states, usage_of_days
from services.audit.replay.usage import fold_lines
from services.billing.counting import RULES_VERSION, FoldedLine, fold
from services.billing.pricebook import book_named
from services.billing.pricing import BillLine, price, total_of
from services.kernel.errors import Refusal
from services.kernel.ids import natural_id

BILLS_AT_ONCE: Final = 500
TERMS, ISSUED, PAID = "billing.workspace_registered", "billing.bill_issued", "billing.payment_recorded"


class Terms(msgspec.Struct):
    """billing.workspace_registered, as far as a bill follows from it."""

    workspace_id: UUID
    account_id: UUID
    currency: str
    region: Any
    default_retentions: dict[str, int]


class Bill(msgspec.Struct):
    """billing.bill_issued."""

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    currency: str
    site: str
    day: date
    day_start: datetime
    day_end: datetime
    lines: list[BillLine]
    total_micros: int
    usage_position: int
    terms_position: int
    price_book: str
    rules_version: int
    position: int = 0


class Paid(msgspec.Struct):
    """billing.payment_recorded."""

    bill_id: UUID
    taken_micros: int
    owed_micros: int
    cloud_micros: int


class BillReplay:
    """Derives bills again, in order of their positions. `differences` and `checked` grow as `chunks` is read."""

    def __init__(self, copies: Copies, *, up_to: int, account_id: UUID | None = None) -> None:
        self._copies, self._up_to, self._account_id = copies, up_to, account_id
        self._terms: dict[int, Terms] = {}
        self._days: dict[tuple[UUID, date], UUID] = {}
        self._totals: dict[UUID, int] = {}
        self.differences: list[Difference] = []
        self.usage_rows = 0

    def chunks(self) -> Iterator[list[Bill]]:
        """The bills, chunk by chunk, each derived again by the time it is given out."""
        waiting: list[Bill] = []
        for page in states(self._copies.database, "billing", (TERMS, ISSUED, PAID), up_to=self._up_to, page=BILLS_AT_ONCE):
            for topic, state, position in page:
                if topic == TERMS:
                    self._terms[position] = msgspec.json.decode(state, type=Terms)
                elif topic == PAID:
                    self._check_payment(msgspec.json.decode(state, type=Paid), position)
                else:
                    bill = msgspec.json.decode(state, type=Bill)
                    bill.position = position
                    if self._account_id in (None, bill.account_id):
                        self._totals[bill.bill_id] = bill.total_micros
                        waiting.append(bill)
            yield from self._derived(waiting)
            waiting = []

    def _derived(self, bills: list[Bill]) -> Iterator[list[Bill]]:
        if bills:
            for bill, parts in zip(bills, self._usage(bills), strict=True):
                self.usage_rows += sum(lines.count(b"\n") for _, lines in parts)
                self._check(bill, parts)
            yield bills

    def _usage(self, bills: Sequence[Bill]) -> list[list[tuple[int, bytes]]]:
        found: list[list[tuple[int, bytes]]] = [[] for _ in bills]
        for page in usage_of_days(self._copies.database, [(bill.workspace_id, bill.day, bill.usage_position) for bill in bills]):
            for place, retractions, lines in page:
                found[place - 1].append((retractions, lines))
        return found

    def _check(self, bill: Bill, parts: Sequence[tuple[int, bytes]]) -> None:
        first = self._days.setdefault((bill.workspace_id, bill.day), bill.bill_id)
        if first != bill.bill_id:
            self._differs(bill, "workspace-day", f"one bill, {first}", "another")
        if bill.bill_id != natural_id("bill", bill.workspace_id, bill.day, "daily"):
            self._differs(bill, "bill_id", str(natural_id("bill", bill.workspace_id, bill.day, "daily")), str(bill.bill_id))
        if bill.usage_position >= bill.position:
            self._differs(bill, "usage_position", f"before position {bill.position}", str(bill.usage_position))
        terms = self._terms.get(bill.terms_position)
        if terms is None or terms.workspace_id != bill.workspace_id:
            self._differs(bill, "terms_position", "the position of its workspace's terms", str(bill.terms_position))
            return
        if bill.rules_version != RULES_VERSION:
            self._differs(bill, "rules_version", f"rules that we know ({RULES_VERSION})", str(bill.rules_version))
            return
        self._compare_fields(bill, "heading", {"account_id": terms.account_id, "currency": terms.currency}, bill)
        try:
            self._compare_lines(bill, derive(bill, terms, parts))
        except Refusal as refusal:
            self._differs(bill, "price", "a bill", f"{refusal.code} {refusal.details}")

    def _compare_lines(self, bill: Bill, expected: list[BillLine]) -> None:
        if total_of(expected) != bill.total_micros:
            self._differs(bill, "total_micros", str(total_of(expected)), str(bill.total_micros))
        if expected == bill.lines:
            return
        found = {line.line_id: line for line in bill.lines}
        for line in expected:
            other = found.pop(line.line_id, None)
            if other is None:
                self._differs(bill, f"line {line.item} {line.retention_days or ''} {line.key}".strip(), _briefly(line), "no such line")
            else:
                self._compare_fields(bill, f"line {line.item}", msgspec.structs.asdict(line), other)
        for line in found.values():
            self._differs(bill, f"line {line.item} {line.retention_days or ''} {line.key}".strip(), "no such line", _briefly(line))
        if not found and [line.line_id for line in expected] != [line.line_id for line in bill.lines]:
            self._differs(bill, "lines", "catalogue order", "another order")

    def _compare_fields(self, bill: Bill, where: str, expected: Mapping[str, Any], found: Any) -> None:
        for name, value in expected.items():
            if getattr(found, name) != value:
                self._differs(bill, f"{where}, {name}", str(value), str(getattr(found, name)))

    def _check_payment(self, paid: Paid, position: int) -> None:
        total = self._totals.get(paid.bill_id)
        said = paid.taken_micros + paid.owed_micros + paid.cloud_micros
        if total is not None and said != total:
            self.differences.append(
                Difference("payment of a bill", f"bill {paid.bill_id}, billing position {position}", str(total), str(said))
            )

    def _differs(self, bill: Bill, what: str, expected: str, found: str) -> None:
        where = f"bill {bill.bill_id} of workspace {bill.workspace_id}, {bill.day}, billing position {bill.position}: {what}"
        self.differences.append(Difference("bill", where, expected, found))


def folded(terms: Terms, parts: Iterable[tuple[int, bytes]]) -> list[FoldedLine]:
    """The day's billable figures."""
    return fold(fold_lines(list(parts)), default_retentions=terms.default_retentions)


def derive(bill: Bill, terms: Terms, parts: Iterable[tuple[int, bytes]]) -> list[BillLine]:
    """The lines that the bill should have. Refuses as pricing does."""
    return price(folded(terms, parts), book=book_named(bill.price_book), region=terms.region, currency=terms.currency, bill_id=bill.bill_id)


def _briefly(line: BillLine) -> str:
    return f"{line.billable} at {line.unit_price_micros} micros for {line.unit_size} = {line.amount_micros} micros"
