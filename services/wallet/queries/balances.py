"""What there is: funds and debts at the book's head, and places of the book to look back from."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.kernel.clock import EPOCH
from services.kernel.errors import NotFound
from services.wallet.allocation import Fund
from services.wallet.domain import PositionIsAhead
from services.wallet.queries.reading import Reading


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
              and (%(known_at)s::timestamptz is null or from_position <= (
                  select c.from_position
                  from commits as c
                  where c.recorded_at <= %(known_at)s
                  order by c.recorded_at desc, c.from_position desc
                  limit 1
              ))
            order by from_position desc
            limit 1
            """,
            {"position": position, "known_at": known_at},
        )
        if found is None:
            return Place(0, EPOCH)
        return Place(found["to_position"] if position is None else position, found["recorded_at"])

    def _require_reached(self, position: int) -> None:
        """Refuses: PositionIsAhead."""
        head = self._database.one("select position from ledger_head where position < %s", (position,))
        if head is not None:
            raise PositionIsAhead(position=position, head=head["position"])
