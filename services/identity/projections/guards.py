"""Rows that guard the door, written at once and whatever becomes of the command: attempts, codes, sessions, links.

A refused command leaves no trace in the ledger, but a wrong guess must be counted all the same; so these are not part of its transaction.
Instants are the machine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.database import Database


class Attempts(NamedTuple):
    """How many in the present window, this one included, and when the window began."""

    made: int
    window_began_at: datetime


class Guards:
    """Counts attempts; keeps codes, sessions and links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_attempt(self, attempt_digest: bytes, *, window: timedelta, at: datetime) -> Attempts:
        """Count one more, in a new window if the last is over."""
        row = self._database.one(
            """
            insert into attempt (attempt_digest, window_began_at, count)
            values (%(digest)s, %(at)s, 1)
            on conflict (attempt_digest) do update
            set count = case when attempt.window_began_at <= %(at)s - %(window)s then 1 else attempt.count + 1 end,
                window_began_at = case when attempt.window_began_at <= %(at)s - %(window)s then %(at)s else attempt.window_began_at end
            returning count, window_began_at
            """,
            {"digest": attempt_digest, "at": at, "window": window},
        )
        assert row is not None
        return Attempts(row["count"], row["window_began_at"])

    def forget_attempts(self, attempt_digest: bytes) -> None:
        """The right person is here: begin at zero."""
        self._database.execute("delete from attempt where attempt_digest = %s", (attempt_digest,))

    def take_back_attempt(self, attempt_digest: bytes) -> None:
        """One that turned out right does not count."""
        self._database.execute("update attempt set count = greatest(count - 1, 0) where attempt_digest = %s", (attempt_digest,))

    def keep_code(
        self,
        code_id: UUID,
        *,
        address_digest: bytes,
        purpose: str,
        code_digest: bytes,
        at: datetime,
        expires_at: datetime,
        require_may_send: Callable[[Sequence[datetime]], None],
    ) -> None:
        """Keep a code to be sent, if `require_may_send` (given the instants of the last day) does not refuse. One address at a time."""
        with self._database.transaction() as connection:
            connection.execute("select pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 7355609))", (address_digest,))
            rows = connection.execute(
                "select sent_at from code where address_digest = %s and sent_at > %s", (address_digest, at - timedelta(days=1))
            ).fetchall()
            require_may_send([sent_at for (sent_at,) in rows])
            connection.execute(
                """
                insert into code (code_id, address_digest, purpose, code_digest, sent_at, expires_at)
                values (%s, %s, %s, %s, %s, %s)
                """,
                (code_id, address_digest, purpose, code_digest, at, expires_at),
            )

    def count_check(self, *, address_digest: bytes, purpose: str, wrong_limit: int, check_limit: int) -> dict[str, Any] | None:
        """Take one try of the newest unused code sent to this address: the code's row as it is then, or None if there is none to try.

        The try is counted as a wrong one until `take_back_wrong` says otherwise, so that guesses sent at once cannot overtake the count.
        """
        return self._database.one(
            """
            update code
            set wrong = wrong + 1, checks = checks + 1
            where code_id = (
                    select code_id
                    from code
                    where address_digest = %s
                      and purpose = %s
                    order by sent_at desc
                    limit 1)
              and used_at is null
              and wrong < %s
              and checks < %s
            returning code_id, code_digest, expires_at, wrong
            """,
            (address_digest, purpose, wrong_limit, check_limit),
        )

    def take_back_wrong(self, code_id: UUID) -> None:
        """The try was right."""
        self._database.execute("update code set wrong = wrong - 1 where code_id = %s", (code_id,))

    def begin_session(
        self,
        session_id: UUID,
        *,
        token_digest: bytes,
        member_id: UUID,
        at: datetime,
        expires_at: datetime,
        client_address: str,
        client_program: str,
    ) -> None:
        """Keep a session by the hash of its token."""
        self._database.execute(
            """
            insert into session (session_id, token_digest, member_id, began_at, expires_at, client_address, client_program)
            values (%s, %s, %s, %s, %s, %s, %s)
            """,
            (session_id, token_digest, member_id, at, expires_at, client_address, client_program),
        )

    def end_session_of_token(self, token_digest: bytes) -> None:
        self._database.execute("delete from session where token_digest = %s", (token_digest,))

    def end_session(self, session_id: UUID, *, member_id: UUID) -> bool:
        """Whether there was such a session of this member."""
        return self._database.execute("delete from session where session_id = %s and member_id = %s", (session_id, member_id)) > 0

    def rehash(self, member_id: UUID, *, before: str, after: str) -> None:
        """Replace a password's hash by one with today's parameters, unless the password was changed meanwhile."""
        self._database.execute(
            "update person set password_hash = %s where member_id = %s and password_hash = %s", (after, member_id, before)
        )

    def keep_link(self, *, token_digest: bytes, email: str, roles: Sequence[str], language: str, expires_at: datetime) -> None:
        """Keep an operator's one-time link; earlier ones for this address stop working."""
        with self._database.transaction() as connection:
            connection.execute("delete from operator_link where email = %s and used_at is null", (email,))
            connection.execute(
                "insert into operator_link (token_digest, email, roles, language, expires_at) values (%s, %s, %s, %s, %s)",
                (token_digest, email, list(roles), language, expires_at),
            )

    def sweep(self, *, at: datetime) -> None:
        """Forget what has expired: sessions, old codes, closed windows, links."""
        day_ago = at - timedelta(days=1)
        self._database.execute("delete from session where expires_at <= %s", (at,))
        self._database.execute("delete from code where sent_at <= %s", (day_ago,))
        self._database.execute("delete from attempt where window_began_at <= %s", (day_ago,))
        self._database.execute("delete from operator_link where expires_at <= %s", (day_ago,))
