"""From identity's own facts to rows: accounts, members and their roles, API keys."""

from __future__ import annotations

from typing import Final

from services.identity.domain import Account
from services.kernel.eventstore import Projector, Rows, Rowset

PROJECTOR: Final = Projector()

ACCOUNTS: Final = Rows(
    """
    insert into account (account_id, currency, kind, opened_at)
    select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[])
    """,
    columns=("account_id", "currency", "kind", "opened_at"),
)

MEMBERS: Final = Rows(
    """
    insert into member (member_id, account_id, roles, joined_at)
    select u.member_id, u.account_id, string_to_array(u.roles, ' '), u.joined_at
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[]) as u(member_id, account_id, roles, joined_at)
    on conflict (member_id) do update set roles = excluded.roles
    """,
    columns=("member_id", "account_id", "roles", "joined_at"),
    key=("member_id",),
)

API_KEYS: Final = Rows(
    """
    insert into api_key (key_id, account_id, scopes, replaces_key_id, issued_at)
    select u.key_id, u.account_id, string_to_array(u.scopes, ' '), u.replaces_key_id, u.issued_at
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[])
        as u(key_id, account_id, scopes, replaces_key_id, issued_at)
    """,
    columns=("key_id", "account_id", "scopes", "replaces_key_id", "issued_at"),
)

API_KEY_ENDS: Final = Rows(
    """
    insert into api_key_end (key_id, ends_at)
    select * from unnest(%s::uuid[], %s::timestamptz[])
    on conflict (key_id) do update set ends_at = excluded.ends_at
    """,
    columns=("key_id", "ends_at"),
    key=("key_id",),
)


@PROJECTOR.on(Account.AccountOpened)
def _opened(fact: Account.AccountOpened, rows: Rowset) -> None:
    rows.add(ACCOUNTS, account_id=fact.account_id, currency=fact.currency, kind=fact.kind, opened_at=fact.occurred_at)


@PROJECTOR.on(Account.MemberAdded, Account.RolesChanged)
def _roles(fact: Account.MemberAdded | Account.RolesChanged, rows: Rowset) -> None:
    rows.add(MEMBERS, member_id=fact.member_id, account_id=fact.account_id, roles=" ".join(fact.roles), joined_at=fact.occurred_at)


@PROJECTOR.on(Account.ApiKeyIssued)
def _key_issued(fact: Account.ApiKeyIssued, rows: Rowset) -> None:
    rows.add(
        API_KEYS,
        key_id=fact.key_id,
        account_id=fact.account_id,
        scopes=" ".join(fact.scopes),
        replaces_key_id=fact.replaces_key_id,
        issued_at=fact.occurred_at,
    )


@PROJECTOR.on(Account.ApiKeyRevoked)
def _key_revoked(fact: Account.ApiKeyRevoked, rows: Rowset) -> None:
    rows.add(API_KEY_ENDS, key_id=fact.key_id, ends_at=fact.ends_at)
