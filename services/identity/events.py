"""What identity tells the other rooms: names, versions, and a sample of each, how a fact looks for ever. No fact names a person."""

from __future__ import annotations

from typing import Any, Final

from services.identity.domain import OPERATORS_ID, Account, TestClock
from services.kernel.follower import Published

_ACCOUNT = "01938f6a-0000-7000-8000-000000000001"
_MEMBER = "01938f6a-0000-7000-8000-000000000002"
_KEY = "01938f6a-0000-7000-8000-000000000003"
_SUCCESSOR = "01938f6a-0000-7000-8000-000000000004"
_AT = "2026-11-23T09:00:00Z"

SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "identity.account_opened.v1": {"account_id": _ACCOUNT, "currency": "CNY", "kind": "customer", "occurred_at": _AT},
    "identity.member_added.v1": {"account_id": _ACCOUNT, "member_id": _MEMBER, "roles": ["owner"], "occurred_at": _AT},
    "identity.roles_changed.v1": {
        "account_id": str(OPERATORS_ID),
        "member_id": _MEMBER,
        "roles": ["auditor", "support"],
        "by_member_id": _MEMBER,
        "occurred_at": _AT,
    },
    "identity.member_erased.v1": {"account_id": _ACCOUNT, "member_id": _MEMBER, "by_member_id": _MEMBER, "occurred_at": _AT},
    "identity.api_key_issued.v1": {
        "account_id": _ACCOUNT,
        "key_id": _SUCCESSOR,
        "scopes": ["bills:read", "usage:write"],
        "replaces_key_id": _KEY,
        "by_member_id": _MEMBER,
        "occurred_at": _AT,
    },
    "identity.api_key_revoked.v1": {
        "account_id": _ACCOUNT,
        "key_id": _KEY,
        "ends_at": "2026-11-24T09:00:00Z",
        "by_member_id": _MEMBER,
        "occurred_at": _AT,
    },
    "identity.clock_installed.v1": {"occurred_at": _AT},
    "identity.clock_moved.v1": {"to": "2026-11-24T09:00:00Z", "by_member_id": _MEMBER, "occurred_at": _AT},
}

PUBLISHED: Final = Published(
    "identity",
    {
        Account.AccountOpened: "identity.account_opened.v1",
        Account.MemberAdded: "identity.member_added.v1",
        Account.RolesChanged: "identity.roles_changed.v1",
        Account.MemberErased: "identity.member_erased.v1",
        Account.ApiKeyIssued: "identity.api_key_issued.v1",
        Account.ApiKeyRevoked: "identity.api_key_revoked.v1",
        TestClock.Installed: "identity.clock_installed.v1",
        TestClock.Moved: "identity.clock_moved.v1",
    },
    samples=SAMPLES,
)
