"""Chapter three: API keys. That a key exists, and what it may do, are facts in the ledger; its hash and name are rows."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from services.identity.application.room import Room
from services.identity.credentials import tokens
from services.identity.domain import Account
from services.identity.projections.people import API_KEY_SECRETS
from services.identity.schemas import (
    ApiKeysOf,
    ApiKeysView,
    ApiKeyView,
    IssueApiKey,
    IssuedApiKeyView,
    RevokeApiKey,
    RevokedApiKeyView,
    RotateApiKey,
)
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id


class ApiKeys(Room):
    """Access for machines (decision 35)."""

    @once
    def issue_api_key(self, turn: Turn, command: IssueApiKey) -> IssuedApiKeyView:
        """The key is in the first answer only. Refuses: NotFound, ScopeIsUnknown, TooManyApiKeys, OperatorsHaveNoKeys."""
        account, key_id = turn.load(Account, command.account_id), derived_id(command.id, "api_key")
        account.issue_key(key_id, command.scopes, by=command.by_member_id, at=turn.now)
        return self._issued(turn, account, key_id, name=command.name)

    @once
    def rotate_api_key(self, turn: Turn, command: RotateApiKey) -> IssuedApiKeyView:
        """A successor with the same scopes and name. Refuses: NotFound, ApiKeyIsRevoked."""
        account, key_id = turn.load(Account, command.account_id), derived_id(command.id, "api_key")
        overlap = timedelta(seconds=command.overlap_s)
        account.rotate_key(command.key_id, key_id, overlap=overlap, by=command.by_member_id, at=turn.now)
        name = self.queries.api_key_name(command.key_id) or ""
        return self._issued(turn, account, key_id, name=name, replaces_key_id=command.key_id)

    @once
    def revoke_api_key(self, turn: Turn, command: RevokeApiKey) -> RevokedApiKeyView:
        """Refuses: NotFound, ApiKeyIsRevoked."""
        account = turn.load(Account, command.account_id)
        account.revoke_key(command.key_id, by=command.by_member_id, at=turn.now)
        return RevokedApiKeyView(key_id=command.key_id, ends_at=turn.now)

    def api_keys_of(self, question: ApiKeysOf) -> ApiKeysView:
        rows = self.queries.api_keys(question.account_id)
        return ApiKeysView(items=[ApiKeyView(**{**row, "scopes": tuple(row["scopes"])}) for row in rows])

    def _issued(self, turn: Turn, account: Account, key_id: UUID, *, name: str, replaces_key_id: UUID | None = None) -> IssuedApiKeyView:
        key = tokens.new_api_key()
        turn.rows.add(API_KEY_SECRETS, key_id=key_id, prefix=key.prefix, secret_hash=tokens.token_digest(key.secret), name=name)
        turn.secret(key=key.secret)
        return IssuedApiKeyView(
            key_id=key_id,
            prefix=key.prefix,
            scopes=account.keys[key_id].scopes,
            issued_at=turn.now,
            replaces_key_id=replaces_key_id,
            replaced_ends_at=account.keys[replaces_key_id].ends_at if replaces_key_id else None,
        )
