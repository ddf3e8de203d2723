"""Which accounts have something that ended and is not booked yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.wallet.queries.reading import Reading


class Ends(Reading):
    """Ended holds, and ended funds with value left."""

    def accounts_with_ends(self, *, since: datetime, until: datetime, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Accounts in the order of their ids, those behind `after`, in which something ended from `since` to `until`."""
        rows = self._database.all(
            """
            select account_id
            from (
                select f.account_id
                from fund as f
                join balance as b on b.account_id = f.account_id and b.fund_id = f.fund_id
                where f.valid_until >= %(since)s
                  and f.valid_until <= %(until)s
                  and b.amount_micros > 0
                union
                select h.account_id
                from hold as h
                where h.expires_at >= %(since)s
                  and h.expires_at <= %(until)s
                  and not exists (select from hold_end as e where e.account_id = h.account_id and e.hold_id = h.hold_id)
            ) as due
            where %(after)s::uuid is null or account_id > %(after)s::uuid
            order by account_id
            limit %(limit)s
            """,
            {"since": since, "until": until, "after": after, "limit": limit},
        )
        return [row["account_id"] for row in rows]
