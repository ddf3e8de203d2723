"""Rows that come from no event, being personal or secret, written in the transaction of the command that causes them (decision 37)."""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Rows

PERSONS: Final = Rows(
    """
    insert into person (
        member_id, account_id, username, username_key, email, email_key, phone_key, password_hash, language, registered_at)
    select * from unnest(
        %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
    """,
    columns=(
        "member_id",
        "account_id",
        "username",
        "username_key",
        "email",
        "email_key",
        "phone_key",
        "password_hash",
        "language",
        "registered_at",
    ),
)
"""A name that is taken breaks one of the constraints username_is_taken, email_is_taken, phone_is_taken."""

API_KEY_SECRETS: Final = Rows(
    """
    insert into api_key_secret (key_id, prefix, secret_hash, name)
    select * from unnest(%s::uuid[], %s::text[], %s::bytea[], %s::text[])
    """,
    columns=("key_id", "prefix", "secret_hash", "name"),
)

ERASED_PERSONS: Final = Rows(
    """
    with erased as (
        delete from person
        where member_id = any(%s::uuid[])
        returning member_id, email_key
    ), ended as (
        delete from session
        where member_id in (select member_id from erased)
    )
    delete from message
    where lower(recipient) in (select email_key from erased)
    """,
    columns=("member_id",),
)
"""The person, their sessions with the addresses they came from, and the messages to them."""

USED_CODES: Final = Rows(
    """
    update code
    set used_at = u.used_at
    from unnest(%s::uuid[], %s::timestamptz[]) as u(code_id, used_at)
    where code.code_id = u.code_id
    """,
    columns=("code_id", "used_at"),
)

USED_LINKS: Final = Rows(
    """
    update operator_link
    set used_at = u.used_at
    from unnest(%s::bytea[], %s::timestamptz[]) as u(token_digest, used_at)
    where operator_link.token_digest = u.token_digest
    """,
    columns=("token_digest", "used_at"),
)
