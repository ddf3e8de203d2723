"""Settlement's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

from typing import Any, Final

from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.follower import (
    Bell,
    BellListener,
    BookPage,
    Follower,
    PublishedPage,
    ReadBook,
    ReadPublished,
    ReadRows,
    RowsPage,
    read_book,
    read_rows,
)
from services.kernel.rpc import Remote, Signer, background, command, provided, query
from services.kernel.schemas import Page
from services.settlement import schemas as s
from services.settlement.application import Settlements
from services.settlement.events import PUBLISHED
from services.settlement.policies import SettlementPolicies

FOLLOWERS: Final = ("identity", "billing", "wallet", "tickets", "audit")
AUDITED: Final = ("bill_settlement", "workspace")
BOOKS: Final = ("identity", "billing", "wallet")
READERS: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "auditor")
OWNERS: Final = ("owner", "operator")
COLLECT_AT_ONCE: Final = 64
"""Accounts whose facts are worked off at the same time: enough that their charges and records share commits, in the wallet and here."""


class SettlementService:
    """Whose money pays for a workspace, and how each bill was settled."""

    name = "settlement"
    settlements: Settlements = provided("settlements")
    runs: Any = background()

    @command(s.CreateWorkspace, reply=s.WorkspaceView, roles=OWNERS)
    def create_workspace(self, command: s.CreateWorkspace) -> s.WorkspaceView:
        return self.settlements.create_workspace(command)

    @command(s.BindWorkspace, reply=s.WorkspaceView, roles=OWNERS)
    def bind_workspace(self, command: s.BindWorkspace) -> s.WorkspaceView:
        return self.settlements.bind_workspace(command)

    @query(s.ListWorkspaces, reply=Page[s.WorkspaceView], roles=READERS)
    def list_workspaces(self, question: s.ListWorkspaces) -> Page[s.WorkspaceView]:
        return self.settlements.list_workspaces(question)

    @query(s.WorkspaceOf, reply=s.WorkspaceView, roles=READERS, callers=("gateway", *FOLLOWERS))
    def workspace_of(self, question: s.WorkspaceOf) -> s.WorkspaceView:
        return self.settlements.workspace_of(question)

    @query(s.BillSettlementOf, reply=s.BillSettlementView, roles=READERS, callers=("gateway", *FOLLOWERS))
    def bill_settlement_of(self, question: s.BillSettlementOf) -> s.BillSettlementView:
        return self.settlements.bill_settlement_of(question)

    @query(s.ArrearsOf, reply=s.ArrearsView, roles=READERS, callers=("gateway", *FOLLOWERS))
    def arrears_of(self, question: s.ArrearsOf) -> s.ArrearsView:
        return self.settlements.arrears_of(question)

    # -- the book

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.settlements.database, after=question.after, limit=question.limit)

    @query(ReadBook, callers=("audit",))
    def read_book(self, question: ReadBook) -> BookPage:
        return read_book(self.settlements.database, question)

    @query(ReadRows, callers=("audit",))
    def read_rows(self, question: ReadRows) -> RowsPage:
        return read_rows(self.settlements.database, question, tables=AUDITED)


def build(settings: Settings) -> Settlements:
    """The room of this process, ringing its bell and following identity, billing and the wallet."""
    assert settings.database_url is not None  # a room always has one
    bell = Bell(settings.amqp_url, "settlement")
    settlements = Settlements(
        database=Database(settings.database_url, size=12, name="settlement"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
    )
    followers = _followers(settlements, settings)
    settlements.read_accounts = followers["identity"].catch_up
    settlements.read_bills = followers["billing"].catch_up
    wakes = {book: follower.wake for book, follower in followers.items()}
    settlements.background = (bell, *followers.values(), BellListener(settings.amqp_url, name="settlement", heard=wakes))
    return settlements


def _followers(settlements: Settlements, settings: Settings) -> dict[str, Follower]:
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    policies = SettlementPolicies(settlements, remote)
    return {book: Follower(book, policies, settlements.database, remote, "settlement", width=COLLECT_AT_ONCE) for book in BOOKS}
