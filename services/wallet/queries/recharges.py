"""Orders to pay in, and what of a channel's money stands in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.domain import RechargeOrder
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import ListRecharges, RechargeView

WATCHED_FOR: Final = timedelta(days=3)
"""How long after its end an order is asked about, should its channel not answer; after that the settlement file tells."""

_STORED_AS: Final = {None: None, "pending": ["pending"], "expired": ["pending", "expired"], "paid": ["paid"], "cancelled": ["cancelled"]}
"""By the state that is asked for: which recorded ones may show as it."""


class Waiting(NamedTuple):
    """An order that has not ended."""

    recharge_id: UUID
    channel: str
    placed_at: datetime
    expires_at: datetime


class Credited(NamedTuple):
    """A payment as the journal has it. `reference_key`: the channel's reference as it is compared."""

    reference_key: str
    account_id: UUID
    amount: Money
    occurred_at: datetime


class Recharges(Reading):
    """Recharge orders."""

    def recharges(self, question: ListRecharges, *, at: datetime) -> Page[RechargeView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select *
            from (
                select r.*, case when r.status = 'pending' and r.expires_at <= %(at)s then 'expired' else r.status end as state
                from recharge as r
                where (%(account_id)s::uuid is null or r.account_id = %(account_id)s)
                  and (%(statuses)s::text[] is null or r.status = any(%(statuses)s))
                  and (%(position)s::bigint is null or (r.position, r.recharge_id) < (%(position)s, %(recharge_id)s::uuid))
            ) as known
            where %(state)s::text is null or state = %(state)s
            order by position desc, recharge_id desc
            limit %(limit)s + 1
            """,
            {
                "at": at,
                "account_id": question.account_id,
                "state": question.state,
                "statuses": _STORED_AS[question.state],
                "position": before[0],
                "recharge_id": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _row_view, key=("position", "recharge_id"))

    def waiting_recharges(self, *, at: datetime, limit: int = 10_000) -> list[Waiting]:
        """Orders that have not ended, those first whose time is over first."""
        rows = self._database.all(
            """
            select r.recharge_id, r.channel, r.placed_at, r.expires_at
            from recharge as r
            where r.expires_at > %(since)s
              and r.status = 'pending'
            order by r.expires_at
            limit %(limit)s
            """,
            {"since": at - WATCHED_FOR, "limit": limit},
        )
        return [Waiting(**row) for row in rows]

    def count_waiting(self, account_id: UUID, *, at: datetime) -> int:
        row = self._database.one(
            """
            select count(*) as waiting
            from recharge as r
            where r.account_id = %(account_id)s
              and r.expires_at > %(at)s
              and r.status = 'pending'
            """,
            {"account_id": account_id, "at": at},
        )
        return int(row["waiting"]) if row else 0

    def credited_on(self, channel: str, *, since: datetime, until: datetime) -> list[Credited]:
        """What the journal has of a channel, by the time of the payment; `until` is not included."""
        return self._credited(channel, since=since, until=until)

    def credited_as(self, channel: str, reference_keys: Sequence[str]) -> list[Credited]:
        """What the journal has of these payments."""
        return self._credited(channel, keys=[*reference_keys])

    def _credited(
        self, channel: str, *, since: datetime | None = None, until: datetime | None = None, keys: list[str] | None = None
    ) -> list[Credited]:
        rows = self._database.all(
            """
            select t.reference, t.account_id, p.amount_micros, p.currency, p.occurred_at
            from transfer as t
            join posting as p on p.account_id = t.account_id and p.position = t.position and p.ledger_account = %(ledger_account)s
            where t.channel = %(channel)s
              and (%(since)s::timestamptz is null or p.occurred_at >= %(since)s)
              and (%(until)s::timestamptz is null or p.occurred_at < %(until)s)
              and (%(keys)s::text[] is null or t.reference = any(%(keys)s))
            order by t.position
            """,
            {"channel": channel, "ledger_account": f"clearing:{channel}", "since": since, "until": until, "keys": keys},
        )
        return [
            Credited(row["reference"], row["account_id"], Money(row["amount_micros"], row["currency"]), row["occurred_at"]) for row in rows
        ]


def recharge_view(order: RechargeOrder, *, at: datetime) -> RechargeView:
    """An order as it is at an instant."""
    state = order.state_at(at)
    return RechargeView(
        recharge_id=order.id,
        account_id=order.account_id,
        channel=order.channel,
        amount=order.amount,
        state=state,
        pay_url=order.pay_url if state == "pending" else None,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        ended_at=order.ended_at,
        reference=order.reference,
    )


def _row_view(row: dict[str, Any]) -> RechargeView:
    return RechargeView(
        recharge_id=row["recharge_id"],
        account_id=row["account_id"],
        channel=row["channel"],
        amount=Money(row["amount_micros"], row["currency"]),
        state=row["state"],
        pay_url=row["pay_url"] if row["state"] == "pending" else None,
        placed_at=row["placed_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        reference=row["reference"],
    )
