"""Identity's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

import threading
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from eventlet import tpool  # type: ignore[import-untyped]
from nameko.timer import timer  # type: ignore[import-untyped]

from services.identity import schemas as s
from services.identity.application import Identity
from services.identity.credentials.passwords import Passwords
from services.identity.events import PUBLISHED
from services.identity.messages import Carrier, LocalMailbox, SmtpCarrier
from services.identity.messages.carriers import Channel
from services.identity.policies import IdentityPolicies
from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.errors import NotFound
from services.kernel.follower import (
    Bell,
    BellListener,
    BookPage,
    Follower,
    PublishedPage,
    ReadBook,
    ReadPublished,
    read_book,
)
from services.kernel.rpc import Remote, Signer, background, caller, command, provided, query

FOLLOWERS: Final = ("settlement", "billing", "wallet", "tickets", "audit")
PEOPLE: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "partner", "auditor")
MEMBERS_AND_STAFF: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "auditor")
DELIVER_EVERY_S: Final = 2
SWEEP_EVERY_S: Final = 600
_HASHING: Final = threading.BoundedSemaphore(4)


class IdentityService:
    """Who may act, and how we speak to people."""

    name = "identity"
    identity: Identity = provided("identity")
    beside = background()

    # -- registering

    @command(s.RequestCode, reply=s.CodeSentView)
    def request_code(self, command: s.RequestCode) -> s.CodeSentView:
        return self.identity.request_code(command)

    @command(s.Register, reply=s.AccountOpenedView)
    def register(self, command: s.Register) -> s.AccountOpenedView:
        return self.identity.register(command)

    @query(s.AccountOf, reply=s.AccountView, roles=MEMBERS_AND_STAFF, callers=("gateway", *FOLLOWERS))
    def account_of(self, question: s.AccountOf) -> s.AccountView:
        return self.identity.account_of(question)

    @query(s.MemberOf, reply=s.MemberView, roles=PEOPLE)
    def member_of(self, question: s.MemberOf) -> s.MemberView:
        return self.identity.member_of(question)

    @query(s.MembersOf, reply=s.MembersView, roles=MEMBERS_AND_STAFF)
    def members_of(self, question: s.MembersOf) -> s.MembersView:
        return self.identity.members_of(question)

    @command(s.ChangeRoles, reply=s.RolesView, roles=("owner", "operator"))
    def change_roles(self, command: s.ChangeRoles) -> s.RolesView:
        _require_self(command.by_member_id)
        return self.identity.change_roles(command)

    @command(s.EraseMember, reply=s.DoneView, roles=("operator",))
    def erase_member(self, command: s.EraseMember) -> s.DoneView:
        _require_self(command.by_member_id)
        return self.identity.erase_member(command)

    # -- signing in

    @command(s.SignIn, reply=s.SignedInView)
    def sign_in(self, command: s.SignIn) -> s.SignedInView:
        return self.identity.sign_in(command)

    @command(s.SignOut, reply=s.DoneView)
    def sign_out(self, command: s.SignOut) -> s.DoneView:
        return self.identity.sign_out(command)

    @query(s.Authenticate, reply=s.CallerView)
    def authenticate(self, question: s.Authenticate) -> s.CallerView:
        return self.identity.authenticate(question)

    @query(s.SessionsOf, reply=s.SessionsView, roles=PEOPLE)
    def sessions_of(self, question: s.SessionsOf) -> s.SessionsView:
        _require_self(question.member_id)
        return self.identity.sessions_of(question)

    @command(s.EndSession, reply=s.DoneView, roles=PEOPLE)
    def end_session(self, command: s.EndSession) -> s.DoneView:
        _require_self(command.member_id)
        return self.identity.end_session(command)

    # -- API keys

    @command(s.IssueApiKey, reply=s.IssuedApiKeyView, roles=("owner",))
    def issue_api_key(self, command: s.IssueApiKey) -> s.IssuedApiKeyView:
        _require_self(command.by_member_id)
        return self.identity.issue_api_key(command)

    @command(s.RotateApiKey, reply=s.IssuedApiKeyView, roles=("owner",))
    def rotate_api_key(self, command: s.RotateApiKey) -> s.IssuedApiKeyView:
        _require_self(command.by_member_id)
        return self.identity.rotate_api_key(command)

    @command(s.RevokeApiKey, reply=s.RevokedApiKeyView, roles=("owner", "operator"))
    def revoke_api_key(self, command: s.RevokeApiKey) -> s.RevokedApiKeyView:
        _require_self(command.by_member_id)
        return self.identity.revoke_api_key(command)

    @query(s.ApiKeysOf, reply=s.ApiKeysView, roles=MEMBERS_AND_STAFF)
    def api_keys_of(self, question: s.ApiKeysOf) -> s.ApiKeysView:
        return self.identity.api_keys_of(question)

    # -- operators, the clock, the mailbox

    @command(s.RedeemOperatorLink, reply=s.AccountOpenedView)
    def redeem_operator_link(self, command: s.RedeemOperatorLink) -> s.AccountOpenedView:
        return self.identity.redeem_operator_link(command)

    @command(s.MoveClock, reply=s.ClockMovedView, roles=("operator",))
    def move_clock(self, command: s.MoveClock) -> s.ClockMovedView:
        _require_self(command.by_member_id)
        return self.identity.move_clock(command)

    @query(s.Clock, reply=s.ClockView)
    def clock(self, question: s.Clock) -> s.ClockView:
        return self.identity.clock_now(question)

    @query(s.MailboxOf, reply=s.MailboxView, roles=("operator", "support"))
    def mailbox(self, question: s.MailboxOf) -> s.MailboxView:
        return self.identity.mailbox(question)

    # -- the book

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.identity.database, after=question.after, limit=question.limit)

    @query(ReadBook, callers=("audit",))
    def read_book(self, question: ReadBook) -> BookPage:
        return read_book(self.identity.database, question)

    # -- by the clock on the wall

    @timer(interval=DELIVER_EVERY_S)  # type: ignore[untyped-decorator]
    def deliver_messages(self) -> None:
        self.identity.post.deliver_waiting()

    @timer(interval=SWEEP_EVERY_S)  # type: ignore[untyped-decorator]
    def sweep(self) -> None:
        self.identity.guards.sweep(at=self.identity.machine.now())


def build(settings: Settings) -> Identity:
    """The room of this process, ringing its bell and following billing."""
    assert settings.database_url is not None  # a room always has one
    bell = Bell(settings.amqp_url, "identity")
    identity = Identity(
        database=Database(settings.database_url, size=16, name="identity"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
        passwords=Passwords(run=_beside_the_hub),
        carriers=_carriers(settings),
    )
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    follower = Follower("billing", IdentityPolicies(identity), identity.database, remote, "identity")
    listener = BellListener(settings.amqp_url, name="identity", heard={"billing": follower.wake})
    identity.background = (bell, follower, listener)
    return identity


def _carriers(settings: Settings) -> dict[Channel, Carrier]:
    """SMTP where a server is set, else the local mailbox; SMS stays in the mailbox (decision 38)."""
    if settings.smtp_url is None:
        return {"mail": LocalMailbox(), "sms": LocalMailbox()}
    sender = f"billing@{urlsplit(settings.public_url).hostname}"
    return {"mail": SmtpCarrier(settings.smtp_url, sender=sender), "sms": LocalMailbox()}


def _beside_the_hub(work: Any, *args: Any) -> Any:
    """Hashing takes 30 ms of CPU and 19 MiB; in a thread of the pool it does not stop every other call, and a few at a time are enough."""
    with _HASHING:
        return tpool.execute(work, *args)


def _require_self(member_id: UUID) -> None:
    """A person acts in their own name only. Refuses: NotFound."""
    if caller().is_gateway and caller().member_id != member_id:
        raise NotFound("member", member_id)
