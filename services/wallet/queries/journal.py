"""The journal: entries, and what stands on each account of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor, encode_cursor
from services.wallet import journal
from services.wallet.queries.reading import Reading
from services.wallet.schemas import AccountTotalView, EntryView, ExportJournal, ListEntries, PostingView, TrialBalanceView

EXPORTED_AT_ONCE: Final = 1_000
"""Entries in one part of a file."""


class Entry(NamedTuple):
    """An entry as a file has it; `postings`: account, amount in micros, fund."""

    position: int
    fact: str
    account_id: UUID
    currency: str
    occurred_at: datetime
    postings: list[tuple[str, int, UUID | None]]


class Journal(Reading):
    """Postings."""

    def entries(self, question: ListEntries) -> Page[EntryView]:
        (before,) = decode_cursor(question.cursor, int) if question.cursor else (None,)
        found = self._database.all(
            """
            select position
            from posting
            where (%(account_id)s::uuid is null or account_id = %(account_id)s)
              and (%(ledger_account)s::text is null or ledger_account = %(ledger_account)s)
              and (%(since)s::timestamptz is null or occurred_at >= %(since)s)
              and (%(until)s::timestamptz is null or occurred_at < %(until)s)
              and (%(up_to)s::bigint is null or position <= %(up_to)s)
              and (%(before)s::bigint is null or position < %(before)s)
            group by position
            order by position desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "ledger_account": question.ledger_account,
                "since": question.since,
                "until": question.until,
                "up_to": question.position,
                "before": before,
                "limit": question.limit,
            },
        )
        shown = [row["position"] for row in found[: question.limit]]
        next_cursor = encode_cursor([shown[-1]]) if len(found) > question.limit else None
        return Page.of([_entry_view(rows) for rows in self._postings(shown)], next_cursor)

    def entries_of_file(self, question: ExportJournal, *, after: int, up_to: int) -> list[Entry]:
        """The next entries, in the order of the book."""
        rows = self._database.all(
            """
            select p.*, e.topic
            from posting as p
            join events as e on e.position = p.position
            where p.position in (
                select distinct position
                from posting
                where position > %(after)s
                  and position <= %(up_to)s
                  and (%(account_id)s::uuid is null or account_id = %(account_id)s)
                  and (%(since)s::timestamptz is null or occurred_at >= %(since)s)
                  and (%(until)s::timestamptz is null or occurred_at < %(until)s)
                order by position
                limit %(many)s
            )
            order by p.position, p.seq
            """,
            {
                "after": after,
                "up_to": up_to,
                "account_id": question.account_id,
                "since": question.since,
                "until": question.until,
                "many": EXPORTED_AT_ONCE,
            },
        )
        return [_entry(list(postings)) for _, postings in groupby(rows, key=lambda row: row["position"])]

    def trial_balance(self, *, position: int | None, as_of: datetime | None) -> TrialBalanceView:
        """The journal's accounts up to a position, or at the head; one statement, so all from one moment.

        As of an instant, a credit that was recorded later counts from its value date; but what it paid of debts that did not exist yet is
        still cash.
        """
        rows = self._database.all(
            """
            with counted as (
                select ledger_account, currency, amount_micros
                from posting
                where (%(position)s::bigint is null or position <= %(position)s)
                  and (%(as_of)s::timestamptz is null or occurred_at <= %(as_of)s)
                union all
                select side.ledger_account, w.currency, side.sign * p.amount_micros
                from movement as m
                join payment as p on p.account_id = m.account_id and p.position = m.position and p.paid = 'as_debt'
                join wallet as w on w.account_id = m.account_id
                cross join (values (%(cash)s, -1), (%(debt)s, 1)) as side(ledger_account, sign)
                where m.reason in ('transfer', 'recharge')
                  and m.recorded_at > %(as_of)s
                  and m.occurred_at <= %(as_of)s
                  and (%(position)s::bigint is null or m.position <= %(position)s)
                  and exists (
                      select
                      from charge as c
                      join posting as o on o.account_id = c.account_id and o.position = c.position
                      where c.bill_id = p.bill_id
                        and o.occurred_at > %(as_of)s
                  )
            )
            select h.position, t.ledger_account, t.currency, t.amount_micros
            from ledger_head as h
            left join (
                select ledger_account, currency, sum(amount_micros)::bigint as amount_micros
                from counted
                group by ledger_account, currency
            ) as t on true
            order by t.currency, t.ledger_account
            """,
            {"position": position, "as_of": as_of, "cash": journal.CASH, "debt": journal.DEBT},
        )
        accounts = [_account(row) for row in rows if row["ledger_account"] is not None]
        return TrialBalanceView(accounts=accounts, position=rows[0]["position"] if position is None else position)

    def _postings(self, positions: Sequence[int]) -> Iterator[list[dict[str, Any]]]:
        """The postings of each position, in that order."""
        rows = self._database.all(
            """
            select p.*, e.topic
            from posting as p
            join events as e on e.position = p.position
            where p.position = any(%s)
            order by p.seq
            """,
            (list(positions),),
        )
        by_position = defaultdict(list)
        for row in rows:
            by_position[row["position"]].append(row)
        return (by_position[position] for position in positions)


def _account(row: dict[str, Any]) -> AccountTotalView:
    name = row["ledger_account"]
    return AccountTotalView(account=name, type=journal.CHART[name], balance=Money(row["amount_micros"], row["currency"]))


def _entry_view(rows: Sequence[dict[str, Any]]) -> EntryView:
    first = rows[0]
    return EntryView(
        position=first["position"],
        fact=first["topic"],
        account_id=first["account_id"],
        postings=[
            PostingView(account=row["ledger_account"], fund_id=row["fund_id"], amount=Money(row["amount_micros"], row["currency"]))
            for row in rows
        ],
        occurred_at=first["occurred_at"],
        recorded_at=first["recorded_at"],
    )


def _entry(rows: Sequence[dict[str, Any]]) -> Entry:
    first = rows[0]
    return Entry(
        position=first["position"],
        fact=first["topic"],
        account_id=first["account_id"],
        currency=first["currency"],
        occurred_at=first["occurred_at"],
        postings=[(row["ledger_account"], row["amount_micros"], row["fund_id"]) for row in rows],
    )
