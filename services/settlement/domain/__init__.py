"""Workspaces and who pays for them; the settlement of a bill; arrears. Pure: no clock, no I/O."""

from services.settlement.domain.payers import AccountIsUnknown, Payer
from services.settlement.domain.settlements import CollectedBill, Collection, Owed, Taken
from services.settlement.domain.workspaces import (
    BillableFromIsOutOfRange,
    MethodIsNotAvailable,
    Workspace,
    WorkspaceCannotBeBound,
    WorkspaceIdIsNotRandom,
    require_random,
)

__all__ = [
    "AccountIsUnknown",
    "BillableFromIsOutOfRange",
    "CollectedBill",
    "Collection",
    "MethodIsNotAvailable",
    "Owed",
    "Payer",
    "Taken",
    "Workspace",
    "WorkspaceCannotBeBound",
    "WorkspaceIdIsNotRandom",
    "require_random",
]
