"""Chapter four: operators, and the clock that they may move outside production."""

from __future__ import annotations

import dataclasses

from services.identity.application.registration import Registration, opened
from services.identity.application.room import refusal_of
from services.identity.credentials import tokens
from services.identity.credentials.lockout import LINKS_PER_ADDRESS
from services.identity.credentials.passwords import require_strong
from services.identity.domain import (
    OPERATOR_ROLES,
    OPERATORS_ID,
    TEST_CLOCK_ID,
    Account,
    EmailIsTaken,
    OperatorLinkIsInvalid,
    RoleIsUnknown,
    TestClock,
)
from services.identity.names import Names, email_key
from services.identity.projections.people import USED_LINKS
from services.identity.schemas import (
    AccountOpenedView,
    Clock,
    ClockMovedView,
    ClockView,
    InviteOperator,
    MoveClock,
    OperatorInvitedView,
    RedeemOperatorLink,
)
from services.kernel.clock import ClockCannotMove, SystemClock
from services.kernel.database import psycopg
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id


class Operators(Registration):
    """Those who run the platform. The first comes from `make operator EMAIL=…`; there is no default password (decision 34)."""

    def invite_operator(self, command: InviteOperator) -> OperatorInvitedView:
        """A one-time link for this address; an earlier unused one stops working. Refuses: EmailIsInvalid, EmailIsTaken, RoleIsUnknown."""
        address = email_key(command.email)
        if not OPERATOR_ROLES.issuperset(command.roles):
            raise RoleIsUnknown(command.roles)
        if self.queries.person_by_email(address) is not None:
            raise EmailIsTaken()
        token, expires_at = tokens.new_link_token(), self.machine.now() + tokens.LINK_LIFETIME
        self.guards.keep_link(
            token_digest=tokens.token_digest(token),
            email=address,
            roles=command.roles,
            language=command.language,
            expires_at=expires_at,
        )
        return OperatorInvitedView(link_token=token, expires_at=expires_at)

    def redeem_operator_link(self, command: RedeemOperatorLink) -> AccountOpenedView:
        """Become an operator. Refuses: OperatorLinkIsInvalid, UsernameIsInvalid, UsernameIsTaken, PasswordIsWeak, TooManyAttempts."""
        if command.client_address:
            self.require_within(LINKS_PER_ADDRESS, "link", command.client_address)
        try:
            return self._redeem(dataclasses.replace(command, client_address=""))
        except psycopg.errors.UniqueViolation as clash:
            raise refusal_of(clash) or clash from None

    def move_clock(self, command: MoveClock) -> ClockMovedView:
        """Write the move into the ledger, then make it. Refuses: ClockCannotMove (in production), ClockMovesForwardOnly."""
        if isinstance(self.clock, SystemClock):
            raise ClockCannotMove()
        view = self._record_move(command)
        if not command.dry_run and self.clock.now() < view.to:
            self.clock.move_to(view.to)  # type: ignore[attr-defined]  # every clock but the machine's has it
        return view

    def clock_now(self, question: Clock) -> ClockView:
        return ClockView(now=self.clock.now(), movable=not isinstance(self.clock, SystemClock))

    @once
    def _redeem(self, turn: Turn, command: RedeemOperatorLink) -> AccountOpenedView:
        digest = tokens.token_digest(command.token)
        link = self.queries.operator_link(digest, at=self.machine.now())
        if link is None:
            raise OperatorLinkIsInvalid()
        names = Names.of(username=command.username, email=link["email"], phone=None)
        require_strong(command.password, logins=names.guessable)
        self.require_free(names)
        account, member_id = turn.find(Account, OPERATORS_ID), derived_id(command.id, "member")
        account = account or turn.add(Account.open_for_operators(at=turn.now))
        account.add_member(member_id, link["roles"], at=turn.now)
        self.write_person(turn, names, member_id=member_id, account_id=account.id, password=command.password, language=link["language"])
        turn.rows.add(USED_LINKS, token_digest=digest, used_at=self.machine.now())
        return opened(account, member_id)

    @once
    def _record_move(self, turn: Turn, command: MoveClock) -> ClockMovedView:
        clock = turn.find(TestClock, TEST_CLOCK_ID) or turn.add(TestClock(occurred_at=turn.now))
        clock.move(command.to, by=command.by_member_id, at=turn.now)
        return ClockMovedView(moved_from=turn.now, to=command.to)
