"""What there is: funds and debts at the book's head, and places of the book to look back from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
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
    """What an account has and owes at a position of the book, ended funds included.

    `held`: what of each fund is kept apart; `frozen`: the funds out of use, and why.
    """

    account_id: UUID
    currency: str
    funds: list[Fund]
    held: Mapping[UUID, int]
    frozen: Mapping[UUID, str]
    debt_micros: int
    position: int


class LateCredit(NamedTuple):
    """A credit that is dated before it was recorded: its amount, and what it paid of each debt (by line)."""

    fund_id: UUID
    amount_micros: int
    occurred_at: datetime
    repaid: Mapping[UUID, int]


class Balances(Reading):
    """Funds and debts."""

    def holdings(self, account_id: UUID, *, at: datetime) -> Holdings:
        """What an account has at the book's head, with what is held at `at`; one statement, so all from one moment. Refuses: NotFound."""
        rows = self._database.all(
            """
            with kept as (
                select s.fund_id, sum(s.amount_micros)::bigint as amount_micros
                from hold as h
                join hold_share as s on s.account_id = h.account_id and s.hold_id = h.hold_id
                where h.account_id = %(account_id)s
                  and h.expires_at > %(at)s
                  and not exists (select from hold_end as e where e.account_id = h.account_id and e.hold_id = h.hold_id)
                group by s.fund_id
            )
            select w.currency, h.position,
                   (select coalesce(sum(amount_micros), 0)::bigint
                    from debt
                    where account_id = w.account_id
                      and amount_micros > 0) as debt_micros,
                   b.fund_id, b.kind, b.amount_micros, coalesce(f.activated_at, w.opened_at) as activated_at, f.valid_until,
                   k.amount_micros as held_micros, case when z.is_frozen then z.reason end as frozen_reason
            from wallet as w
            cross join ledger_head as h
            left join balance as b on b.account_id = w.account_id and b.amount_micros > 0
            left join fund as f on f.account_id = b.account_id and f.fund_id = b.fund_id
            left join kept as k on k.fund_id = b.fund_id
            left join fund_freeze as z on z.account_id = b.account_id and z.fund_id = b.fund_id
            where w.account_id = %(account_id)s
            """,
            {"account_id": account_id, "at": at},
        )
        if not rows:
            raise NotFound("wallet", account_id)
        return _holdings(account_id, rows[0], [row for row in rows if row["fund_id"] is not None])

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

    def late_credits(self, account_id: UUID, *, as_of: datetime, behind: tuple[UUID, int], up_to: int) -> list[LateCredit]:
        """Credits that had occurred by `as_of` and stand behind a version of the wallet, `(its id, version)`, up to a position."""
        rows = self._database.all(
            """
            select m.fund_id, m.amount_micros, m.occurred_at,
                   (select coalesce(jsonb_object_agg(p.line_id, p.amount_micros), '{}')
                    from payment as p
                    where p.account_id = m.account_id and p.position = m.position) as repaid
            from (
                select *
                from movement
                where account_id = %(account_id)s
                  and reason in ('transfer', 'recharge')
                  and recorded_at > %(as_of)s
                  and recorded_at <= %(as_of)s::timestamptz + interval '1 hour'
                union all
                select *
                from movement
                where account_id = %(account_id)s
                  and reason in ('transfer', 'recharge')
                  and recorded_at - occurred_at > interval '1 hour'
                  and recorded_at > %(as_of)s::timestamptz + interval '1 hour'
            ) as m
            where m.occurred_at <= %(as_of)s
              and m.position <= %(up_to)s
              and m.position > (select position from events where originator_id = %(wallet_id)s and originator_version = %(version)s)
            """,
            {"account_id": account_id, "as_of": as_of, "wallet_id": behind[0], "version": behind[1], "up_to": up_to},
        )
        return [_late_credit(row) for row in rows]

    def _require_reached(self, position: int) -> None:
        """Refuses: PositionIsAhead."""
        head = self._database.one("select position from ledger_head where position < %s", (position,))
        if head is not None:
            raise PositionIsAhead(position=position, head=head["position"])


def _holdings(account_id: UUID, wallet: dict[str, Any], rows: list[dict[str, Any]]) -> Holdings:
    return Holdings(
        account_id=account_id,
        currency=wallet["currency"],
        funds=[Fund(*(row[name] for name in Fund.__struct_fields__)) for row in rows],
        held={row["fund_id"]: row["held_micros"] for row in rows if row["held_micros"]},
        frozen={row["fund_id"]: row["frozen_reason"] for row in rows if row["frozen_reason"] is not None},
        debt_micros=wallet["debt_micros"],
        position=wallet["position"],
    )


def _late_credit(row: dict[str, Any]) -> LateCredit:
    repaid = {UUID(line_id): amount for line_id, amount in row["repaid"].items()}
    return LateCredit(row["fund_id"], row["amount_micros"], row["occurred_at"], repaid)
