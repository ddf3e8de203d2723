"""What identity says no to. None says more than an attacker may know; codes, passwords, names and lock-outs have theirs beside them."""

from __future__ import annotations

from collections.abc import Iterable

from services.kernel.errors import Refusal


class RoleIsUnknown(Refusal):
    """This kind of account does not have this role, or no role was named."""

    code = "identity.role_is_unknown"

    def __init__(self, roles: Iterable[str]) -> None:
        super().__init__(roles=sorted(roles))


class RoleIsIndispensable(Refusal):
    """Somebody in the account must keep this role."""

    code = "identity.role_is_indispensable"

    def __init__(self, role: str) -> None:
        super().__init__(role=role)


class ScopeIsUnknown(Refusal):
    """There is no such scope, or no scope was named."""

    code = "identity.scope_is_unknown"

    def __init__(self, scopes: Iterable[str], *, known: Iterable[str]) -> None:
        super().__init__(scopes=sorted(scopes), known=sorted(known))


class ApiKeyIsRevoked(Refusal):
    """The key was revoked or replaced before."""

    code = "identity.api_key_is_revoked"


class OperatorsHaveNoKeys(Refusal):
    """API keys belong to customers' accounts; operators sign in."""

    code = "identity.operators_have_no_keys"


class TooManyApiKeys(Refusal):
    """The account has as many live keys as it may have; revoke one first."""

    code = "identity.too_many_api_keys"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class UsernameIsTaken(Refusal):
    """Somebody has this username; it differs from others by more than upper and lower case."""

    code = "identity.username_is_taken"


class EmailIsTaken(Refusal):
    """There is an account with this e-mail address. Said only to somebody who reads its mail."""

    code = "identity.email_is_taken"


class PhoneIsTaken(Refusal):
    """There is an account with this phone number."""

    code = "identity.phone_is_taken"


class CredentialsAreWrong(Refusal):
    """The login or the password is wrong; which of the two is not said."""

    code = "identity.credentials_are_wrong"


class CredentialIsUnknown(Refusal):
    """The session token or API key is unknown, ended or expired; which of them is not said."""

    code = "identity.credential_is_unknown"


class OperatorLinkIsInvalid(Refusal):
    """The link is unknown, used or expired; ask for a new one."""

    code = "identity.operator_link_is_invalid"


class MailboxIsNotLocal(Refusal):
    """Mail leaves through a mail server; there is no local mailbox to read."""

    code = "identity.mailbox_is_not_local"


TAKEN: dict[str, type[Refusal]] = {
    "username_is_taken": UsernameIsTaken,
    "email_is_taken": EmailIsTaken,
    "phone_is_taken": PhoneIsTaken,
}
"""By the constraint that holds it."""
