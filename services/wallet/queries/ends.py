"""Which accounts have something that ended and is not booked yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.wallet.queries.reading import Reading


class Ended(NamedTuple):
    """Something of an account that ended."""

    account_id: UUID
    ended_at: datetime


class Ends(Reading):
    """Ended holds, and ended funds with value left."""

    def ends_to_book(self, *, since: datetime, until: datetime, without: Collection[UUID], limit: int) -> list[Ended]:
        """What ended from `since` to `until`, the earliest first, but not of the accounts `without`.

        Balances are looked up one by one: joined, the planner reads all of them where few are left.
        """
        rows = self._database.all(
            """
            (
                select f.account_id, f.valid_until as ended_at
                from fund as f
                where f.valid_until >= %(since)s
                  and f.valid_until <= %(until)s
                  and f.account_id <> all(%(without)s)
                  and (select b.amount_micros from balance as b where b.account_id = f.account_id and b.fund_id = f.fund_id) > 0
                order by f.valid_until
                limit %(limit)s
            )
            union all
            (
                select h.account_id, h.expires_at
                from hold as h
                where h.expires_at >= %(since)s
                  and h.expires_at <= %(until)s
                  and h.account_id <> all(%(without)s)
                  and not exists (select from hold_end as e where e.account_id = h.account_id and e.hold_id = h.hold_id)
                order by h.expires_at
                limit %(limit)s
            )
            order by ended_at
            limit %(limit)s
            """,
            {"since": since, "until": until, "without": list(without), "limit": limit},
        )
        return [Ended(row["account_id"], row["ended_at"]) for row in rows]
