"""Who guesses codes. Refused attempts are no facts, so they are counted beside the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from services.wallet.queries.reading import Reading

UNKNOWN_CODES_LIMIT: Final = 10
LOCK_LASTS: Final = timedelta(hours=1)
FORGOTTEN_AFTER: Final = timedelta(days=1)


class BeforeRedeeming(NamedTuple):
    """Until when whoever tries is locked out, if they are; and whether the code or order became a fund before."""

    locked_until: datetime | None
    is_redeemed: bool


class Guesses(Reading):
    """Counts unknown codes, by whoever tries them: an account, an address. Source: decision 15."""

    def before_redeeming(self, who: Sequence[str], fund_id: UUID | None, *, at: datetime) -> BeforeRedeeming:
        """What speaks against redeeming, as it is stored; `fund_id`: what the code or the order is to become."""
        row = self._database.one(
            """
            select (select max(locked_until) from guessing where who = any(%s) and locked_until > %s) as locked_until,
                   exists (select from fund where fund_id = %s and source in ('code', 'huawei_order')) as is_redeemed
            """,
            (list(who), at, fund_id),
        )
        assert row is not None
        return BeforeRedeeming(row["locked_until"], row["is_redeemed"])

    def note_guess(self, who: Sequence[str], *, at: datetime) -> None:
        """Count a guess. The tenth in a row with less than an hour between two locks redeeming for an hour (decision 15).

        One statement, so that guesses made at once all count; in one order, so that two of them never wait for each other.
        """
        self._database.execute(
            """
            insert into guessing as known (who, unknown_codes, last_at)
            select u.who, 1, %(at)s
            from unnest(%(who)s::text[]) as u(who)
            order by u.who
            on conflict (who) do update
            set unknown_codes = case when known.last_at < %(at)s - %(window)s then 1
                                     when known.unknown_codes + 1 >= %(limit)s then 0
                                     else known.unknown_codes + 1 end,
                locked_until = case when known.last_at < %(at)s - %(window)s then known.locked_until
                                    when known.unknown_codes + 1 >= %(limit)s then %(at)s + %(window)s
                                    else known.locked_until end,
                last_at = greatest(known.last_at, %(at)s)
            """,
            {"who": list(who), "at": at, "window": LOCK_LASTS, "limit": UNKNOWN_CODES_LIMIT},
        )

    def forget_guesses(self, *, at: datetime) -> None:
        """What has no effect any more is not kept: an address is a person's."""
        self._database.execute("delete from guessing where last_at < %s", (at - FORGOTTEN_AFTER,))
