"""Chapter two: signing in and out, and whose token this is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from services.identity.application.room import Room
from services.identity.credentials import tokens
from services.identity.credentials.lockout import PER_ADDRESS, PER_LOGIN
from services.identity.domain import CredentialIsUnknown, CredentialsAreWrong
from services.identity.names import Login, understood
from services.identity.schemas import (
    Authenticate,
    CallerView,
    DoneView,
    EndSession,
    SessionsOf,
    SessionsView,
    SessionView,
    SignedInView,
    SignIn,
    SignOut,
)
from services.kernel.errors import NotFound
from services.kernel.ids import new_id

KEY_IS_TRUSTED_FOR: Final = timedelta(hours=1)
"""How long the answer about an API key may be believed, unless the key ends sooner."""
_NO_KEY: Final = tokens.token_digest("")


class Sessions(Room):
    """How people and machines prove who they are."""

    def sign_in(self, command: SignIn) -> SignedInView:
        """Begin a session. A login that nobody has costs the same work, counts the same and gets the same answer as a wrong password.

        Refuses: CredentialsAreWrong, TooManyAttempts.
        Source: product facts 2.1 "Login"; decision 34.
        """
        login = understood(command.login)
        address_count = self.require_within(PER_ADDRESS, "address", command.client_address) if command.client_address else None
        login_count = self.require_within(PER_LOGIN, "login", *login)
        person = self._proven(login, command.password)
        self.guards.forget_attempts(login_count)
        if address_count is not None:
            self.guards.take_back_attempt(address_count)
        return self._begun(person, command)

    def sign_out(self, command: SignOut) -> DoneView:
        """End the session of this token, if there is one."""
        if not command.dry_run:
            self.guards.end_session_of_token(tokens.token_digest(command.session_token))
        return DoneView()

    def authenticate(self, question: Authenticate) -> CallerView:
        """Whom the gateway may speak for. One indexed query. Refuses: CredentialIsUnknown."""
        prefix = tokens.api_key_prefix(question.credential)
        view = self._person(question.credential) if prefix is None else self._machine(prefix, question.credential)
        if view is None:
            raise CredentialIsUnknown()
        return view

    def sessions_of(self, question: SessionsOf) -> SessionsView:
        """A member's live sessions."""
        rows = self.queries.sessions(question.member_id, at=self.machine.now())
        return SessionsView(items=[SessionView(**row) for row in rows])

    def end_session(self, command: EndSession) -> DoneView:
        """Refuses: NotFound, for a session that is not this member's, or has ended."""
        if not command.dry_run and not self.guards.end_session(command.session_id, member_id=command.member_id):
            raise NotFound("session", command.session_id)
        return DoneView()

    def _proven(self, login: Login, password: str) -> dict[str, Any]:
        """The person with this login and password; their hash is made anew if it is of older parameters."""
        person = self.queries.person_by_login(login)
        stored = person["password_hash"] if person else None
        if not self.passwords.matches(stored, password) or person is None or stored is None:
            raise CredentialsAreWrong()
        if self.passwords.is_outdated(stored):
            self.guards.rehash(person["member_id"], before=stored, after=self.passwords.hash(password))
        return person

    def _begun(self, person: dict[str, Any], command: SignIn) -> SignedInView:
        session_id, now = new_id(), self.machine.now()
        token, expires_at = tokens.new_session_token(), now + tokens.SESSION_LIFETIME
        if command.dry_run:
            token = ""
        else:
            self.guards.begin_session(
                session_id,
                token_digest=tokens.token_digest(token),
                member_id=person["member_id"],
                at=now,
                expires_at=expires_at,
                client_address=command.client_address,
                client_program=command.client_program,
            )
        return SignedInView(
            session_id=session_id,
            session_token=token,
            expires_at=expires_at,
            account_id=person["account_id"],
            member_id=person["member_id"],
            kind=person["kind"],
            roles=tuple(person["roles"]),
        )

    def _person(self, token: str) -> CallerView | None:
        row = self.queries.session_by_token(tokens.token_digest(token), at=self.machine.now())
        if row is None:
            return None
        return CallerView(
            account_id=row["account_id"],
            member_id=row["member_id"],
            session_id=row["session_id"],
            key_id=None,
            kind=row["kind"],
            roles=tuple(row["roles"]),
            scopes=(),
            expires_at=row["expires_at"],
        )

    def _machine(self, prefix: str, key: str) -> CallerView | None:
        """Keys end by the ledger's clock, because their end is a fact in the ledger; what is answered is in the machine's time."""
        row = self.queries.api_key_by_prefix(prefix)
        is_right = tokens.is_same(bytes(row["secret_hash"]) if row else _NO_KEY, key)
        if row is None or not is_right:
            return None
        left = KEY_IS_TRUSTED_FOR if row["ends_at"] is None else min(row["ends_at"] - self.clock.now(), KEY_IS_TRUSTED_FOR)
        if left <= timedelta(0):
            return None
        return CallerView(
            account_id=row["account_id"],
            member_id=None,
            session_id=None,
            key_id=row["key_id"],
            kind=row["kind"],
            roles=(),
            scopes=tuple(row["scopes"]),
            expires_at=self.machine.now() + left,
        )
