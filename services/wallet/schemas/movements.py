"""Income and expenditure: every movement, on pages and as files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Question, View, doc, shape
from services.wallet.schemas.words import Cursor, Limit, MovementKind, MovementReason, Position

Direction = Literal["income", "expenditure"]
Since = Annotated[datetime, doc("what occurred at this instant or later")]
Until = Annotated[datetime, doc("what occurred before this instant")]


@shape
class StatementOf(Question):
    """Income and expenditure, the latest first; `since` and `until` (not included) are about when it occurred."""

    account_id: UUID
    since: Since | None = None
    until: Until | None = None
    kind: MovementKind | None = None
    fund_id: UUID | None = None
    reason: MovementReason | None = None
    direction: Direction | None = None
    position: Position | None = None
    with_totals: Annotated[bool, doc("add up income and expenditure of all that is asked for")] = False
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class MovementView(View):
    """One movement: positive, the customer has more; negative, less. Debt has no fund; to owe is negative.

    `balance_after` is what was left of the fund then, or (negative) all that was owed.
    """

    position: int
    seq: int
    fund_id: UUID | None
    kind: MovementKind
    reason: MovementReason
    counterpart_kind: str
    counterpart: str
    amount: Money
    balance_after: Money
    occurred_at: datetime
    recorded_at: datetime


@shape
class StatementTotalsView(View):
    """All income and all expenditure (negative) of a statement. Where no fund and no kind is asked for, what merely moved between funds
    or paid debts from them counts as neither.
    """

    income: Money
    expenditure: Money


@shape
class StatementView(View):
    """A page of the statement; with the totals of all its pages, if asked for."""

    items: list[MovementView]
    totals: StatementTotalsView | None
    next_cursor: str | None


@shape
class ExportStatement(Question):
    """The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

    Columns: occurred_at, recorded_at (RFC 3339, UTC), position, kind, fund_id, reason, counterpart_kind, counterpart, amount, balance_after
    (decimal numbers, negative for less), currency. What people wrote and a spreadsheet would run as a formula has an apostrophe before it.
    """

    account_id: UUID
    format: Literal["csv", "xlsx"]
    since: Since | None = None
    until: Until | None = None
    kind: MovementKind | None = None
    fund_id: UUID | None = None
    reason: MovementReason | None = None
    direction: Direction | None = None
    position: Position | None = None
    cursor: Cursor | None = None


@shape
class StatementRowsView(View):
    """Part of an exported statement, for the gateway: it may be empty and not the last.

    `rows`: [occurred_at, recorded_at, position, kind, fund_id, reason, counterpart_kind, counterpart, amount_micros, balance_micros].
    """

    currency: str
    rows: list[Any]
    next_cursor: str | None
