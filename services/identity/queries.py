"""From rows to answers: who is this, what may they do, what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.identity.names import Login
from services.kernel.database import Database


class Queries:
    """Reads of identity's rows. Instants given here are the machine's, unless a docstring says otherwise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def account(self, account_id: UUID) -> dict[str, Any] | None:
        return self._database.one("select account_id, currency, kind, opened_at from account where account_id = %s", (account_id,))

    def members(self, account_id: UUID, *, member_id: UUID | None = None) -> list[dict[str, Any]]:
        """Members with their personal data (null where erased), first comer first."""
        return self._database.all(
            """
            select m.member_id, m.account_id, p.username, p.email, p.phone_key as phone, coalesce(p.language, 'en') as language, m.roles,
                   m.joined_at
            from member as m
            left join person as p using (member_id)
            where m.account_id = %(account_id)s
              and (%(member_id)s::uuid is null or m.member_id = %(member_id)s)
            order by m.joined_at, m.member_id
            """,
            {"account_id": account_id, "member_id": member_id},
        )

    def names_taken(self, *, username_key: str, email_key: str, phone_key: str | None) -> dict[str, bool]:
        """Which of the three names somebody has."""
        row = self._database.one(
            """
            select exists (select from person where username_key = %s) as username,
                   exists (select from person where email_key = %s) as email,
                   exists (select from person where phone_key = %s) as phone
            """,
            (username_key, email_key, phone_key),
        )
        assert row is not None
        return row

    def person_by_email(self, email_key: str) -> dict[str, Any] | None:
        return self._database.one("select member_id, language from person where email_key = %s", (email_key,))

    def person_by_login(self, login: Login) -> dict[str, Any] | None:
        """The one person with this name, with the password's hash and what they may do."""
        return self._database.one(
            """
            select p.member_id, p.account_id, p.password_hash, m.roles, a.kind
            from person as p
            join member as m using (member_id)
            join account as a on a.account_id = p.account_id
            where (%(kind)s = 'username' and p.username_key = %(key)s)
               or (%(kind)s = 'email' and p.email_key = %(key)s)
               or (%(kind)s = 'phone' and p.phone_key = %(key)s)
            """,
            login._asdict(),
        )

    def session_by_token(self, token_digest: bytes, *, at: datetime) -> dict[str, Any] | None:
        """A live session and whom it speaks for."""
        return self._database.one(
            """
            select s.session_id, s.expires_at, m.member_id, m.account_id, m.roles, a.kind
            from session as s
            join member as m using (member_id)
            join account as a using (account_id)
            where s.token_digest = %s
              and s.expires_at > %s
            """,
            (token_digest, at),
        )

    def api_key_by_prefix(self, prefix: str) -> dict[str, Any] | None:
        """A key's hash and what it may do. `ends_at` is in the ledger's time."""
        return self._database.one(
            """
            select s.key_id, s.secret_hash, k.account_id, k.scopes, e.ends_at, a.kind
            from api_key_secret as s
            join api_key as k using (key_id)
            join account as a using (account_id)
            left join api_key_end as e using (key_id)
            where s.prefix = %s
            """,
            (prefix,),
        )

    def api_keys(self, account_id: UUID) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select k.key_id, s.prefix, s.name, k.scopes, k.issued_at, e.ends_at
            from api_key as k
            join api_key_secret as s using (key_id)
            left join api_key_end as e using (key_id)
            where k.account_id = %s
            order by k.issued_at desc, k.key_id desc
            """,
            (account_id,),
        )

    def api_key_name(self, key_id: UUID) -> str | None:
        row = self._database.one("select name from api_key_secret where key_id = %s", (key_id,))
        return row["name"] if row else None

    def sessions(self, member_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select session_id, began_at, expires_at, client_address, client_program
            from session
            where member_id = %s
              and expires_at > %s
            order by began_at desc, session_id desc
            """,
            (member_id, at),
        )

    def code_sent_by(self, code_id: UUID) -> dict[str, Any] | None:
        return self._database.one("select address_digest, sent_at, expires_at from code where code_id = %s", (code_id,))

    def operator_link(self, token_digest: bytes, *, at: datetime) -> dict[str, Any] | None:
        """A link that works: not used, not expired."""
        return self._database.one(
            """
            select token_digest, email, roles, language
            from operator_link
            where token_digest = %s
              and used_at is null
              and expires_at > %s
            """,
            (token_digest, at),
        )

    def messages_waiting(self, *, at: datetime, limit: int) -> list[UUID]:
        rows = self._database.all(
            "select message_id from message where state = 'waiting' and next_try_at <= %s order by next_try_at limit %s", (at, limit)
        )
        return [row["message_id"] for row in rows]

    def mailbox(self, *, recipient: str | None, limit: int) -> list[dict[str, Any]]:
        """What was kept in the local mailbox, newest first."""
        return self._database.all(
            """
            select message_id, channel, kind, recipient, subject, body, written_at
            from message
            where state = 'kept'
              and (%(recipient)s::text is null or recipient = %(recipient)s)
            order by written_at desc, message_id desc
            limit %(limit)s
            """,
            {"recipient": recipient, "limit": limit},
        )

    def recipients(self, account_id: UUID, *, roles: Sequence[str]) -> list[dict[str, Any]]:
        """Who in the account has one of these roles and an address: member_id, email, language."""
        return self._database.all(
            """
            select p.member_id, p.email, p.language
            from member as m
            join person as p using (member_id)
            where m.account_id = %s
              and m.roles && %s::text[]
            order by m.joined_at, m.member_id
            """,
            (account_id, list(roles)),
        )
