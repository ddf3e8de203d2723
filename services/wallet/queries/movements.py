"""Income and expenditure: the movements of an account, and what was left after each.

What was left is not stored. A page is anchored at what the book says there was at its end (or, in a file, before its beginning); from there
the movements between are added up, so a page in the middle costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import decode_cursor
from services.wallet.queries.reading import Reading
from services.wallet.schemas import ExportStatement, MovementView, StatementOf, StatementTotalsView

EXPORTED_AT_ONCE: Final = 2_000
"""Movements that one part of a file is made of, some 500 kB on the wire."""

_WANTED: Final = """
    m.account_id = %(account_id)s
    and (%(since)s::timestamptz is null or m.occurred_at >= %(since)s)
    and (%(until)s::timestamptz is null or m.occurred_at < %(until)s)
    and (%(kind)s::text is null or m.kind = %(kind)s)
    and (%(fund_id)s::uuid is null or m.fund_id = %(fund_id)s)
    and (%(reason)s::text is null or m.reason = %(reason)s)
    and (%(direction)s::text is null or (m.amount_micros > 0) = (%(direction)s = 'income'))
    and (%(up_to)s::bigint is null or m.position <= %(up_to)s)
"""
_BETWEEN_FUNDS: Final = ["card_bought", "debt_repaid"]
"""What moves from one of the customer's funds to another, or to a debt: no income and no expenditure of the whole."""


class Part(NamedTuple):
    """Positions after the first, up to the second; `is_last`: there is nothing behind it."""

    after: int
    to: int
    is_last: bool


class Movements(Reading):
    """Lines of the statement."""

    def movements(self, question: StatementOf) -> list[dict[str, Any]]:
        """One row more than asked for, the latest first."""
        before = decode_cursor(question.cursor, int, int) if question.cursor else (None, None)
        return self._database.all(
            f"""
            select m.*, w.currency
            from movement as m
            join wallet as w on w.account_id = m.account_id
            where {_WANTED}
              and (%(position)s::bigint is null or (m.position, m.seq) < (%(position)s, %(seq)s))
            order by m.position desc, m.seq desc
            limit %(limit)s + 1
            """,
            {**_filters(question), "position": before[0], "seq": before[1], "limit": question.limit},
        )

    def moved_later(self, account_id: UUID, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, int], int]:
        """By position and seq of each row: what its fund gained (micros; negative: lost) after it, up to the newest row's position."""
        found = self._database.all(
            """
            select position, seq, later_micros
            from (
                select m.position, m.seq,
                       (sum(m.amount_micros) over later - m.amount_micros)::bigint as later_micros
                from movement as m
                where m.account_id = %(account_id)s
                  and m.position <= %(newest)s
                  and (m.position, m.seq) >= (%(position)s, %(seq)s)
                window later as (partition by m.fund_id order by m.position desc, m.seq desc rows unbounded preceding)
            ) as summed
            join unnest(%(positions)s::bigint[], %(seqs)s::int[]) as shown(position, seq) using (position, seq)
            """,
            {
                "account_id": account_id,
                "newest": rows[0]["position"],
                "position": rows[-1]["position"],
                "seq": rows[-1]["seq"],
                "positions": [row["position"] for row in rows],
                "seqs": [row["seq"] for row in rows],
            },
        )
        return {(row["position"], row["seq"]): row["later_micros"] for row in found}

    def totals(self, question: StatementOf) -> StatementTotalsView | None:
        """Of all that is asked for, on whichever page; None where there is no such wallet."""
        is_whole = question.fund_id is None and question.kind is None
        row = self._database.one(
            f"""
            select w.currency, coalesce(t.income, 0)::bigint as income, coalesce(t.expenditure, 0)::bigint as expenditure
            from wallet as w
            cross join (
                select sum(m.amount_micros) filter (where m.amount_micros > 0) as income,
                       sum(m.amount_micros) filter (where m.amount_micros < 0) as expenditure
                from movement as m
                where {_WANTED}
                  and m.reason <> all(%(between)s)
            ) as t
            where w.account_id = %(account_id)s
            """,
            {**_filters(question), "between": _BETWEEN_FUNDS if is_whole else []},
        )
        if row is None:
            return None
        return StatementTotalsView(income=Money(row["income"], row["currency"]), expenditure=Money(row["expenditure"], row["currency"]))

    def part_of_file(self, account_id: UUID, *, after: int, up_to: int) -> Part:
        """The next movements of a file; it ends where an event ends."""
        row = self._database.one(
            """
            select position
            from movement
            where account_id = %(account_id)s
              and position > %(after)s
              and position <= %(up_to)s
            order by position, seq
            offset %(many)s - 1
            limit 1
            """,
            {"account_id": account_id, "after": after, "up_to": up_to, "many": EXPORTED_AT_ONCE},
        )
        return Part(after, row["position"], False) if row else Part(after, up_to, True)

    def rows_of_file(self, question: ExportStatement, part: Part) -> list[Any]:
        """The wanted movements of a part, the earliest first, as `StatementRowsView` has them; but at the end what the fund gained since
        the part began, instead of what was left of it.
        """
        with self._database.connection() as connection:
            return connection.execute(
                f"""
                select m.occurred_at, m.recorded_at, m.position, m.kind, m.fund_id::text, m.reason, m.counterpart_kind, m.counterpart,
                       m.amount_micros, m.gained_micros
                from (
                    select *, (sum(amount_micros) over (partition by fund_id order by position, seq))::bigint as gained_micros
                    from movement
                    where account_id = %(account_id)s
                      and position > %(after)s
                      and position <= %(to)s
                ) as m
                where {_WANTED}
                order by m.position, m.seq
                """.encode(),
                {**_filters(question), "after": part.after, "to": part.to},
                binary=True,
            ).fetchall()


def movement_view(row: dict[str, Any], balance_micros: int) -> MovementView:
    currency = row["currency"]
    return MovementView(
        position=row["position"],
        seq=row["seq"],
        fund_id=row["fund_id"],
        kind=row["kind"],
        reason=row["reason"],
        counterpart_kind=row["counterpart_kind"],
        counterpart=row["counterpart"],
        amount=Money(row["amount_micros"], currency),
        balance_after=Money(balance_micros, currency),
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
    )


def _filters(question: StatementOf | ExportStatement) -> dict[str, Any]:
    names = ("account_id", "since", "until", "kind", "fund_id", "reason", "direction")
    return {**{name: getattr(question, name) for name in names}, "up_to": question.position}
