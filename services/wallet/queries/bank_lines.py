"""The lines of bank statements. They are no projection: they are written here, beside the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.money import Money, format_amount
from services.kernel.schemas import Page, decode_cursor
from services.wallet.domain import BankLine
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import BankLineView, BookedLineView, ListBankLines


class BankLines(Reading):
    """Lines."""

    def keep_lines(self, statement_id: UUID, lines: Sequence[BankLine]) -> None:
        """Keep lines beside the book; those that are kept already stay as they are."""
        self._database.execute(
            """
            insert into bank_line (
                statement_id, number, reference, direction, currency, amount_micros, value_date, body, payer, is_named, is_reversal,
                is_booked, is_whole
            )
            select %s, *
            from unnest(
                %s::int[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::date[], %s::text[], %s::text[], %s::boolean[],
                %s::boolean[], %s::boolean[], %s::boolean[])
            on conflict (statement_id, number) do nothing
            """,
            (
                statement_id,
                [line.number for line in lines],
                [line.reference for line in lines],
                [line.direction for line in lines],
                [line.amount.currency for line in lines],
                [line.amount.amount_micros for line in lines],
                [line.value_date for line in lines],
                [line.text for line in lines],
                [line.payer for line in lines],
                [line.is_named for line in lines],
                [line.is_reversal for line in lines],
                [line.is_booked for line in lines],
                [line.is_whole for line in lines],
            ),
        )

    def forget_lines(self, statement_id: UUID) -> None:
        """Forget the lines of a file that did not become a statement."""
        self._database.execute(
            """
            delete from bank_line
            where statement_id = %(id)s
              and not exists (select from bank_statement where statement_id = %(id)s)
            """,
            {"id": statement_id},
        )

    def waiting_lines(self, statement_id: UUID, *, after: int, limit: int) -> list[BankLine]:
        """Lines without an outcome, in their order."""
        rows = self._database.all(
            """
            select *
            from bank_line
            where statement_id = %s and number > %s and outcome is null
            order by number
            limit %s
            """,
            (statement_id, after, limit),
        )
        return [_line(row) for row in rows]

    def note_outcomes(self, statement_id: UUID, booked: Mapping[int, BookedLineView]) -> None:
        """Note what became of lines, which the book knows already."""
        self._database.execute(
            """
            update bank_line as l
            set outcome = u.outcome, cause = u.cause, account_id = u.account_id, review_id = u.review_id
            from unnest(%s::int[], %s::text[], %s::text[], %s::uuid[], %s::uuid[]) as u(number, outcome, cause, account_id, review_id)
            where l.statement_id = %s and l.number = u.number
            """,
            (
                [*booked],
                [view.outcome for view in booked.values()],
                [view.cause for view in booked.values()],
                [view.account_id for view in booked.values()],
                [view.review_id for view in booked.values()],
                statement_id,
            ),
        )

    def review_states(self, review_ids: Sequence[UUID]) -> dict[UUID, Literal["open", "resolved"]]:
        """Those of these items that there are."""
        rows = self._database.all(
            """
            select i.review_id, i.resolved_at is not null as is_resolved
            from review_item as i
            where i.review_id = any(%s)
            """,
            ([*review_ids],),
        )
        return {row["review_id"]: "resolved" if row["is_resolved"] else "open" for row in rows}

    def bank_lines(self, question: ListBankLines) -> Page[BankLineView]:
        """Refuses: NotFound."""
        if self._database.one("select from bank_statement where statement_id = %s", (question.statement_id,)) is None:
            raise NotFound("bank statement", question.statement_id)
        (after,) = decode_cursor(question.cursor, int) if question.cursor else (0,)
        rows = self._database.all(
            """
            select *
            from bank_line
            where statement_id = %(statement_id)s
              and number > %(after)s
              and (%(outcome)s::text is null or outcome = %(outcome)s)
              and (%(review_id)s::uuid is null or review_id = %(review_id)s)
            order by number
            limit %(limit)s + 1
            """,
            {
                "statement_id": question.statement_id,
                "after": after,
                "outcome": question.outcome,
                "review_id": question.review_id,
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _row_view, key=("number",))


def bank_line_view(line: BankLine, booked: BookedLineView) -> BankLineView:
    """A line and what would become of it."""
    return BankLineView(
        number=line.number,
        reference=line.reference,
        direction=line.direction,
        amount=format_amount(line.amount.amount_micros),
        currency=line.amount.currency,
        value_date=line.value_date,
        text=line.text,
        payer=line.payer,
        is_reversal=line.is_reversal,
        outcome=booked.outcome,
        cause=booked.cause,
        account_id=booked.account_id,
        review_id=booked.review_id,
    )


def _line(row: dict[str, Any]) -> BankLine:
    return BankLine(
        number=row["number"],
        reference=row["reference"],
        direction=row["direction"],
        amount=Money(row["amount_micros"], row["currency"]),
        value_date=row["value_date"],
        text=row["body"],
        payer=row["payer"],
        is_named=row["is_named"],
        is_reversal=row["is_reversal"],
        is_booked=row["is_booked"],
        is_whole=row["is_whole"],
    )


def _row_view(row: dict[str, Any]) -> BankLineView:
    return BankLineView(
        number=row["number"],
        reference=row["reference"],
        direction=row["direction"],
        amount=format_amount(row["amount_micros"]),
        currency=row["currency"],
        value_date=row["value_date"],
        text=row["body"],
        payer=row["payer"],
        is_reversal=row["is_reversal"],
        outcome=row["outcome"],
        cause=row["cause"],
        account_id=row["account_id"],
        review_id=row["review_id"],
    )
