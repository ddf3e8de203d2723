"""Chapter one: codes by mail, opening an account, its members and their roles."""

from __future__ import annotations

import dataclasses
import hmac
from datetime import datetime
from uuid import UUID

from services.identity.application.room import Room, refusal_of
from services.identity.credentials import codes
from services.identity.credentials.lockout import CODES_PER_ADDRESS, REGISTRATIONS_PER_ADDRESS
from services.identity.credentials.passwords import require_strong
from services.identity.domain import TAKEN, Account
from services.identity.messages import written
from services.identity.names import Names, email_key
from services.identity.projections.people import ERASED_PERSONS, PERSONS, USED_CODES
from services.identity.schemas import (
    AccountOf,
    AccountOpenedView,
    AccountView,
    ChangeRoles,
    CodeSentView,
    DoneView,
    EraseMember,
    MemberOf,
    MembersOf,
    MembersView,
    MemberView,
    Register,
    RequestCode,
    RolesView,
)
from services.kernel.database import psycopg
from services.kernel.errors import CommandIdIsReused, NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id


class Registration(Room):
    """How people come in, and what they may do."""

    def request_code(self, command: RequestCode) -> CodeSentView:
        """Send a code to an e-mail address; to one that has an account, a mail that says so. The answer does not tell which.

        Refuses: EmailIsInvalid, CodeWasJustSent, TooManyCodes, TooManyAttempts.
        """
        address = email_key(command.email)
        earlier = self._code_sent_before(command.id, address)
        if earlier is not None:
            return earlier
        if command.client_address:
            self.require_within(CODES_PER_ADDRESS, "code", command.client_address)
        now = self.machine.now()
        if not command.dry_run:
            self._send_code(command, address, now)
        return CodeSentView(expires_at=now + codes.LIFETIME, next_at=now + codes.PAUSE)

    def register(self, command: Register) -> AccountOpenedView:
        """Open a customer's account with this person as its owner.

        Refuses: UsernameIsInvalid, EmailIsInvalid, PhoneIsInvalid, PasswordIsWeak, CodeIsWrong, CodeIsExpired, TooManyAttempts;
        only to somebody with the right code: UsernameIsTaken, EmailIsTaken, PhoneIsTaken.
        Source: product facts 2.1 "Registration", checklist 1 and 2.
        """
        if command.client_address:
            self.require_within(REGISTRATIONS_PER_ADDRESS, "register", command.client_address)
        try:
            return self._register(dataclasses.replace(command, client_address=""))
        except psycopg.errors.UniqueViolation as clash:
            raise refusal_of(clash) or clash from None

    @once
    def change_roles(self, turn: Turn, command: ChangeRoles) -> RolesView:
        """Refuses: NotFound, RoleIsUnknown, RoleIsIndispensable."""
        account = turn.load(Account, command.account_id)
        account.change_roles(command.member_id, command.roles, by=command.by_member_id, at=turn.now)
        return RolesView(account_id=account.id, member_id=command.member_id, roles=account.roles_of(command.member_id))

    @once
    def erase_member(self, turn: Turn, command: EraseMember) -> DoneView:
        """Erase what we know of a person; their names are free again (decision 37). Refuses: NotFound."""
        account = turn.load(Account, command.account_id)
        account.erase_member(command.member_id, by=command.by_member_id, at=turn.now)
        turn.rows.add(ERASED_PERSONS, member_id=command.member_id)
        return DoneView()

    def account_of(self, question: AccountOf) -> AccountView:
        """Refuses: NotFound."""
        row = self.queries.account(question.account_id)
        if row is None:
            raise NotFound("account", question.account_id)
        return AccountView(**row)

    def member_of(self, question: MemberOf) -> MemberView:
        """Refuses: NotFound."""
        rows = self.queries.members(question.account_id, member_id=question.member_id)
        if not rows:
            raise NotFound("member", question.member_id)
        return _member(rows[0])

    def members_of(self, question: MembersOf) -> MembersView:
        return MembersView(items=[_member(row) for row in self.queries.members(question.account_id)])

    @once
    def _register(self, turn: Turn, command: Register) -> AccountOpenedView:
        names = Names.of(username=command.username, email=command.email, phone=command.phone)
        require_strong(command.password, logins=names.guessable)
        code_id = self._right_code(names.email, "register", command.code)
        self.require_free(names)
        account_id, member_id = derived_id(command.id, "account"), derived_id(command.id, "member")
        account = turn.add(Account.open_for_customer(account_id, owner_id=member_id, currency=command.currency, at=turn.now))
        self.write_person(turn, names, member_id=member_id, account_id=account_id, password=command.password, language=command.language)
        turn.rows.add(USED_CODES, code_id=code_id, used_at=self.machine.now())
        return opened(account, member_id)

    def write_person(self, turn: Turn, names: Names, *, member_id: UUID, account_id: UUID, password: str, language: str) -> None:
        """The row of who somebody is, in the transaction of the event that they joined."""
        turn.rows.add(
            PERSONS,
            member_id=member_id,
            account_id=account_id,
            username=names.username_shown,
            username_key=names.username,
            email=names.email_shown,
            email_key=names.email,
            phone_key=names.phone,
            password_hash=self.passwords.hash(password),
            language=language,
            registered_at=turn.now,
        )

    def require_free(self, names: Names) -> None:
        """Refuses: UsernameIsTaken, EmailIsTaken, PhoneIsTaken. Two who ask at once are told apart by the database."""
        taken = self.queries.names_taken(username_key=names.username, email_key=names.email, phone_key=names.phone)
        for name, is_taken in taken.items():
            if is_taken:
                raise TAKEN[f"{name}_is_taken"]()

    def _code_sent_before(self, code_id: UUID, address: str) -> CodeSentView | None:
        """The answer to a repeat. Refuses: CommandIdIsReused."""
        row = self.queries.code_sent_by(code_id)
        if row is None:
            return None
        if row["address_digest"] != self.digest("address", address):
            raise CommandIdIsReused(code_id)
        return CodeSentView(expires_at=row["expires_at"], next_at=row["sent_at"] + codes.PAUSE)

    def _send_code(self, command: RequestCode, address: str, now: datetime) -> None:
        code = codes.new_code()
        self.guards.keep_code(
            command.id,
            address_digest=self.digest("address", address),
            purpose=command.purpose,
            code_digest=self._code_digest(address, command.purpose, code),
            at=now,
            expires_at=now + codes.LIFETIME,
            require_may_send=lambda sent_at: codes.require_may_send(sent_at, now=now),
        )
        if self.queries.person_by_email(address) is None:
            kind, text = "register_code", written("register_code", command.language, code=code)
        else:
            kind, text = "address_in_use", written("address_in_use", command.language)
        self.post.send(derived_id(command.id, "mail"), text, kind=kind, recipient=address, valid_for=codes.LIFETIME)

    def _right_code(self, address: str, purpose: str, code: str) -> UUID:
        """The id of the code that was sent, if this is it. A wrong try counts whatever becomes of the command, and in a dry run too.

        Refuses: CodeIsWrong, CodeIsExpired (only for the right code).
        """
        row = self.guards.count_check(
            address_digest=self.digest("address", address), purpose=purpose, wrong_limit=codes.WRONG_TRIES, check_limit=codes.CHECKS
        )
        if row is None:
            raise codes.CodeIsWrong(0)
        if not hmac.compare_digest(bytes(row["code_digest"]), self._code_digest(address, purpose, code)):
            raise codes.CodeIsWrong(codes.WRONG_TRIES - row["wrong"])
        self.guards.take_back_wrong(row["code_id"])
        if row["expires_at"] <= self.machine.now():
            raise codes.CodeIsExpired()
        return UUID(str(row["code_id"]))

    def _code_digest(self, address: str, purpose: str, code: str) -> bytes:
        return self.digest("code", purpose, address, code)


def opened(account: Account, member_id: UUID) -> AccountOpenedView:
    """The answer to whoever just joined."""
    return AccountOpenedView(
        account_id=account.id,
        member_id=member_id,
        currency=account.currency,
        kind=account.kind,
        roles=account.roles_of(member_id),
        opened_at=account.opened_at,
    )


def _member(row: dict[str, object]) -> MemberView:
    return MemberView(**{**row, "roles": tuple(row["roles"])})  # type: ignore[arg-type]
