"""What happened: the statement, which fund paid which line, and the journal."""

from __future__ import annotations

from typing import Any

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet import journal
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import (
    AccountTotalView,
    ListPayments,
    MovementView,
    PaymentView,
    StatementOf,
    TrialBalanceView,
)


class History(Reading):
    """Movements, payments, postings."""

    def statement(self, question: StatementOf) -> Page[MovementView]:
        before = decode_cursor(question.cursor, int, int) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select m.*, w.currency
            from movement as m
            join wallet as w on w.account_id = m.account_id
            where m.account_id = %(account_id)s
              and (%(since)s::timestamptz is null or m.occurred_at >= %(since)s)
              and (%(until)s::timestamptz is null or m.occurred_at < %(until)s)
              and (%(kind)s::text is null or m.kind = %(kind)s)
              and (%(fund_id)s::uuid is null or m.fund_id = %(fund_id)s)
              and (%(position)s::bigint is null or (m.position, m.seq) < (%(position)s, %(seq)s))
            order by m.position desc, m.seq desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "since": question.since,
                "until": question.until,
                "kind": question.kind,
                "fund_id": question.fund_id,
                "position": before[0],
                "seq": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _movement, key=("position", "seq"))

    def payments(self, question: ListPayments) -> Page[PaymentView]:
        before = decode_cursor(question.cursor, int, int) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select p.*, w.currency
            from payment as p
            join wallet as w on w.account_id = p.account_id
            where p.account_id = %(account_id)s
              and (%(bill_id)s::uuid is null or p.bill_id = %(bill_id)s)
              and (%(line_id)s::uuid is null or p.line_id = %(line_id)s)
              and (%(fund_id)s::uuid is null or p.fund_id = %(fund_id)s)
              and (%(position)s::bigint is null or (p.position, p.seq) < (%(position)s, %(seq)s))
            order by p.position desc, p.seq desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "bill_id": question.bill_id,
                "line_id": question.line_id,
                "fund_id": question.fund_id,
                "position": before[0],
                "seq": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _payment, key=("position", "seq"))

    def trial_balance(self, *, position: int | None) -> TrialBalanceView:
        """The journal's accounts up to a position, or at the head; one statement, so all from one moment."""
        rows = self._database.all(
            """
            select h.position, p.ledger_account, p.currency, p.amount_micros
            from ledger_head as h
            left join (
                select ledger_account, currency, sum(amount_micros)::bigint as amount_micros
                from posting
                where %(position)s::bigint is null or position <= %(position)s
                group by ledger_account, currency
            ) as p on true
            order by p.currency, p.ledger_account
            """,
            {"position": position},
        )
        accounts = [_account(row) for row in rows if row["ledger_account"] is not None]
        return TrialBalanceView(accounts=accounts, position=rows[0]["position"] if position is None else position)


def _account(row: dict[str, Any]) -> AccountTotalView:
    name = row["ledger_account"]
    return AccountTotalView(account=name, type=journal.CHART[name], balance=Money(row["amount_micros"], row["currency"]))


def _movement(row: dict[str, Any]) -> MovementView:
    return MovementView(
        position=row["position"],
        seq=row["seq"],
        fund_id=row["fund_id"],
        kind=row["kind"],
        reason=row["reason"],
        counterpart_kind=row["counterpart_kind"],
        counterpart=row["counterpart"],
        amount=Money(row["amount_micros"], row["currency"]),
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
    )


def _payment(row: dict[str, Any]) -> PaymentView:
    return PaymentView(
        position=row["position"],
        seq=row["seq"],
        bill_id=row["bill_id"],
        line_id=row["line_id"],
        fund_id=row["fund_id"],
        kind=row["kind"],
        amount=Money(row["amount_micros"], row["currency"]),
        paid=row["paid"],
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
    )
