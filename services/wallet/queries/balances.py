"""What there is: funds and debts at the book's head, and places of the book to look back from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.clock import EPOCH
from services.kernel.errors import NotFound
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.allocation import Fund
from services.wallet.domain import PositionIsAhead
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import FundView, ListFunds


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


class Balances(Reading):
    """Funds and debts."""

    def holdings(self, account_id: UUID) -> Holdings:
        """What an account has at the book's head; one statement, so all from one moment. Refuses: NotFound."""
        rows = self._database.all(
            """
            select w.currency, h.position,
                   (select coalesce(sum(amount_micros), 0)::bigint
                    from debt
                    where account_id = w.account_id
                      and amount_micros > 0) as debt_micros,
                   b.fund_id, b.kind, b.amount_micros, coalesce(f.activated_at, w.opened_at) as activated_at, f.valid_until
            from wallet as w
            cross join ledger_head as h
            left join balance as b on b.account_id = w.account_id and b.amount_micros > 0
            left join fund as f on f.account_id = b.account_id and f.fund_id = b.fund_id
            where w.account_id = %s
            """,
            (account_id,),
        )
        if not rows:
            raise NotFound("wallet", account_id)
        funds = [Fund(*(row[name] for name in Fund.__struct_fields__)) for row in rows if row["fund_id"] is not None]
        return Holdings(account_id, rows[0]["currency"], funds, rows[0]["debt_micros"], rows[0]["position"])

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
        return page_of(rows, question.limit, _fund, key=("position", "fund_id"))

    def _require_reached(self, position: int) -> None:
        """Refuses: PositionIsAhead."""
        head = self._database.one("select position from ledger_head where position < %s", (position,))
        if head is not None:
            raise PositionIsAhead(position=position, head=head["position"])


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
