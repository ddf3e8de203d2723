"""Who guesses voucher codes. Refused attempts are no facts, so they are counted beside the book."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.wallet.queries.reading import Reading

UNKNOWN_CODES_LIMIT: Final = 10
LOCK_LASTS: Final = timedelta(hours=1)


class Guesses(Reading):
    """Counts unknown codes, by account. Source: decision 15."""

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
