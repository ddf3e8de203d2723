"""Wire shapes of settlement: commands, questions, views."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Range, Regexp, View, doc, shape

Method = Literal["billing_center", "aliyun", "aws", "huawei"]
Plan = Literal["commercial"]
WorkspaceState = Literal["active", "in_arrears"]
BillState = Literal["settled", "owed"]

Name = Annotated[str, Length(min=1, max=128), doc("what people call the workspace", "shop-production")]
SiteId = Annotated[str, Regexp(r"[A-Z]{2,4}[0-9]{1,2}"), doc("the site that holds the workspace's data", "CN1")]
BillableFrom = Annotated[
    datetime, doc("the first instant whose usage is billed: up to 400 days back, by default the start of today at the site")
]
Limit = Annotated[int, Range(min=1, max=200)]
Cursor = Annotated[str, Length(max=1024), doc("`next_cursor` of the page before")]


@shape
class CreateWorkspace(Command):
    """Make a new workspace, paid for by the account. Its id is in the answer."""

    account_id: UUID
    name: Name
    site: SiteId
    plan: Plan = "commercial"
    method: Method = "billing_center"
    billable_from: BillableFrom | None = None


@shape
class BindWorkspace(Command):
    """Let the account pay for a workspace that exists at the platform."""

    account_id: UUID
    workspace_id: UUID
    name: Name
    site: SiteId
    plan: Plan = "commercial"
    method: Method = "billing_center"
    billable_from: BillableFrom | None = None


@shape
class ListWorkspaces(Question):
    """The account's workspaces, the last bound first."""

    account_id: UUID
    state: WorkspaceState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class WorkspaceOf(Question):
    """One workspace of the account."""

    account_id: UUID
    workspace_id: UUID


@shape
class BillSettlementOf(Question):
    """How a bill of the account was settled."""

    account_id: UUID
    bill_id: UUID


@shape
class ArrearsOf(Question):
    """Whether the account is in arrears."""

    account_id: UUID


@shape
class WorkspaceView(View):
    """A workspace and who pays for it. `arrears_since` is when its countdown began, if one runs."""

    workspace_id: UUID
    account_id: UUID
    name: str
    site: str
    region: str
    zone: str
    currency: str
    plan: str
    edition: str
    method: str
    state: WorkspaceState
    billable_from: datetime
    bound_at: datetime
    arrears_since: datetime | None = None


@shape
class PaidShareView(View):
    """What one fund paid of one bill line."""

    line_id: UUID
    fund_id: UUID
    kind: str
    amount: Money


@shape
class OwedShareView(View):
    """What of one bill line no fund paid."""

    line_id: UUID
    amount: Money


@shape
class BillSettlementView(View):
    """The allocation of a bill as it was charged. `state` is "owed" until the account, whose debt is paid as a whole, owes nothing."""

    bill_id: UUID
    workspace_id: UUID
    account_id: UUID
    method: str
    state: BillState
    taken_total: Money
    owed_total: Money
    cloud_total: Money
    taken: list[PaidShareView]
    owed: list[OwedShareView]
    cloud: list[OwedShareView]
    settled_at: datetime
    cleared_at: datetime | None = None


@shape
class ArrearsView(View):
    """The account's arrears: since when, because of which bill, and the bills that wait. Without arrears all are empty."""

    account_id: UUID
    in_arrears: bool
    since: datetime | None = None
    bill_id: UUID | None = None
    owed_bill_ids: list[UUID]
