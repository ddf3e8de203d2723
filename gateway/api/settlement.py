"""Workspaces and who pays for them; how bills were settled; arrears."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.kernel.schemas import Page
from services.settlement import schemas as s

SETTLEMENT: Final = RoomRoutes("settlement", tag="settlement", description="Which money pays for a workspace.")

SETTLEMENT.tell("POST", "/v1/workspaces", s.CreateWorkspace, s.WorkspaceView, call="create_workspace", status=201)
SETTLEMENT.ask("/v1/workspaces", s.ListWorkspaces, Page[s.WorkspaceView], call="list_workspaces")
SETTLEMENT.ask("/v1/workspaces/<uuid:workspace_id>", s.WorkspaceOf, s.WorkspaceView, call="workspace_of")
SETTLEMENT.tell("PUT", "/v1/workspaces/<uuid:workspace_id>", s.BindWorkspace, s.WorkspaceView, call="bind_workspace")
SETTLEMENT.ask("/v1/bills/<uuid:bill_id>/settlement", s.BillSettlementOf, s.BillSettlementView, call="bill_settlement_of")
SETTLEMENT.ask("/v1/arrears", s.ArrearsOf, s.ArrearsView, call="arrears_of")
