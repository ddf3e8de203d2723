"""From the wallet's rows to answers. What belongs to another account is not found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from msgspec.structs import asdict

from services.kernel.clock import EPOCH
from services.kernel.database import Connection, Database, psycopg
from services.kernel.errors import NotFound
from services.kernel.eventstore import decode_state
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor, encode_cursor
from services.wallet import journal
from services.wallet.allocation import Fund
from services.wallet.domain import PositionIsAhead, Wallet
from services.wallet.schemas import (
    AccountTotalView,
    ChargeView,
    FundView,
    ListFunds,
    ListPayments,
    MovementView,
    PaymentView,
    RemainderView,
    StatementOf,
    TakenView,
    TrialBalanceView,
)

UNKNOWN_CODES_LIMIT: Final = 10
LOCK_LASTS: Final = timedelta(hours=1)

T = TypeVar("T")


class Place(NamedTuple):
    """A place in the book: a position, and when what stands there was recorded."""

    position: int
    recorded_at: datetime


class Holdings(NamedTuple):
    """What an account has and owes at a position of the book, expired funds included."""

    account_id: UUID
    currency: str
    funds: list[Fund]
    debt_micros: int
    position: int


class Queries:
    """The reads of the room."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what may happen once -------------------------------------------------------------------------------------------------------

    def is_charged(self, bill_id: UUID) -> bool:
        return self._database.one("select from charge where bill_id = %s", (bill_id,)) is not None

    def is_credited(self, *, channel: str, reference_key: str) -> bool:
        sql = "select from transfer where channel = %s and reference = %s"
        return self._database.one(sql, (channel, reference_key)) is not None

    def charge_of(self, bill_id: UUID) -> ChargeView:
        """The split of a bill, read in the book itself. Refuses: NotFound."""
        row = self._database.one(
            """
            select e.position, e.state
            from charge as c
            join events as e on e.position = c.position
            where c.bill_id = %s
            """,
            (bill_id,),
        )
        if row is None:
            raise NotFound("charge", bill_id)
        fact = decode_state(Wallet.Charged, bytes(row["state"]))
        return ChargeView(
            bill_id=bill_id,
            taken=[TakenView(**asdict(share)) for share in fact["taken"]],
            owed=[RemainderView(**asdict(rest)) for rest in fact["owed"]],
            cloud=[RemainderView(**asdict(rest)) for rest in fact["cloud"]],
            position=row["position"],
        )

    # -- who guesses codes ----------------------------------------------------------------------------------------------------------

    def redeeming_is_locked_until(self, account_id: UUID, *, at: datetime) -> datetime | None:
        row = self._database.one("select locked_until from redeeming where account_id = %s and locked_until > %s", (account_id, at))
        return row["locked_until"] if row else None

    def note_unknown_code(self, account_id: UUID, *, at: datetime) -> None:
        """Count a guess. The tenth in a row with less than an hour between two locks redeeming for an hour (decision 15).

        One statement, so that guesses made at once all count.
        """
        self._database.execute(
            """
            insert into redeeming as known (account_id, unknown_codes, last_at)
            values (%(account_id)s, 1, %(at)s)
            on conflict (account_id) do update
            set unknown_codes = case when known.last_at < %(at)s - %(window)s then 1
                                     when known.unknown_codes + 1 >= %(limit)s then 0
                                     else known.unknown_codes + 1 end,
                locked_until = case when known.last_at < %(at)s - %(window)s then known.locked_until
                                    when known.unknown_codes + 1 >= %(limit)s then %(at)s + %(window)s
                                    else known.locked_until end,
                last_at = greatest(known.last_at, %(at)s)
            """,
            {"account_id": account_id, "at": at, "window": LOCK_LASTS, "limit": UNKNOWN_CODES_LIMIT},
        )

    # -- balances -------------------------------------------------------------------------------------------------------------------

    def holdings(self, account_id: UUID) -> Holdings:
        """What an account has at the book's head, all from one moment of the database. Refuses: NotFound."""
        with self._database.transaction(snapshot=True) as connection:
            rows = _all(
                connection,
                """
                select w.currency, w.opened_at, h.position,
                       (select coalesce(sum(amount_micros), 0)::bigint
                        from debt
                        where account_id = w.account_id
                          and amount_micros > 0) as debt_micros
                from wallet as w
                cross join ledger_head as h
                where w.account_id = %(account_id)s
                """,
                {"account_id": account_id},
            )
            if not rows:
                raise NotFound("wallet", account_id)
            (wallet,) = rows
            funds = _all(
                connection,
                """
                select b.fund_id, b.kind, b.amount_micros, coalesce(f.activated_at, %(opened_at)s) as activated_at, f.valid_until
                from balance as b
                left join fund as f on f.account_id = b.account_id and f.fund_id = b.fund_id
                where b.account_id = %(account_id)s
                  and b.amount_micros > 0
                """,
                {"account_id": account_id, "opened_at": wallet["opened_at"]},
            )
        return Holdings(account_id, wallet["currency"], [Fund(**fund) for fund in funds], wallet["debt_micros"], wallet["position"])

    def place_at(self, *, position: int | None, known_at: datetime | None) -> Place:
        """The last place of the book that was written by then. Refuses: PositionIsAhead."""
        if position is not None:
            self._require_reached(position)
        found = self._database.one(
            """
            select to_position, recorded_at
            from commits
            where (%(position)s::bigint is null or from_position <= %(position)s)
              and (%(known_at)s::timestamptz is null or recorded_at <= %(known_at)s)
            order by from_position desc
            limit 1
            """,
            {"position": position, "known_at": known_at},
        )
        if found is None:
            return Place(0, EPOCH)
        return Place(found["to_position"] if position is None else position, found["recorded_at"])

    def funds(self, question: ListFunds, *, at: datetime) -> Page[FundView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select *
            from (
                select f.*, coalesce(b.amount_micros, 0) as amount_micros,
                       case when coalesce(b.amount_micros, 0) = 0 then 'spent'
                            when f.valid_until <= %(at)s then 'expired'
                            else 'active' end as status
                from fund as f
                left join balance as b on b.account_id = f.account_id and b.fund_id = f.fund_id
                where f.account_id = %(account_id)s
            ) as known
            where (%(kind)s::text is null or kind = %(kind)s)
              and (%(status)s::text is null or status = %(status)s)
              and (%(position)s::bigint is null or (position, fund_id) < (%(position)s, %(fund_id)s::uuid))
            order by position desc, fund_id desc
            limit %(limit)s + 1
            """,
            {
                "account_id": question.account_id,
                "at": at,
                "kind": question.kind,
                "status": question.status,
                "position": before[0],
                "fund_id": before[1],
                "limit": question.limit,
            },
        )
        return _page(rows, question.limit, _fund, key=("position", "fund_id"))

    # -- what happened --------------------------------------------------------------------------------------------------------------

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
        return _page(rows, question.limit, _movement, key=("position", "seq"))

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
        return _page(rows, question.limit, _payment, key=("position", "seq"))

    def trial_balance(self, *, position: int | None) -> TrialBalanceView:
        """The journal's accounts up to a position, or at the head."""
        with self._database.transaction(snapshot=True) as connection:
            (head,) = _all(connection, "select position from ledger_head", {})
            rows = _all(
                connection,
                """
                select ledger_account, currency, sum(amount_micros)::bigint as amount_micros
                from posting
                where (%(position)s::bigint is null or position <= %(position)s)
                group by ledger_account, currency
                order by currency, ledger_account
                """,
                {"position": position},
            )
        accounts = [
            AccountTotalView(
                account=row["ledger_account"],
                type=journal.CHART[row["ledger_account"]],
                balance=Money(row["amount_micros"], row["currency"]),
            )
            for row in rows
        ]
        return TrialBalanceView(accounts=accounts, position=head["position"] if position is None else position)

    def _require_reached(self, position: int) -> None:
        """Refuses: PositionIsAhead."""
        head = self._database.one("select position from ledger_head where position < %s", (position,))
        if head is not None:
            raise PositionIsAhead(position=position, head=head["position"])


def _page(rows: Sequence[dict[str, Any]], limit: int, view: Callable[[dict[str, Any]], T], *, key: tuple[str, str]) -> Page[T]:
    """The first `limit` rows as views; a row more says that there is a next page."""
    shown = rows[:limit]
    next_cursor = encode_cursor([shown[-1][name] for name in key]) if len(rows) > limit else None
    return Page.of([view(row) for row in shown], next_cursor)


def _fund(row: dict[str, Any]) -> FundView:
    return FundView(
        fund_id=row["fund_id"],
        kind=row["kind"],
        face=Money(row["face_micros"], row["currency"]),
        balance=Money(row["amount_micros"], row["currency"]),
        status=row["status"],
        activated_at=row["activated_at"],
        valid_until=row["valid_until"],
        campaign=row["campaign"],
    )


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


def _all(connection: Connection, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        return list(cursor.execute(sql.encode(), params).fetchall())
