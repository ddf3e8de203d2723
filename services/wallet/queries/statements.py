"""Uploaded bank statements, and how far they have come."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.schemas import Page, decode_cursor
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import BankStatementView, ListBankStatements


class Unfinished(NamedTuple):
    """A statement that is being worked off."""

    statement_id: UUID
    by_member_id: UUID | None


class Statements(Reading):
    """Statements."""

    def outcomes_of(self, *statement_ids: UUID) -> dict[UUID, dict[str, int]]:
        """How many lines of each statement ended how; those that wait are not counted."""
        rows = self._database.all(
            """
            select statement_id, outcome, count(*) as lines
            from bank_line
            where statement_id = any(%s) and outcome is not null
            group by statement_id, outcome
            order by statement_id, outcome
            """,
            ([*statement_ids],),
        )
        outcomes: dict[UUID, dict[str, int]] = {statement_id: {} for statement_id in statement_ids}
        for row in rows:
            outcomes[row["statement_id"]][row["outcome"]] = row["lines"]
        return outcomes

    def unfinished_statements(self) -> list[Unfinished]:
        """Statements that are being worked off, the earliest first."""
        rows = self._database.all(
            """
            select s.statement_id, s.by_member_id
            from bank_statement as s
            where not exists (select from bank_statement_end as e where e.statement_id = s.statement_id)
            order by s.position
            limit 100
            """
        )
        return [Unfinished(**row) for row in rows]

    def bank_statement(self, statement_id: UUID) -> BankStatementView:
        """Refuses: NotFound."""
        found = self._statements(statement_id=statement_id, limit=1)
        if not found:
            raise NotFound("bank statement", statement_id)
        return _statement_view(found[0], self.outcomes_of(statement_id)[statement_id])

    def bank_statements(self, question: ListBankStatements) -> Page[BankStatementView]:
        (before,) = decode_cursor(question.cursor, int) if question.cursor else (None,)
        rows = self._statements(before=before, limit=question.limit + 1)
        outcomes = self.outcomes_of(*(row["statement_id"] for row in rows))
        return page_of(rows, question.limit, lambda row: _statement_view(row, outcomes[row["statement_id"]]), key=("position",))

    def _statements(self, *, limit: int, statement_id: UUID | None = None, before: int | None = None) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select s.*, e.finished_at
            from bank_statement as s
            left join bank_statement_end as e on e.statement_id = s.statement_id
            where (%(statement_id)s::uuid is null or s.statement_id = %(statement_id)s)
              and (%(before)s::bigint is null or s.position < %(before)s)
            order by s.position desc
            limit %(limit)s
            """,
            {"statement_id": statement_id, "before": before, "limit": limit},
        )


def _statement_view(row: dict[str, Any], outcomes: dict[str, int]) -> BankStatementView:
    return BankStatementView(
        state="working" if row["finished_at"] is None else "finished",
        done=sum(outcomes.values()),
        outcomes=outcomes,
        items=[],
        **{name: value for name, value in row.items() if name != "position"},
    )
