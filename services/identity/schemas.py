"""Wire shapes of identity: what is asked and answered. Answers of commands are stored, so they hold no personal data (decision 37)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Command, Length, Question, Range, Regexp, View, doc, shape

Kind = Literal["customer", "operator"]
Language = Literal["en", "zh"]
Currency = Literal["CNY", "USD"]

Username = Annotated[str, Length(min=1, max=64), doc("3 to 32 letters, digits, dots, dashes or underscores", "lin.wei")]
Email = Annotated[str, Length(min=3, max=254), doc("an address we can send mail to", "lin.wei@example.com")]
Phone = Annotated[str, Length(min=5, max=32), doc('"+", country code and number', "+8613800138000")]
Password = Annotated[str, Length(min=1, max=1024), doc("10 to 128 characters that are not easily guessed", "a long phrase of yours")]
Code = Annotated[str, Regexp(r"\d{6}"), doc("the six digits from the mail", "204719")]
Token = Annotated[str, Length(min=1, max=256)]
ClientAddress = Annotated[str, Length(max=64), doc("the client's network address; the gateway fills it in")]
ClientProgram = Annotated[str, Length(max=512), doc("the client's User-Agent; the gateway fills it in")]
ShortName = Annotated[str, Length(min=1, max=64), doc("what the key is for", "intake of cn1")]
Roles = Annotated[tuple[str, ...], Length(min=1, max=8)]
Scopes = Annotated[tuple[str, ...], Length(min=1, max=16), doc("what the key may do", ["usage:write"])]


# -- registering --------------------------------------------------------------------------------------------------------------------


@shape
class RequestCode(Command):
    """Have a six-digit code sent to an e-mail address. The answer is the same whether or not the address has an account."""

    email: Email
    purpose: Literal["register"] = "register"
    language: Language = "en"
    client_address: ClientAddress = ""


@shape
class CodeSentView(View):
    """A code is on its way; it expires, and a next one can be asked for, at these instants."""

    expires_at: datetime
    next_at: datetime


@shape
class Register(Command):
    """Open a customer's account and make this person its owner. The code proves the e-mail address."""

    username: Username
    email: Email
    code: Code
    password: Password
    currency: Currency
    phone: Phone | None = None
    language: Language = "en"
    client_address: ClientAddress = ""


@shape
class AccountOpenedView(View):
    """An account and its first member, by id."""

    account_id: UUID
    member_id: UUID
    currency: str
    kind: Kind
    roles: tuple[str, ...]
    opened_at: datetime


@shape
class AccountOf(Question):
    """What is this account?"""

    account_id: UUID


@shape
class AccountView(View):
    """An account: its currency and kind, for life."""

    account_id: UUID
    currency: str
    kind: Kind
    opened_at: datetime


@shape
class MemberOf(Question):
    """Who is this member? For the person's own profile page."""

    account_id: UUID
    member_id: UUID


@shape
class MemberView(View):
    """A person in an account. Personal data: shown, never stored in an answer."""

    member_id: UUID
    account_id: UUID
    username: str | None
    email: str | None
    phone: str | None
    language: Language
    roles: tuple[str, ...]
    joined_at: datetime


@shape
class MembersOf(Question):
    """Who may act for this account?"""

    account_id: UUID


@shape
class MembersView(View):
    """Everybody who may act for the account, first comer first."""

    items: list[MemberView]


@shape
class ChangeRoles(Command):
    """Give a member these roles instead of those before."""

    account_id: UUID
    member_id: UUID
    roles: Roles
    by_member_id: UUID


@shape
class RolesView(View):
    """A member's roles from now on."""

    account_id: UUID
    member_id: UUID
    roles: tuple[str, ...]


@shape
class EraseMember(Command):
    """Forget who a member is: names, password, sessions, messages. The id stays, with its roles and all that was done under it."""

    account_id: UUID
    member_id: UUID
    by_member_id: UUID


# -- signing in ---------------------------------------------------------------------------------------------------------------------


@shape
class SignIn(Command):
    """Begin a session with a username, e-mail address or phone number, and the password. Each call that succeeds begins one.

    A dry run checks the password, begins nothing and answers with an empty token.
    """

    login: Annotated[str, Length(min=1, max=254), doc("username, e-mail address or phone number", "lin.wei")]
    password: Password
    client_address: ClientAddress = ""
    client_program: ClientProgram = ""


@shape
class SignedInView(View):
    """A session that has just begun. `session_token` is a secret that is shown here only."""

    session_id: UUID
    session_token: str
    expires_at: datetime
    account_id: UUID
    member_id: UUID
    kind: Kind
    roles: tuple[str, ...]


@shape
class SignOut(Command):
    """End the session of this token. One that has ended is ended: no refusal."""

    session_token: Token


@shape
class DoneView(View):
    """It is so."""

    done: bool = True


@shape
class Authenticate(Question):
    """Whose token or API key is this? Only the gateway asks."""

    credential: Token


@shape
class CallerView(View):
    """Whom the gateway may speak for. With `roles` it is a person, with `scopes` a machine. `expires_at` is in the machine's time."""

    account_id: UUID
    member_id: UUID | None
    session_id: UUID | None
    key_id: UUID | None
    kind: Kind
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    expires_at: datetime


@shape
class SessionsOf(Question):
    """Where is this member signed in? Asked for oneself only."""

    member_id: UUID


@shape
class SessionView(View):
    """A session of one's own."""

    session_id: UUID
    began_at: datetime
    expires_at: datetime
    client_address: str
    client_program: str


@shape
class SessionsView(View):
    """A member's live sessions, newest first."""

    items: list[SessionView]


@shape
class EndSession(Command):
    """End one of one's own sessions."""

    member_id: UUID
    session_id: UUID


# -- API keys -----------------------------------------------------------------------------------------------------------------------


@shape
class IssueApiKey(Command):
    """Let a machine act for the account, within scopes."""

    account_id: UUID
    by_member_id: UUID
    name: ShortName
    scopes: Scopes


@shape
class RotateApiKey(Command):
    """Replace a key by a new one with the same scopes; the old one works on for the overlap."""

    account_id: UUID
    by_member_id: UUID
    key_id: UUID
    overlap_s: Annotated[int, Range(min=0, max=30 * 86_400), doc("seconds, at most 30 days")] = 86_400


@shape
class IssuedApiKeyView(View):
    """A new key. `key` is the secret, shown once: a repeat of the command has null and says so."""

    key_id: UUID
    prefix: str
    scopes: tuple[str, ...]
    issued_at: datetime
    replaces_key_id: UUID | None = None
    replaced_ends_at: datetime | None = None
    key: str | None = None
    already_shown: bool = False


@shape
class RevokeApiKey(Command):
    """End a key at once."""

    account_id: UUID
    by_member_id: UUID
    key_id: UUID


@shape
class RevokedApiKeyView(View):
    """The key has ended."""

    key_id: UUID
    ends_at: datetime


@shape
class ApiKeysOf(Question):
    """Which keys does the account have?"""

    account_id: UUID


@shape
class ApiKeyView(View):
    """A key as its owner lists it, without its secret. `ends_at` is null while nobody has revoked it."""

    key_id: UUID
    prefix: str
    name: str
    scopes: tuple[str, ...]
    issued_at: datetime
    ends_at: datetime | None


@shape
class ApiKeysView(View):
    """The account's keys, newest first."""

    items: list[ApiKeyView]


# -- operators ----------------------------------------------------------------------------------------------------------------------


@shape
class InviteOperator(Command):
    """Make a one-time link with which somebody becomes an operator."""

    email: Email
    roles: Roles = ("operator",)
    language: Language = "en"


@shape
class OperatorInvitedView(View):
    """The link's secret, shown once, and how long it works."""

    link_token: str
    expires_at: datetime


@shape
class RedeemOperatorLink(Command):
    """Become an operator with the link that was made for this e-mail address."""

    token: Token
    username: Username
    password: Password
    client_address: ClientAddress = ""


@shape
class MoveClock(Command):
    """Make it later, for everybody; refused in production."""

    to: datetime
    by_member_id: UUID


@shape
class ClockMovedView(View):
    """The clock went from one instant to another."""

    moved_from: datetime
    to: datetime


@shape
class Clock(Question):
    """What time is it?"""


@shape
class ClockView(View):
    """The ledger's time, and whether an operator may move it."""

    now: datetime
    movable: bool


@shape
class MailboxOf(Question):
    """The newest messages in the local mailbox, to one recipient or to all."""

    recipient: Annotated[str, Length(max=254)] | None = None
    limit: Annotated[int, Range(min=1, max=200)] = 50


@shape
class MessageView(View):
    """A message that went to the local mailbox because no mail server is set."""

    message_id: UUID
    channel: Literal["mail", "sms"]
    kind: str
    recipient: str
    subject: str
    body: str
    written_at: datetime


@shape
class MailboxView(View):
    """Messages, newest first."""

    items: list[MessageView]
