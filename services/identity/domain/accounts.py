"""Accounts, their members and their API keys: what is an event. Who the members are is not; that is in rows (decision 37)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.identity.domain.refusals import (
    ApiKeyIsRevoked,
    OperatorsHaveNoKeys,
    RoleIsIndispensable,
    RoleIsUnknown,
    ScopeIsUnknown,
    TooManyApiKeys,
)
from services.kernel.errors import NotFound
from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import require_known_currency

Kind = Literal["customer", "operator"]

CUSTOMER_ROLES: Final = frozenset({"owner", "finance", "viewer"})
OPERATOR_ROLES: Final = frozenset({"operator", "finance_operator", "support", "partner", "auditor"})
ROLES: Final = {"customer": CUSTOMER_ROLES, "operator": OPERATOR_ROLES}
INDISPENSABLE: Final = {"customer": "owner", "operator": "operator"}
"""The role that somebody in the account must keep."""

SCOPES: Final = frozenset(
    {
        "usage:write",
        "usage:read",
        "bills:read",
        "wallet:read",
        "wallet:write",
        "workspaces:read",
        "workspaces:write",
        "tickets:read",
        "tickets:write",
    }
)

NO_CURRENCY: Final = "XXX"
"""ISO 4217's code for "no currency involved": the operators' account has no wallet."""

MOST_LIVE_KEYS: Final = 50
"""API keys that an account may have at one time."""

OPERATORS_ID: Final = natural_id("account", "operators")
"""There is one account of operators in a deployment."""


class Member(msgspec.Struct):
    """Somebody who may act for the account; who it is stands in a row."""

    roles: tuple[str, ...]


class ApiKey(msgspec.Struct):
    """A machine's access; `ends_at` is None while nobody has revoked it."""

    scopes: tuple[str, ...]
    ends_at: datetime | None = None

    def is_live(self, at: datetime) -> bool:
        return self.ends_at is None or at < self.ends_at


class Account(Aggregate):
    """Who pays and acts together: a customer's account with one currency for life, or the operators' own."""

    TOPIC = "identity.account"

    class Event(Aggregate.Event):
        TOPIC = "identity.account_event"
        account_id: UUID

    class AccountOpened(Event, Aggregate.Created):
        TOPIC = "identity.account_opened"
        currency: str
        kind: Kind
        occurred_at: datetime

    class MemberAdded(Event):
        TOPIC = "identity.member_added"
        member_id: UUID
        roles: tuple[str, ...]
        occurred_at: datetime

    class RolesChanged(Event):
        TOPIC = "identity.roles_changed"
        member_id: UUID
        roles: tuple[str, ...]
        by_member_id: UUID
        occurred_at: datetime

    class ApiKeyIssued(Event):
        TOPIC = "identity.api_key_issued"
        key_id: UUID
        scopes: tuple[str, ...]
        replaces_key_id: UUID | None
        by_member_id: UUID
        occurred_at: datetime

    class ApiKeyRevoked(Event):
        """`ends_at` may lie ahead: until then a replaced key works beside its successor."""

        TOPIC = "identity.api_key_revoked"
        key_id: UUID
        ends_at: datetime
        by_member_id: UUID
        occurred_at: datetime

    class MemberErased(Event):
        """What we knew of the person is gone; the member stays, under an id that names nobody."""

        TOPIC = "identity.member_erased"
        member_id: UUID
        by_member_id: UUID
        occurred_at: datetime

    account_id: UUID
    currency: str
    kind: Kind
    opened_at: datetime
    members: dict[UUID, Member]
    keys: dict[UUID, ApiKey]

    @classmethod
    def open_for_customer(cls, account_id: UUID, *, owner_id: UUID, currency: str, at: datetime) -> Account:
        """A customer's account with its first member, the owner. Refuses: CurrencyIsUnknown (decision 3)."""
        account = cls(account_id=account_id, currency=require_known_currency(currency), kind="customer", occurred_at=at)
        account.add_member(owner_id, ("owner",), at=at)
        return account

    @classmethod
    def open_for_operators(cls, *, at: datetime) -> Account:
        """The operators' account; it has no currency."""
        return cls(account_id=OPERATORS_ID, currency=NO_CURRENCY, kind="operator", occurred_at=at)

    @staticmethod
    def create_id(account_id: UUID) -> UUID:
        return account_id

    @event(AccountOpened)
    def __init__(self, account_id: UUID, currency: str, kind: Kind, occurred_at: datetime) -> None:
        self.account_id = account_id
        self.currency = currency
        self.kind = kind
        self.opened_at = occurred_at
        self.members = {}
        self.keys = {}

    def roles_of(self, member_id: UUID) -> tuple[str, ...]:
        """Refuses: NotFound, for somebody who is not a member."""
        if member_id not in self.members:
            raise NotFound("member", member_id)
        return self.members[member_id].roles

    def add_member(self, member_id: UUID, roles: Iterable[str], *, at: datetime) -> None:
        """Let somebody act for the account. Refuses: RoleIsUnknown."""
        self._member_added(account_id=self.account_id, member_id=member_id, roles=self._known(roles), occurred_at=at)

    def change_roles(self, member_id: UUID, roles: Iterable[str], *, by: UUID, at: datetime) -> None:
        """Give a member these roles instead of those before. Refuses: NotFound, RoleIsUnknown, RoleIsIndispensable."""
        known = self._known(roles)
        if known == self.roles_of(member_id):
            return
        self._require_kept(member_id, known)
        self._roles_changed(account_id=self.account_id, member_id=member_id, roles=known, by_member_id=by, occurred_at=at)

    def erase_member(self, member_id: UUID, *, by: UUID, at: datetime) -> None:
        """Record that a person's data were erased. Refuses: NotFound."""
        self.roles_of(member_id)
        self._member_erased(account_id=self.account_id, member_id=member_id, by_member_id=by, occurred_at=at)

    def issue_key(self, key_id: UUID, scopes: Iterable[str], *, by: UUID, at: datetime) -> None:
        """Let a machine act within `scopes`. Refuses: OperatorsHaveNoKeys, ScopeIsUnknown, TooManyApiKeys."""
        if self.kind == "operator":
            raise OperatorsHaveNoKeys()
        if sum(key.is_live(at) for key in self.keys.values()) >= MOST_LIVE_KEYS:
            raise TooManyApiKeys(MOST_LIVE_KEYS)
        self._issue(key_id, _known_scopes(scopes), replaces=None, by=by, at=at)

    def revoke_key(self, key_id: UUID, *, by: UUID, at: datetime) -> None:
        """End a key at once, also one that a rotation left running. Refuses: NotFound, ApiKeyIsRevoked."""
        self._live_key(key_id, at)
        self._end(key_id, at, by=by, at=at)

    def rotate_key(self, key_id: UUID, successor_id: UUID, *, overlap: timedelta, by: UUID, at: datetime) -> None:
        """Issue a successor with the same scopes; the old key works on for `overlap` (decision 35). Refuses: NotFound, ApiKeyIsRevoked."""
        key = self._live_key(key_id, at)
        if key.ends_at is not None:
            raise ApiKeyIsRevoked()
        self._issue(successor_id, key.scopes, replaces=key_id, by=by, at=at)
        self._end(key_id, at + overlap, by=by, at=at)

    def _issue(self, key_id: UUID, scopes: tuple[str, ...], *, replaces: UUID | None, by: UUID, at: datetime) -> None:
        self._api_key_issued(
            account_id=self.account_id, key_id=key_id, scopes=scopes, replaces_key_id=replaces, by_member_id=by, occurred_at=at
        )

    def _end(self, key_id: UUID, ends_at: datetime, *, by: UUID, at: datetime) -> None:
        self._api_key_revoked(account_id=self.account_id, key_id=key_id, ends_at=ends_at, by_member_id=by, occurred_at=at)

    def _live_key(self, key_id: UUID, at: datetime) -> ApiKey:
        key = self.keys.get(key_id)
        if key is None:
            raise NotFound("api_key", key_id)
        if not key.is_live(at):
            raise ApiKeyIsRevoked()
        return key

    def _known(self, roles: Iterable[str]) -> tuple[str, ...]:
        wanted = frozenset(roles)
        if not wanted or not wanted <= ROLES[self.kind]:
            raise RoleIsUnknown(wanted)
        return tuple(sorted(wanted))

    def _require_kept(self, member_id: UUID, roles: tuple[str, ...]) -> None:
        kept = INDISPENSABLE[self.kind]
        others = (member.roles for id, member in self.members.items() if id != member_id)
        if kept not in roles and not any(kept in held for held in others):
            raise RoleIsIndispensable(kept)

    @event(MemberAdded)
    def _member_added(self, account_id: UUID, member_id: UUID, roles: tuple[str, ...], occurred_at: datetime) -> None:
        self.members[member_id] = Member(roles=roles)

    @event(RolesChanged)
    def _roles_changed(self, account_id: UUID, member_id: UUID, roles: tuple[str, ...], by_member_id: UUID, occurred_at: datetime) -> None:
        self.members[member_id].roles = roles

    @event(MemberErased)
    def _member_erased(self, account_id: UUID, member_id: UUID, by_member_id: UUID, occurred_at: datetime) -> None:
        pass  # roles and everything done under the id stay; the rows of the person go

    @event(ApiKeyIssued)
    def _api_key_issued(
        self,
        account_id: UUID,
        key_id: UUID,
        scopes: tuple[str, ...],
        replaces_key_id: UUID | None,
        by_member_id: UUID,
        occurred_at: datetime,
    ) -> None:
        self.keys[key_id] = ApiKey(scopes=scopes)

    @event(ApiKeyRevoked)
    def _api_key_revoked(self, account_id: UUID, key_id: UUID, ends_at: datetime, by_member_id: UUID, occurred_at: datetime) -> None:
        self.keys[key_id].ends_at = ends_at


def _known_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(scopes)
    if not wanted or not wanted <= SCOPES:
        raise ScopeIsUnknown(wanted - SCOPES, known=SCOPES)
    return tuple(sorted(wanted))
