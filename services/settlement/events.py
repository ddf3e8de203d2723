"""What settlement tells the other rooms: names, versions, and a sample of each, which is how a fact looks for ever."""

from __future__ import annotations

from typing import Any, Final

from services.kernel.follower import Published
from services.settlement.domain import Collection, Payer, Workspace

_ACCOUNT = "01938f6a-0000-7000-8000-000000000001"
_WORKSPACE = "01938f6a-0000-7000-8000-000000000002"
_BILL = "5f2b6f0e-8a51-5b0e-9d5c-0e6a1f7c2b11"
_LINE = "0d9c3c3e-5c62-5a2f-8c11-6b9f7a0d4e21"
_SMS_LINE = "0d9c3c3e-5c62-5a2f-8c11-6b9f7a0d4e22"
_FUND = "01938f6a-0000-7000-8000-000000000003"
_AT = "2026-11-23T09:00:00Z"

SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "settlement.workspace_bound.v1": {
        "workspace_id": _WORKSPACE,
        "account_id": _ACCOUNT,
        "currency": "CNY",
        "name": "shop-production",
        "site": "CN1",
        "region": "CN",
        "zone": "Asia/Shanghai",
        "plan": "commercial",
        "edition": "standard",
        "method": "billing_center",
        "billable_from": "2026-11-22T16:00:00Z",
        "occurred_at": _AT,
    },
    "settlement.bill_settled.v1": {
        "bill_id": _BILL,
        "workspace_id": _WORKSPACE,
        "account_id": _ACCOUNT,
        "currency": "CNY",
        "method": "billing_center",
        "taken": [{"line_id": _LINE, "fund_id": _FUND, "kind": "voucher", "amount_micros": 12_400_000}],
        "owed": [{"line_id": _SMS_LINE, "amount_micros": 1_000_000}],
        "cloud": [],
        "occurred_at": _AT,
    },
    "settlement.payer_opened.v1": {"account_id": _ACCOUNT, "currency": "CNY", "occurred_at": _AT},
    "settlement.zone_fixed.v1": {"account_id": _ACCOUNT, "zone": "Asia/Shanghai", "workspace_id": _WORKSPACE, "occurred_at": _AT},
    "settlement.bill_left_owed.v1": {"account_id": _ACCOUNT, "bill_id": _BILL, "occurred_at": _AT},
    "settlement.arrears_opened.v1": {"account_id": _ACCOUNT, "bill_id": _BILL, "since": _AT},
    "settlement.arrears_ended.v1": {"account_id": _ACCOUNT, "bill_ids": [_BILL], "occurred_at": "2026-11-24T09:00:00Z"},
}

PUBLISHED: Final = Published(
    "settlement",
    {
        Workspace.Bound: "settlement.workspace_bound.v1",
        Collection.BillSettled: "settlement.bill_settled.v1",
        Payer.Opened: "settlement.payer_opened.v1",
        Payer.ZoneFixed: "settlement.zone_fixed.v1",
        Payer.BillLeftOwed: "settlement.bill_left_owed.v1",
        Payer.ArrearsOpened: "settlement.arrears_opened.v1",
        Payer.ArrearsEnded: "settlement.arrears_ended.v1",
    },
    samples=SAMPLES,
)
