"""Settlement's use cases: one public method a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.eventstore import Application, Rowset, Turn, VersionConflict, once
from services.kernel.ids import derived_id
from services.kernel.schemas import Command, Page, Shape, View, shape
from services.settlement.domain import (
    AccountIsUnknown,
    CollectedBill,
    Collection,
    Payer,
    Workspace,
    WorkspaceCannotBeBound,
    require_random,
)
from services.settlement.projections import PROJECTOR
from services.settlement.queries import CollectionTerms, Queries
from services.settlement.schemas import (
    ArrearsOf,
    ArrearsView,
    BillSettlementOf,
    BillSettlementView,
    BindWorkspace,
    CreateWorkspace,
    ListWorkspaces,
    WorkspaceOf,
    WorkspaceView,
)
from services.settlement.sites import site_named


@shape
class Noted(View):
    """What another room said has been taken in."""


@shape
class OpenPayer(Command):
    """An account was opened elsewhere."""

    account_id: UUID
    currency: str
    occurred_at: datetime


@shape
class LeftOwed(Shape):
    """A charge of this bill left debt at `occurred_at`."""

    bill_id: UUID
    occurred_at: datetime


@shape
class NoteDebts(Command):
    """Charges that left debt, in the order in which they did."""

    account_id: UUID
    debts: list[LeftOwed]


@shape
class NoteClearance(Command):
    """The wallet owed nothing any more at `occurred_at`."""

    account_id: UUID
    occurred_at: datetime


class Settlements(Application):
    """Whose money pays for a workspace, and how each bill was settled."""

    name = "settlement"
    projector = PROJECTOR

    def __init__(
        self, *, read_accounts: Callable[[], object] = lambda: None, read_bills: Callable[[], object] = lambda: None, **parts: Any
    ) -> None:
        """`read_accounts` and `read_bills` read identity's and billing's books to their heads, where something is not known yet."""
        super().__init__(**parts)
        self.read_accounts = read_accounts
        self.read_bills = read_bills
        self.background: Sequence[Any] = ()
        self.queries = Queries(self.database)

    # -- workspaces -----------------------------------------------------------------------------------------------------------------

    def create_workspace(self, command: CreateWorkspace) -> WorkspaceView:
        """Make a workspace on this account.

        Refuses: AccountIsUnknown, SiteIsUnknown, MethodIsNotAvailable, BillableFromIsOutOfRange.
        """
        self._know(command.account_id)
        return self._create_workspace(command)

    def bind_workspace(self, command: BindWorkspace) -> WorkspaceView:
        """Let this account pay for a workspace of the platform.

        Refuses: AccountIsUnknown, SiteIsUnknown, MethodIsNotAvailable, BillableFromIsOutOfRange, WorkspaceIdIsNotRandom,
        WorkspaceCannotBeBound. Source: product facts 2.8; decision 23.
        """
        self._know(command.account_id)
        return self._bind_workspace(command)

    @once
    def _create_workspace(self, turn: Turn, command: CreateWorkspace) -> WorkspaceView:
        workspace_id = derived_id(command.id, "workspace")
        made = turn.find(Workspace, workspace_id)
        if made is not None:  # by this very command, whose first answer the log has
            return _view(made, turn.load(Payer, Payer.create_id(made.account_id)))
        return _bind(turn, command, workspace_id)

    @once
    def _bind_workspace(self, turn: Turn, command: BindWorkspace) -> WorkspaceView:
        if turn.find(Workspace, require_random(command.workspace_id)) is not None:
            raise WorkspaceCannotBeBound(command.workspace_id)
        return _bind(turn, command, command.workspace_id)

    def _know(self, account_id: UUID) -> None:
        """An account that was opened a moment ago is in identity's book, if not here. Refuses: AccountIsUnknown."""
        if self.queries.knows_account(account_id):
            return
        self.read_accounts()
        if not self.queries.knows_account(account_id):
            raise AccountIsUnknown(account_id)

    # -- what other rooms' facts make of us -----------------------------------------------------------------------------------------

    @once
    def open_payer(self, turn: Turn, command: OpenPayer) -> Noted:
        """An account may pay from now on."""
        if turn.find(Payer, Payer.create_id(command.account_id)) is None:
            turn.add(Payer.open(command.account_id, command.currency, at=command.occurred_at))
        return Noted()

    @once
    def note_debts(self, turn: Turn, command: NoteDebts) -> Noted:
        """Arrears begin with the first charge that leaves debt (decision 31). What was noted, paid since or not, is not noted again."""
        payer = turn.load(Payer, Payer.create_id(command.account_id))
        noted = self.queries.left_owed([debt.bill_id for debt in command.debts])
        for debt in command.debts:
            if debt.bill_id not in noted:
                payer.leave_owed(debt.bill_id, at=debt.occurred_at)
        return Noted()

    @once
    def note_clearance(self, turn: Turn, command: NoteClearance) -> Noted:
        """Arrears end when nothing is owed (decision 31)."""
        payer = turn.load(Payer, Payer.create_id(command.account_id))
        payer.end_arrears(at=command.occurred_at)
        return Noted()

    def record_settlements(self, bills: Sequence[CollectedBill]) -> None:
        """Record how these bills were settled, in one save; a second record of the same bill changes nothing.

        A collection has one event for ever: if the store already has that version, the bill is recorded. So this needs no command's row
        besides, which the room that records every bill of the platform feels.
        """
        try:
            self._record_settlements(bills)
        except VersionConflict:  # one of them is recorded: each on its own
            for bill in bills:
                with suppress(VersionConflict):
                    self._record_settlements([bill])

    def _record_settlements(self, bills: Sequence[CollectedBill]) -> None:
        now = self.clock.now()
        self.store([Collection.record(bill, at=now) for bill in bills], Rowset())

    def be_collected(self, bill_ids: Sequence[UUID]) -> None:
        """Record the settlements of bills that the wallet has charged before anything is said that follows from the charges.

        What follows us may thus rely on the order: a bill is settled, then left owed, then paid. A bill that billing does not know
        either is not waited for.
        """
        if not self.queries.are_collected(bill_ids):
            self.read_bills()

    # -- questions ------------------------------------------------------------------------------------------------------------------

    def list_workspaces(self, question: ListWorkspaces) -> Page[WorkspaceView]:
        return self.queries.workspaces(question)

    def workspace_of(self, question: WorkspaceOf) -> WorkspaceView:
        return self.queries.workspace(question)

    def bill_settlement_of(self, question: BillSettlementOf) -> BillSettlementView:
        return self.queries.bill_settlement(question)

    def arrears_of(self, question: ArrearsOf) -> ArrearsView:
        return self.queries.arrears(question)

    def collection_terms(self, workspace_by_bill: Mapping[UUID, UUID]) -> dict[UUID, CollectionTerms]:
        """By bill; a bill of a workspace that nobody pays for is not among them."""
        return self.queries.collection_terms(workspace_by_bill)


def _bind(turn: Turn, command: CreateWorkspace | BindWorkspace, workspace_id: UUID) -> WorkspaceView:
    payer = turn.load(Payer, Payer.create_id(command.account_id))
    workspace = Workspace.bind(
        workspace_id,
        account_id=command.account_id,
        currency=payer.currency,
        name=command.name,
        site=site_named(command.site),
        plan=command.plan,
        method=command.method,
        billable_from=command.billable_from,
        at=turn.now,
    )
    payer.fix_zone(workspace.zone, workspace_id=workspace_id, at=turn.now)
    turn.add(workspace)
    return _view(workspace, payer)


def _view(workspace: Workspace, payer: Payer) -> WorkspaceView:
    return WorkspaceView(
        workspace_id=workspace.workspace_id,
        account_id=workspace.account_id,
        name=workspace.name,
        site=workspace.site,
        region=workspace.region,
        zone=workspace.zone,
        currency=workspace.currency,
        plan=workspace.plan,
        edition=workspace.edition,
        method=workspace.method,
        state="in_arrears" if payer.is_in_arrears else "active",
        billable_from=workspace.billable_from,
        bound_at=workspace.bound_at,
        arrears_since=payer.arrears_since,
    )
